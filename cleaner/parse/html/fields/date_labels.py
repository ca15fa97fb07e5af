"""What a date is of, by the words beside it: a publication, an update, or something else."""

from __future__ import annotations

import re
from functools import lru_cache

from .date_text import DIGIT

BEFORE = 40  # characters in front of a date that say what it is of
UPDATE_WORDS = re.compile(
    r"updat|zuletzt|laatst|senest|senast|sist endret|ultima|ultimo|ostatni|naposledy|legutóbb|viimeksi|последн|останн|最后|最後|마지막|modif|aktualis|aktualiz|actuali|mise à|mis à|maj\b|edited|edit[eé]|oppdater|opdater|uppdater|aggiorn|atualiz|güncel|last\s|bijgewerkt|gewijzigd"
    r"|letzte änderung|stand:|dernière|última|обновл|змінен|оновл|ενημ|更新|수정|最終|päivitet|módos|frissít|diperbarui|cập nhật|بروز|تحديث|แก้ไข|ujednače|změn|geändert|revised|review|corrected",
    re.IGNORECASE,
)
PUBLISH_WORDS = re.compile(
    r"publi|pubbl|posted|post date|created|veröffentl|erstellt|publié|posté|écrit|geplaatst|gepubl|julkaistu|опубл|yayın|δημοσ|發布|发布|發佈|発表|公開|掲載|등록|입력|작성"
    r"|közzét|megjelen|objavlj|zverejn|dodano|data:|date:|datum:|\b(?:data|date|datum|dato|fecha)$|dipublik|diterbit|انتشار|نشر|released|issued|first\s|original|erschienen|登録日|公表|投稿|配信|登载|时间|時間|작성일"
    r"|objevil|vydáno|utworz|kelt|đăng|वर्ष|प्रकाशित|প্রকাশ|เผยแพร่|פורסם|תאריך",
    re.IGNORECASE,
)
OTHER_WORDS = re.compile(
    r"©|\(c\)|copyright|joined|join date|member since|registered|registrado|inscrit|mitglied|expires|deadline|due|accessed|retrieved|abgerufen|valid|effective|until"
    r"|born|geboren|geb\.|died|last visit|established|\bbis\b|received|accepted|version|expiry|event|starts?\b|ends?\b|available|recorded|tel\b|phone|fax|isbn",
    re.IGNORECASE,
)


def label_behind(words: str) -> str:
    """The label of a date by the words directly behind it, as in "5 May (updated)"."""
    if not words or not UPDATE_WORDS.search(words[:16]):
        return ""
    return "" if DIGIT.search(words[:BEFORE]) else "updated"  # the words in front of the next date are about that one


def label_before(words: str) -> str:
    """The label of a date by the words in front of it."""
    words = words[-BEFORE * 2 :].strip()
    return _label_of(words) if words else ""


@lru_cache(maxsize=2_000)  # templates put the same words and classes in front of dates
def _label_of(words: str) -> str:
    places = {
        label: max((match.start() for match in pattern.finditer(words)), default=-1)
        for label, pattern in (("updated", UPDATE_WORDS), ("published", PUBLISH_WORDS), ("other", OTHER_WORDS))
    }
    best = max(places, key=lambda label: places[label])
    return best if places[best] >= 0 else ""


def label_of_key(key: str) -> str:
    """The label of a date by its key in data."""
    return "updated" if UPDATE_WORDS.search(key) else "published" if PUBLISH_WORDS.search(key) else ""
