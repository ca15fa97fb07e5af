"""The registered domain of a URL, by the public suffix list in tld."""

from __future__ import annotations

from urllib.parse import urlsplit


def registered(url: str) -> str | None:
    """`example.co.uk` for `https://www.paper.example.co.uk/a`; the host if its suffix is not on the list; None if there is no host."""
    from tld import get_fld

    address = url if "://" in url else f"http://{url}"
    found = get_fld(address, fail_silently=True)
    if isinstance(found, str):
        return found
    try:
        return urlsplit(address).hostname
    except ValueError:
        return None
