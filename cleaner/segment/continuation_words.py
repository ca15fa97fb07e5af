"""Words that refer back and so rarely begin a story: pronouns and connectives, by language."""

from __future__ import annotations

import re

_LOOK_BACK = {
    "en": "he she it they his her their its this these those that but and also however meanwhile moreover still yet then so later there "
    "nevertheless instead besides furthermore another both such",
    "de": "er sie es seine ihre dies diese dieser dieses das aber und doch auch zudem außerdem dabei damit danach dann daher deshalb "
    "trotzdem dennoch dort so denn allerdings hingegen inzwischen später weiter ferner beide",
    "fr": "il elle ils elles ce cette ces cela ceci mais et or aussi ainsi puis ensuite pourtant cependant toutefois enfin alors sa son "
    "ses leur leurs celui celle ceux",
    "es": "él ella ellos ellas esto esta este estos estas ese esa eso pero y además también así luego después sin aunque entonces su sus "
    "por otro",
    "it": "lui lei loro egli ella questo questa questi queste ciò ma e inoltre anche così poi infatti tuttavia però quindi infine suo sua",
    "pt": "ele ela eles elas isto isso este esta esse essa estes essas mas e além também assim depois porém contudo entretanto então seu sua",
    "nl": "hij zij ze het dit deze dat die maar en ook daarnaast verder bovendien toch daarom dus toen vervolgens later zijn haar hun",
    "no": "han hun det de dette disse den men og også dessuten likevel derfor så da deretter senere hans hennes deres",
    "da": "han hun det de dette disse den men og også desuden alligevel derfor så da derefter senere hans hendes deres",
    "sv": "han hon det de detta dessa den men och också dessutom ändå därför så då därefter senare hans hennes deras",
    "pl": "on ona ono oni one to ten ta te ale i a także jednak ponadto potem następnie dlatego zaś jego jej ich",
    "cs": "on ona ono oni to ten ta ti ale a také však navíc poté potom proto jeho její jejich",
    "tr": "o onlar bu bunlar ancak ama fakat ve ayrıca daha sonra böylece yine de",
    "ru": "он она оно они это этот эта эти но и а также однако кроме затем потом поэтому его её их при",
    "uk": "він вона воно вони це цей ця ці але і й а також однак крім потім тому його її їх",
    "id": "ia dia mereka ini itu tetapi namun dan juga selain kemudian lalu",
    "ar": "هو هي هم هذا هذه ذلك تلك لكن كما وقد وقال وأضاف وأوضح وأكد وأشار",
}
_WORDS = frozenset(word for words in _LOOK_BACK.values() for word in words.split())
_FIRST = re.compile(r"[^\w]*([^\W\d_]+)")


def looks_back(text: str) -> bool:
    """Whether the paragraph's first word refers to something above it."""
    found = _FIRST.match(text)
    return found is not None and found.group(1).lower() in _WORDS
