"""Sets as short signatures, by the MinHash of rensa: the share of places two signatures agree in is about the sets' Jaccard similarity."""

from collections.abc import Iterable

SEED = 1  # the same signatures in every run


def available() -> bool:
    """Whether the library is there: it comes with the extra `dedupe`."""
    from importlib.util import find_spec

    return find_spec("rensa") is not None


def signature(strings: Iterable[str], places: int) -> list[int]:
    """The signature of a set of strings: a number of 32 bits for each place."""
    from rensa import RMinHash

    sketch = RMinHash(num_perm=places, seed=SEED)
    sketch.update(list(strings))
    return list(sketch.digest())
