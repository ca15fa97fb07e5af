"""The character set of undeclared bytes, guessed by charset_normalizer."""

_SAMPLE = 200_000  # bytes: more makes the guess no better, only slower


def guess(raw: bytes) -> str | None:
    """Name of a codec that Python knows and that fits `raw`, or None when no guess is good."""
    from charset_normalizer import from_bytes

    best = from_bytes(raw[:_SAMPLE]).best()
    return best.encoding if best else None
