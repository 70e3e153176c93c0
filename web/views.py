"""What each page needs: frozen views, filled by :mod:`api` from stores and analyses.

Frames are in EPSG:4490 as a store gives them; results are in EPSG:4547 as an analysis gives them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

import geopandas as gpd

from gis.missions import Mission
from gis.results import Coverage, Gap
from web.operator.airspace_view import AirspaceView
from web.operator.aside import Aside
from web.operator.suggestion import Suggested
from web.operator.trial import Trial
from web.shell.headline import Headline


class Language(StrEnum):
    """The languages a page can be in."""

    ZH = "zh"
    EN = "en"


LETTERS, LARGE = "letters", "large"
"""The parameter by which every page shows large letters, and its value."""


@dataclass(frozen=True, slots=True)
class ScenarioBanner:
    """Which scenario is chosen, and what that changes on a page.

    Attributes
    ----------
    id, title
        Of the scenario.
    changed
        Whether the data have changed since it was saved.
    shown
        Whether the page shows it in the place of today's city; else the page is the same in every
        scenario and only leads on to pages that show it.
    """

    id: str
    title: str
    changed: bool
    shown: bool = True


@dataclass(frozen=True, slots=True)
class Shell:
    """What every page shows round its content.

    Attributes
    ----------
    language
        The language of the page.
    path
        The page's path below the application's root, such as ``/operators/coverage``.
    query
        The request's own parameters in order, without ``lang``: kept when the language changes.
    edition
        The store's edition of the data shown; empty where no data is shown.
    review_number
        The map review number (审图号) of the operator of this installation; empty if there is none.
    large
        Whether the address asks for large letters: the way of those whose browser runs no scripts.
    scenario
        The scenario that is chosen, if one is.
    """

    language: Language = Language.ZH
    path: str = "/"
    query: tuple[tuple[str, str], ...] = ()
    edition: str = ""
    review_number: str = ""
    large: bool = False
    scenario: ScenarioBanner | None = None


@dataclass(frozen=True, slots=True)
class LandingView:
    """The first page.

    Attributes
    ----------
    shell
        What every page shows.
    counts
        Number of features of each layer by its name.
    towns
        The ``towns`` layer, drawn as a small picture; ``None`` draws none.
    takeoff_points, landmarks
        The layers of points drawn over it; ``None`` draws none.
    headline
        The figures of today; ``None`` where none are known.
    """

    shell: Shell
    counts: Mapping[str, int] = field(default_factory=dict)
    towns: gpd.GeoDataFrame | None = None
    takeoff_points: gpd.GeoDataFrame | None = None
    landmarks: gpd.GeoDataFrame | None = None
    headline: Headline | None = None


CANDIDATES = ("grid", "hubs", "carriers")
"""Where suggested sites may stand, as the form offers it."""
DEMANDS = ("people", "area")
"""What suggested sites may be chosen to cover."""


@dataclass(frozen=True, slots=True)
class Problem:
    """A question that could not be answered while the rest of the page could.

    Attributes
    ----------
    field
        The parameter at fault.
    detail, remedy
        What went wrong and what to do, in English; a page says what it knows in its own language.
    """

    field: str
    detail: str
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class OperatorView:
    """Coverage, gaps and suggestions.

    Attributes
    ----------
    shell
        What every page shows.
    mission
        The mission asked for.
    radius_m
        The service radius asked for in metres; ``None`` where each site's own radius or the
        mission's assumption was used.
    coverage, gaps
        What the analysis answered.
    suggested
        The answer about new sites; ``None`` where none were asked for.
    towns, sites, sources
        The layers ``towns``, ``takeoff_points`` and ``sources`` (EPSG:4490).
    problem
        Why no sites are suggested although some were asked for; ``None`` where nothing went wrong.
    airspace
        The airspace that the coverage was met in; ``None`` says nothing about it.
    trial
        What is tried, and what it is looked at and compared with.
    aside
        What is answered beside coverage.
    zones, places
        The layers ``geozones`` and ``places`` (EPSG:4490); ``None`` where they are not shown.
    """

    shell: Shell
    mission: Mission
    radius_m: float | None
    coverage: Coverage
    gaps: tuple[Gap, ...]
    suggested: Suggested | None
    towns: gpd.GeoDataFrame
    sites: gpd.GeoDataFrame
    sources: gpd.GeoDataFrame
    problem: Problem | None = None
    airspace: AirspaceView | None = None
    trial: Trial = field(default_factory=Trial)
    aside: Aside = field(default_factory=Aside)
    zones: gpd.GeoDataFrame | None = None
    places: gpd.GeoDataFrame | None = None


@dataclass(frozen=True, slots=True)
class ErrorView:
    """A page for a request that failed.

    Attributes
    ----------
    shell
        What every page shows.
    status
        The HTTP status.
    title, detail, remedy
        What went wrong, in which words, and what to do; ``remedy`` may be empty.
    request_id
        An id to quote when asking for help; may be empty.
    kinds
        Names of the error's class and of those it is one of, the most exact first.
    field
        The parameter at fault; may be empty.
    why
        What is the matter with it: a word of :data:`web.shell.error_page.WHY`; may be empty.
    allowed
        What it may be instead: a bound, or words to choose from; may be empty.
    """

    shell: Shell
    status: int
    title: str
    detail: str
    remedy: str = ""
    request_id: str = ""
    kinds: tuple[str, ...] = ()
    field: str = ""
    why: str = ""
    allowed: str = ""
