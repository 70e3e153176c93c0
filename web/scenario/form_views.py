"""What the form of scenarios and its problems are drawn from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from web.scenario.problem_words import FormProblem
from web.scenario.scenario_views import ScenarioLine
from web.views import Shell

CARRIER_ROWS = 3
"""How many carriers the form takes at once; a version of the scenario takes more."""
SITE_ROWS = 3
"""How many takeoff points likewise."""
SITE_PARTS = ("id", "name", "lon", "lat", "accuracy_m", "radius_m")
"""The fields of a takeoff point; ``id`` is of the one to move, and empty for a new one."""
NamedFeature = tuple[str, str, str]
"""Id, Chinese and English name."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A road segment of the register that may be opened."""

    id: str
    name_zh: str
    name_en: str
    status: str


@dataclass(frozen=True, slots=True)
class KeptShown:
    """What may be kept of the changes that a form starts from.

    Attributes
    ----------
    carriers, roads
        Names of those added, in order.
    added
        Takeoff points added, in order: name, longitude, latitude (degrees, CRS84).
    moved, dropped
        Takeoff points moved and dropped.
    """

    carriers: Sequence[str] = ()
    roads: Sequence[str] = ()
    added: Sequence[tuple[str, float, float]] = ()
    moved: Sequence[NamedFeature] = ()
    dropped: Sequence[NamedFeature] = ()


@dataclass(frozen=True, slots=True)
class ScenarioFormView:
    """The form.

    Attributes
    ----------
    shell
        What every page shows.
    towns, sites
        The towns, and today's takeoff points.
    segments
        The register's road segments that are not open today.
    given
        What the fields hold.
    problems
        What is wrong with it; empty at first.
    parent
        The scenario it makes a version of; ``None`` for a new one.
    kept
        What may be kept of what it starts from.
    """

    shell: Shell
    towns: Sequence[NamedFeature]
    sites: Sequence[NamedFeature]
    segments: Sequence[Segment]
    given: Mapping[str, Sequence[str]]
    problems: Sequence[FormProblem] = ()
    parent: ScenarioLine | None = None
    kept: KeptShown = KeptShown()
