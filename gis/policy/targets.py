"""Targets against what the store can count."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from math import isclose

import geopandas as gpd

from gis.policy.results import Met, TargetState
from gis.records import Record, records

_SATISFIED: dict[str, Callable[[float, float], bool]] = {
    "eq": isclose,
    "ge": lambda current, value: current >= value,
    "gt": lambda current, value: current > value,
    "le": lambda current, value: current <= value,
    "lt": lambda current, value: current < value,
    "about": isclose,
    "nearly": lambda current, value: current <= value,
}


@dataclass(frozen=True, slots=True)
class Count:
    """How the store counts towards a target.

    Attributes
    ----------
    layer, statuses
        Features of the layer in one of these states count.
    how_zh, how_en
        What is counted and what that leaves open.
    """

    layer: str
    statuses: frozenset[str]
    how_zh: str
    how_en: str


_IN_USE = frozenset({"in_use"})
COUNTS = {
    "d000-26-city-card-scenarios": Count(
        "landmarks",
        _IN_USE,
        "计状态为“在用”的十大地标；是否具有全国影响力，无从计数。",
        "Landmarks in use are counted; whether one is known nationwide cannot be.",
    ),
    "d000-112-main-centres": Count(
        "display_centres",
        _IN_USE,
        "计状态为“在用”的展示中心。",
        "Display centres in use are counted.",
    ),
}
"""The targets that something in the store counts towards, by the figure's id."""
_NO_DATA = (
    "库中没有可计数的数据，文件之外也未见公布。",
    "The store holds nothing to count, and nothing published was found.",
)


def target_states(
    figures: gpd.GeoDataFrame, layers: Mapping[str, gpd.GeoDataFrame]
) -> tuple[TargetState, ...]:
    """Return every target of the documents with its operator, due year and present count.

    Parameters
    ----------
    figures
        Table of the record; rows of kind ``target`` are answered, in order of due year, document
        and line.
    layers
        The layers that :data:`COUNTS` names, by name (no geometries are used).
    """
    return tuple(sorted((_states(figures, layers)), key=_order))


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
        frame = layers[count.layer]
        counted = tuple(frame.loc[frame["status"].isin(count.statuses), "id"])
        current = len(counted)
        satisfied = _SATISFIED[figure["operator"]](current, figure["value"])
        met = Met.YES if satisfied else Met.NOT_YET
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
