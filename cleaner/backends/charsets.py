"""The character set of undeclared bytes, guessed by charset_normalizer."""

from collections.abc import Collection

_SAMPLE = 200_000  # bytes; more do not improve the guess


def guess(raw: bytes, among: Collection[str]) -> str | None:
    """The codec among `among` that fits `raw` best; None if none fits well."""
    from charset_normalizer import from_bytes

    best = from_bytes(raw[:_SAMPLE], cp_isolation=sorted(among)).best()
    return best.encoding if best else None
