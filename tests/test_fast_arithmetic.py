"""Short ways to a number give what the plain way gives."""

from __future__ import annotations

import numpy as np
import pytest

from cleaner.segment.peaks import median


@pytest.mark.parametrize("values", [[3], [2, 1], [5, 1, 4], [0, 0, 1, 9]])
def test_median_is_numpys(values: list[float]) -> None:
    assert median(np.array(values, np.float32)) == np.median(values)
