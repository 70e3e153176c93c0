"""What the page is asked beside the mission: what is tried and compared."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import geopandas as gpd

from gis.results import Area, Coverage
from gis.results_change import CoverageChange
from web.operator.tried import Tried


@dataclass(frozen=True, slots=True)
class Compared:
    """The answer that the page's own is compared with.

    Attributes
    ----------
    coverage
        That answer.
    change
        What the page's own answer gains and loses over it.
    query
        The parameters of the page that shows it.
    stored
        Whether it is of the sites as they are stored.
    """

    coverage: Coverage
    change: CoverageChange
    query: Mapping[str, str]
    stored: bool


@dataclass(frozen=True, slots=True)
class Trial:
    """A trial of sites.

    Attributes
    ----------
    tried
        The changes.
    query
        The parameters of the page that shows this, without its language.
    k
        The map shows what at least so many sites reach; 1 shows the gaps by reason.
    surely, possibly
        Where at least ``k`` sites surely and possibly reach (EPSG:4547); ``None`` where that is
        what the coverage holds.
    today
        Coverage of the sites as they are stored; ``None`` where nothing is tried.
    stored
        The sites as they are stored (EPSG:4490); ``None`` where nothing is tried.
    compared
        What it is compared with; ``None`` for nothing.
    """

    tried: Tried = field(default_factory=Tried)
    query: Mapping[str, str] = field(default_factory=dict)
    k: int = 1
    surely: Area | None = None
    possibly: Area | None = None
    today: Coverage | None = None
    stored: gpd.GeoDataFrame | None = None
    compared: Compared | None = None
