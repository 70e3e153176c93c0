"""Frozen results of siting: chosen sites, plans, and candidates that zones leave out.

Positions are in EPSG:4547 (metres).
"""

from dataclasses import dataclass
from enum import StrEnum

from gis.results import Interval, SiteName


@dataclass(frozen=True, slots=True)
class BarredSite:
    """A candidate left out because nothing surely takes off from it.

    Attributes
    ----------
    site
        The candidate.
    zones
        Ids of the zones, in the way or undecided, that it stands in or may stand in.
    """

    site: SiteName
    zones: tuple[str, ...]


class SitingStatus(StrEnum):
    """How far a siting answer is proven."""

    PROVEN = "proven"
    """Value equals bound up to the solver's tolerance."""
    FEASIBLE = "feasible"
    """A good answer with a bound; the gap says how far it may be from the best."""


@dataclass(frozen=True, slots=True)
class ChosenSite:
    """One new site of a siting plan.

    Attributes
    ----------
    order
        1 for the site that adds most by itself, and so on greedily.
    candidate, name_zh, name_en
        The candidate chosen.
    x_m, y_m, accuracy_m
        Its position (EPSG:4547); its accuracy is 0 for a choice that is not an estimate.
    town
        The id of the town it stands in, ``""`` if outside every town.
    adds
        Demand newly covered when it is added after those before it, in the plan's unit.
    """

    order: int
    candidate: str
    name_zh: str
    name_en: str
    x_m: float
    y_m: float
    accuracy_m: float
    town: str
    adds: float


@dataclass(frozen=True, slots=True)
class SitingPlan:
    """The best new sites found, with the proof of how good they are.

    Attributes
    ----------
    demand
        ``people`` or ``area_m2``: the unit of ``value`` and ``bound``.
    sites
        The chosen sites in order.
    value
        Demand not surely covered today that the chosen sites surely cover.
    bound
        No choice of as many candidates can exceed this.
    gap
        ``(bound - value) / bound``; 0 where the bound is 0.
    seconds
        Wall time of merging and solving.
    status
        Whether the gap is closed.
    before, after, total
        Demand covered before and after as intervals, and all of the city's, in the plan's unit.
    candidates, patterns
        Size of the problem: candidates that could be chosen, and demand patterns after merging.
    unplaced, too_uncertain
        Candidates left out: without position or stated accuracy; less accurate than their range.
    barred
        Candidates left out because they stand, or may stand, in an airspace zone.
    """

    demand: str
    sites: tuple[ChosenSite, ...]
    value: float
    bound: float
    gap: float
    seconds: float
    status: SitingStatus
    before: Interval
    after: Interval
    total: float
    candidates: int
    patterns: int
    unplaced: tuple[SiteName, ...] = ()
    too_uncertain: tuple[SiteName, ...] = ()
    barred: tuple[BarredSite, ...] = ()
