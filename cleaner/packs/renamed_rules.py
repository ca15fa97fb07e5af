"""Names of rules that were others once, and are understood for one version more."""

from __future__ import annotations

RENAMED = {  # old id -> id; one for a language has the same suffix. The old ones are understood for one version
    "button.comment": "button.in-comments",
    "label.comments": "label.in-comments",
    "comments.label-end": "comments.word-at-end",
    "label.footer": "label.site-link",
    "button.row": "button.share-row",
    "label.list": "label.list-control",
}


def current(name: str) -> str:
    """The present name of a rule or group that may have had another.

    >>> current("label.footer"), current("button.comment-de"), current("share")
    ('label.site-link', 'button.in-comments-de', 'share')
    """
    if name in RENAMED:
        return RENAMED[name]
    stem, sign, language = name.rpartition("-")
    return f"{RENAMED[stem]}-{language}" if sign and len(language) == 2 and stem in RENAMED else name
