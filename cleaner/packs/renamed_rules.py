"""Former ids of rules, which are accepted for one more version."""

from __future__ import annotations

RENAMED = {  # former id -> id; one for a language has the same suffix
    "button.comment": "button.in-comments",
    "label.comments": "label.in-comments",
    "comments.label-end": "comments.word-at-end",
    "label.footer": "label.site-link",
    "button.row": "button.share-row",
    "label.list": "label.list-control",
}


def current(name: str) -> str:
    """The current id of a rule or group, whose former id `name` may be.

    >>> current("label.footer"), current("button.comment-de"), current("share")
    ('label.site-link', 'button.in-comments-de', 'share')
    """
    if name in RENAMED:
        return RENAMED[name]
    stem, sign, language = name.rpartition("-")
    return f"{RENAMED[stem]}-{language}" if sign and len(language) == 2 and stem in RENAMED else name
