"""The figures of today on the first page, as values."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from gis.missions import Mission
from gis.results import CoverageRow


@dataclass(frozen=True, slots=True)
class Headline:
    """The figures of today on the first page.

    Attributes
    ----------
    mission
        The mission that ``city`` is of.
    city
        Coverage of the whole city.
    towns_named, towns
        How many towns some document names for a field, and of how many.
    statuses
        Number of landmarks by their status.
    as_of
        The latest day that any source is of.
    """

    mission: Mission
    city: CoverageRow
    towns_named: int
    towns: int
    statuses: Mapping[str, int] = field(default_factory=dict)
    as_of: dt.date | None = None
