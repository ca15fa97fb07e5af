"""Features of a page's blocks, for the model that decides which of them are article text.

Every group is computed for all blocks at once. A sum over a box is a difference of running sums, since the blocks of a box are
contiguous in reading order.
"""

from dataclasses import replace

from ....models import FeatureGroup, FeatureSet
from .boxes import ABOVE, ALIKE, CONTENT, CORE, SIBLINGS
from .own_look import CHARACTERS, EDGES, ELEMENT
from .page_context import PageContext
from .scores import NAME_SCORES, TYPE_SCORES, WORD_SCORES
from .second_look import SECOND_FEATURES, FirstLook
from .surroundings import NEIGHBOURS, OVERLAP, POSITION
from .whole_page import WHOLE

__all__ = ["FEATURES", "SECOND_FEATURES", "FirstLook", "PageContext"]


def _shared(group: FeatureGroup[PageContext]) -> FeatureGroup[PageContext]:
    """The same features, cached per page for all models that read them."""
    return replace(group, compute=lambda page: page.once(group))


FEATURES: FeatureSet[PageContext] = FeatureSet(
    (
        *map(_shared, (CHARACTERS, EDGES, ELEMENT, ABOVE)),
        CONTENT,
        _shared(SIBLINGS),
        ALIKE,
        POSITION,
        OVERLAP,
        NEIGHBOURS,
        CORE,
        WHOLE,
        TYPE_SCORES,
        NAME_SCORES,
        WORD_SCORES,
    )
)
