"""The registered domain of an address, by the public suffix list that tld brings."""

from __future__ import annotations


def registered(url: str) -> str | None:
    """`paper.example.co.uk` of `https://www.paper.example.co.uk/a` is `example.co.uk`; None for what has no such name."""
    from tld import get_fld

    found = get_fld(url if "://" in url else f"http://{url}", fail_silently=True)
    return found if isinstance(found, str) else None
