"""Use case: what capacity falls to the people of each town, and how equally it is shared."""

from dataclasses import dataclass
from enum import StrEnum

import geopandas as gpd
import numpy as np

from api.access_answers import AccessAnswer, InequalityAnswer, RingAnswer
from api.snapshot import Snapshot
from gis.access import read_supply, town_access
from gis.crs import to_metric
from gis.decay import Decay, Gaussian, Steps
from gis.equity import inequality
from gis.errors import InvalidInputError
from gis.progress import Progress
from gis.results_access import Access, Inequality
from gis.vocabulary import SERVING_STATUSES

RINGS = ((0.3, 1.0), (0.6, 0.5), (1.0, 0.2))
"""Share of the catchment and weight of each ring of E2SFCA where none are asked for: Guantu's own
assumption, which no document states."""
MAX_SUPPLY = 1_000


class SupplyOf(StrEnum):
    """Whose capacity is shared out."""

    HOSPITALS = "hospitals"
    TAKEOFF_POINTS = "takeoff_points"


class Capacity(StrEnum):
    """What each site can give."""

    ONE = "one"
    STATED = "stated"


class Method(StrEnum):
    """How much distance counts."""

    PLAIN = "2sfca"
    RINGS = "e2sfca"
    GAUSSIAN = "gaussian"


@dataclass(frozen=True, slots=True)
class AccessQuestion:
    """What is asked for.

    Attributes
    ----------
    supply, capacity
        Whose capacity; for a user's own supply neither counts.
    method, reach_m
        How much distance counts, and where it ends, in metres.
    rings
        Outer radius in metres and weight of each ring of E2SFCA; empty for :data:`RINGS`.
    cell_m
        Side of the cells that towns are cut into, in metres.
    """

    supply: SupplyOf = SupplyOf.HOSPITALS
    capacity: Capacity = Capacity.ONE
    method: Method = Method.PLAIN
    reach_m: float = 10_000.0
    rings: tuple[tuple[float, float], ...] = ()
    cell_m: float = 1_000.0


@dataclass(frozen=True, slots=True)
class AccessFindings:
    """Access, and its inequality: empty where there is nothing to share."""

    access: Access
    inequality: tuple[Inequality, ...]


def access_of(
    snapshot: Snapshot,
    question: AccessQuestion,
    own: gpd.GeoDataFrame | None = None,
    on_progress: Progress | None = None,
) -> AccessFindings:
    """Return access of the towns' people; of the pack's supply computed once per edition.

    Parameters
    ----------
    snapshot
        The layers.
    question
        What is asked for.
    own
        The user's own supply in EPSG:4490 with ``capacity``, as
        :func:`layers.importers.own_features.own_points` returns it, in the place of the pack's.
    on_progress
        Told the share of the work done, 0 to 1; what it raises ends the run.

    Raises
    ------
    gis.errors.InvalidInputError
        If rings are out of order, or capacities are asked for that the layer does not have.
    """
    if own is None:
        return snapshot.answer(
            ("access", question),
            lambda: _found(snapshot, question, _stored(snapshot, question), on_progress),
        )
    if len(own) > MAX_SUPPLY:
        raise InvalidInputError(f"supply may have at most {MAX_SUPPLY:,} points", field="supply")
    return _found(snapshot, question, (to_metric(own), "capacity"), on_progress)


def _stored(snapshot: Snapshot, question: AccessQuestion) -> tuple[gpd.GeoDataFrame, str | None]:
    stated = question.capacity is Capacity.STATED
    if question.supply is SupplyOf.TAKEOFF_POINTS:
        points = snapshot.metric("takeoff_points")
        serving = points[points["status"].isin(SERVING_STATUSES)]
        return serving, "capacity_per_day" if stated else None
    if stated:
        raise InvalidInputError(
            "no source states the hospitals' capacities",
            field="capacity",
            remedy="Count each as one, or send a supply of your own.",
        )
    places = snapshot.metric("places")
    return places[places["kind"] == "hospital"], None


def _found(
    snapshot: Snapshot,
    question: AccessQuestion,
    supply: tuple[gpd.GeoDataFrame, str | None],
    on_progress: Progress | None,
) -> AccessFindings:
    sites, capacity = supply
    found = town_access(
        read_supply(sites, capacity=capacity),
        snapshot.metric("towns"),
        decay_of(question),
        cell_m=question.cell_m,
        on_progress=on_progress,
    )
    if not any(row.per_thousand.high > 0 for row in found.towns):
        return AccessFindings(found, ())
    people, low, high = np.array(
        [(row.people, row.per_thousand.low, row.per_thousand.high) for row in found.towns]
    ).T
    return AccessFindings(found, inequality(people, low, high))


def decay_of(question: AccessQuestion) -> Decay:
    """Return the weights by distance that a question asks for."""
    if question.method is Method.GAUSSIAN:
        return Gaussian(question.reach_m)
    reach, weight = zip(*_rings(question), strict=True)
    return Steps(reach, weight)


def _rings(question: AccessQuestion) -> tuple[tuple[float, float], ...]:
    if question.method is Method.PLAIN:
        return ((question.reach_m, 1.0),)
    if question.rings:
        return question.rings
    return tuple((share * question.reach_m, weight) for share, weight in RINGS)


def answer(
    findings: AccessFindings, question: AccessQuestion, *, edition: str, own: bool
) -> AccessAnswer:
    """Return findings as JSON's shape."""
    found = findings.access
    stated = own or question.capacity is Capacity.STATED
    gaussian = question.method is Method.GAUSSIAN
    rings = tuple(RingAnswer(reach_m=reach, weight=weight) for reach, weight in _rings(question))
    return AccessAnswer(
        edition=edition,
        supply="own" if own else question.supply.value,
        capacity_basis="stated" if stated else "assumed_one",
        method=question.method.value,
        reach_m=question.reach_m if gaussian else rings[-1].reach_m,
        rings=None if gaussian else rings,
        cell_m=question.cell_m,
        capacity=found.capacity,
        city=found.city,
        towns=found.towns,
        inequality=tuple(_measured(one) for one in findings.inequality),
        without_capacity=found.without_capacity,
        unplaced=found.unplaced,
        towns_without_people=found.towns_without_people,
    )


def _measured(one: Inequality) -> InequalityAnswer:
    return InequalityAnswer(
        measure=one.measure,
        low=one.value.low,
        high=one.value.high,
        low_is=one.low_is,
        high_is=one.high_is,
        reached=one.reached,
    )
