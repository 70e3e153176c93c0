"""Targets against what the store can count."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from math import isclose

import geopandas as gpd

from gis.policy.results import Met, TargetState
from gis.records import Record, records

UNDATED = "none"
"""Stands for the due year of a target whose text states none."""
_SATISFIED: dict[str, Callable[[float, float, float], bool]] = {
    "eq": lambda current, low, high: low <= current <= high or isclose(current, low),
    "ge": lambda current, low, _: current >= low,
    "gt": lambda current, low, _: current > low,
    "le": lambda current, _, high: current <= high,
    "lt": lambda current, _, high: current < high,
}
"""What satisfies each operator, given the count and both ends of the figure (often the same).

``about`` and ``nearly`` have no bound, so nothing decides them.
"""


@dataclass(frozen=True, slots=True)
class Count:
    """How the store counts towards a target.

    Attributes
    ----------
    layer, statuses, only
        Features of the layer in one of these states count, if these columns have these values.
    how_zh, how_en
        What is counted and what that leaves open.
    at_most
        Whether some of what is counted may not be what the target means: such a count can show
        that so many are not there and never that they are.
    """

    layer: str
    statuses: frozenset[str]
    how_zh: str
    how_en: str
    only: Mapping[str, str] = field(default_factory=dict)
    at_most: bool = False


_IN_USE = frozenset({"in_use"})
COUNTS = {
    "d000-26-city-card-scenarios": Count(
        "landmarks",
        _IN_USE,
        "计状态为“在用”的十大地标，视为至多数：是否具有全国影响力，无从计数。",
        "Landmarks in use are counted, as the most there can be: whether one is known nationwide "
        "cannot be counted.",
        at_most=True,
    ),
    "d000-112-main-centres": Count(
        "display_centres",
        _IN_USE,
        "计状态为“在用”的展示主中心；镇街分中心不计。",
        "Main display centres in use are counted; branches in towns are not.",
        only={"role": "main"},
    ),
}
"""The targets that something in the store counts towards, by the figure's id."""
_NO_DATA = (
    "库中没有可计数的数据。",
    "The store holds nothing that could be counted.",
)


def target_states(
    figures: gpd.GeoDataFrame, layers: Mapping[str, gpd.GeoDataFrame]
) -> tuple[TargetState, ...]:
    """Return every target of the documents with its operator, due year and present count.

    Parameters
    ----------
    figures
        Table of the record; rows of kind ``target`` are answered, the latest due year first and
        those without one last, then by document and line.
    layers
        The layers that :data:`COUNTS` names, by name (no geometries are used).
    """
    return tuple(sorted(_states(figures, layers), key=_order))


def past_due(state: TargetState, today: dt.date) -> bool:
    """Tell whether the whole year by which a target is due is over."""
    return state.due is not None and state.due < today.year


def _order(state: TargetState) -> tuple[int, str, int, str]:
    return (-(state.due or 0), state.document, state.line, state.figure)


def _states(
    figures: gpd.GeoDataFrame, layers: Mapping[str, gpd.GeoDataFrame]
) -> Iterator[TargetState]:
    for figure in records(figures):
        if figure["kind"] == "target":
            count = COUNTS.get(figure["id"])
            yield _state(figure, count, layers)


def _state(
    figure: Record, count: Count | None, layers: Mapping[str, gpd.GeoDataFrame]
) -> TargetState:
    counted: tuple[str, ...] = ()
    current, met = None, Met.NO_DATA
    if count is not None:
        counted = tuple(_counted(count, layers[count.layer]))
        current = len(counted)
        met = _met(figure, current, at_most=count.at_most)
    how_zh, how_en = (count.how_zh, count.how_en) if count else _NO_DATA
    return TargetState(
        figure=figure["id"],
        name_zh=figure["name_zh"],
        name_en=figure["name_en"],
        document=figure["document"],
        section=figure["section"],
        line=int(figure["line"]),
        operator=figure["operator"],
        value=figure["value"],
        high=figure["high"],
        unit_zh=figure["unit_zh"],
        unit_en=figure["unit_en"],
        as_written=figure["as_written"],
        due=None if figure["year"] is None else int(figure["year"]),
        current=current,
        counted=counted,
        how_zh=how_zh,
        how_en=how_en,
        met=met,
    )


def _counted(count: Count, frame: gpd.GeoDataFrame) -> Iterator[str]:
    for feature in records(frame):
        fits = all(feature[column] == value for column, value in count.only.items())
        if fits and feature["status"] in count.statuses:
            yield feature["id"]


def _met(figure: Record, current: int, *, at_most: bool) -> Met:
    satisfies = _SATISFIED.get(figure["operator"])
    low = figure["value"]
    high = low if figure["high"] is None else figure["high"]
    if satisfies is None:
        return Met.NO_DATA
    if not at_most:
        return Met.YES if satisfies(current, low, high) else Met.NOT_YET
    # The true number is one of 0 ... current: decided only where all of them agree.
    possible = {satisfies(number, low, high) for number in range(current + 1)}
    if len(possible) > 1:
        return Met.NO_DATA
    return Met.YES if possible == {True} else Met.NOT_YET
