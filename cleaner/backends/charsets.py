"""The character set of undeclared bytes, guessed by charset_normalizer."""

from collections.abc import Collection

_SAMPLE = 200_000  # bytes: more makes the guess no better, only slower


def guess(raw: bytes, among: Collection[str]) -> str | None:
    """The codec, of those in `among`, that fits `raw` best; None when no guess is good."""
    from charset_normalizer import from_bytes

    best = from_bytes(raw[:_SAMPLE], cp_isolation=sorted(among)).best()
    return best.encoding if best else None
