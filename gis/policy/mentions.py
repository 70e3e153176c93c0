"""The towns that no document writes by name, and what around or in them is written instead."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import geopandas as gpd

from gis.policy.results import TownRow
from gis.records import Record, records

_READ_AROUND = ("contains", "overlaps", "lies_in")


@dataclass(frozen=True, slots=True)
class NamedAround:
    """A place that the documents write and that a town lies in, overlaps or holds.

    Attributes
    ----------
    place, name_zh, name_en
        A row of ``policy_places``, or a functional area of the layer ``towns``.
    """

    place: str
    name_zh: str
    name_en: str


@dataclass(frozen=True, slots=True)
class Unmentioned:
    """A town whose name stands in no document.

    Attributes
    ----------
    town, name_zh, name_en
        The town.
    around
        Places written in a document that the town belongs to, overlaps or holds: by our reading
        of where they are, for no document lists the towns of such a place.
    """

    town: str
    name_zh: str
    name_en: str
    around: tuple[NamedAround, ...]


def unmentioned_towns(
    rows: Sequence[TownRow], towns: gpd.GeoDataFrame, places: gpd.GeoDataFrame
) -> tuple[Unmentioned, ...]:
    """Return the towns and subdistricts that no document writes by name, in the order of ``rows``.

    Parameters
    ----------
    rows
        The matrix (:func:`gis.policy.matrix.town_matrix`).
    towns
        The layer ``towns``, for the members of its functional areas.
    places
        Table of the record.
    """
    written = {row.town for row in rows if row.mentioned_in}
    around: dict[str, list[NamedAround]] = {}
    for area in records(towns):
        if area["id"] in written and area["kind"] == "functional":
            _add(around, area, area["members"] or ())
    for place in records(places):
        if place["mentions"] and place["relation"] in _READ_AROUND:
            _add(around, place, place["towns"] or ())
    return tuple(
        Unmentioned(row.town, row.name_zh, row.name_en, tuple(around.get(row.town, ())))
        for row in rows
        if row.kind != "functional" and row.town not in written
    )


def _add(around: dict[str, list[NamedAround]], place: Record, towns: Iterable[str]) -> None:
    for town in towns:
        named = NamedAround(place["id"], place["name_zh"], place["name_en"])
        around.setdefault(town, []).append(named)
