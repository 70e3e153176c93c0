"""What the operator's page answers beside coverage, each only where it is asked for."""

from dataclasses import dataclass

from gis.results_airspace import HospitalAccess, Route, ZoneLoss
from gis.results_demand import SurveyAdvice

RouteEnd = tuple[str, str]
"""The Chinese and the English name of where a route begins or ends."""


@dataclass(frozen=True, slots=True)
class RouteShown:
    """A route and the names of its ends."""

    start: RouteEnd
    end: RouteEnd
    route: Route


@dataclass(frozen=True, slots=True)
class Aside:
    """Answers beside coverage, of the same sites and the same flight.

    Attributes
    ----------
    survey
        Which position to survey next; ``None`` where that was not asked, as for the others.
    route
        The way between two places.
    hospitals
        Which site each hospital can reach.
    losses
        What is lost to each zone, all together first; empty where there is no zone.
    """

    survey: SurveyAdvice | None = None
    route: RouteShown | None = None
    hospitals: tuple[HospitalAccess, ...] | None = None
    losses: tuple[ZoneLoss, ...] | None = None
