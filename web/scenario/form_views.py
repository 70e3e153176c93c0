"""What the form of scenarios and its problems are drawn from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from web.scenario.problem_words import FormProblem
from web.scenario.scenario_views import ScenarioLine
from web.views import Shell

CARRIER_ROWS = 3
"""How many carriers the form takes at once; a version of the scenario takes more."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A road segment of the register that may be opened."""

    id: str
    name_zh: str
    name_en: str
    status: str


@dataclass(frozen=True, slots=True)
class ParentShown:
    """The scenario a form makes a version of: what of it may be kept, and what stays as it is.

    Attributes
    ----------
    line
        Which one.
    carriers, roads
        Names of those that it adds, in order.
    sites
        How many takeoff points it adds, moves and drops.
    """

    line: ScenarioLine
    carriers: Sequence[str]
    roads: Sequence[str]
    sites: tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class ScenarioFormView:
    """The form.

    Attributes
    ----------
    shell
        What every page shows.
    towns
        Ids of the towns with their Chinese and English names.
    segments
        The register's road segments that are not open today.
    given
        What the fields hold.
    problems
        What is wrong with it; empty at first.
    parent
        The scenario it makes a version of; ``None`` for a new one.
    """

    shell: Shell
    towns: Sequence[tuple[str, str, str]]
    segments: Sequence[Segment]
    given: Mapping[str, Sequence[str]]
    problems: Sequence[FormProblem] = ()
    parent: ParentShown | None = None
