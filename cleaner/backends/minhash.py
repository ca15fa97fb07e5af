"""Sets as short signatures, by MinHash of rensa: the share of equal positions of two signatures estimates the sets' Jaccard similarity."""

from collections.abc import Iterable

SEED = 1  # the same signatures in every run


def available() -> bool:
    """Whether the library, which the extra `dedupe` installs, is present."""
    from importlib.util import find_spec

    return find_spec("rensa") is not None


def signature(strings: Iterable[str], places: int) -> list[int]:
    """The signature of a set of strings: one 32-bit number per position."""
    from rensa import RMinHash

    sketch = RMinHash(num_perm=places, seed=SEED)
    sketch.update(list(strings))
    return list(sketch.digest())
