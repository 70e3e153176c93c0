"""A card for each landmark, in words."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

import geopandas as gpd

from gis.catalogue import LAYERS
from gis.records import Record, records
from gis.results_places import FacilityCard, LandmarkCard, PositionClass
from web.maps.map_layers import Notes, drawable
from web.maps.town_layers import town_name
from web.resident.nearby import NearNames, NearTexts, near_texts
from web.shell.tables import Cell, Heading, Table

NEAREST = 2
"""How many of each kind a card in the list names; the landmark's own page names all."""


@dataclass(frozen=True, slots=True)
class CardText:
    """A landmark card in words.

    Attributes
    ----------
    id, number, name, place, status
        Which landmark.
    key
        The map feature it shows; empty where it has no position.
    todo, vehicles, roads
        Its sub-scenarios, the vehicles and the roads named.
    lead, towns, source, as_of
        Lead department, towns, source with document and clause, and date.
    positions
        How sure the position is: one sentence, or two where its facilities differ.
    near
        What is near.
    """

    id: str
    number: int
    name: str
    place: str
    status: str
    key: str
    todo: tuple[str, ...]
    vehicles: str
    roads: str
    lead: str
    towns: str
    positions: tuple[str, ...]
    source: str
    as_of: str
    near: NearTexts


class Cards:
    """Writes landmark cards.

    Parameters
    ----------
    names, notes
        What is near, in the page's language, and the sources by name.
    towns, landmarks
        Those layers (EPSG:4490).
    """

    def __init__(
        self, names: NearNames, notes: Notes, towns: gpd.GeoDataFrame, landmarks: gpd.GeoDataFrame
    ) -> None:
        self._words = names.words
        self._names = names
        self._notes = notes
        self._towns: Mapping[str, Record] = {row["id"]: row for row in records(towns)}
        self._placed = {row["id"] for row in records(landmarks) if drawable(row["geometry"])}

    def card(self, card: LandmarkCard, nearest: int | None = NEAREST) -> CardText:
        """Return a card in words, with at most ``nearest`` features of each kind near it."""
        words, t = self._words, self._words.t
        spec = LAYERS["landmarks"]
        vehicles = words.value(spec.column("vehicles"), card.vehicles)
        zh, en = card.sub_scenarios_zh, card.sub_scenarios_en
        return CardText(
            id=card.landmark,
            number=card.number,
            name=t.pick(card.name_zh, card.name_en),
            place=t.pick(card.place_zh, card.place_en),
            status=words.status(spec, card.status),
            key=f"landmarks:{card.landmark}" if card.landmark in self._placed else "",
            todo=(zh if t.language == "zh" else en) or zh or en,
            vehicles=vehicles,
            roads=t("list.comma").join(map(self._names.road, card.roads)),
            lead=t.pick(card.lead_zh, card.lead_en),
            towns=t("list.comma").join(self._town(town) for town in card.towns),
            positions=self._positions(card),
            source=self._notes.source(card.source),
            as_of=words.day(card.as_of),
            near=near_texts(card, self._names, nearest),
        )

    def facilities(self, card: LandmarkCard) -> Table:
        """Return the facilities of a landmark as a table."""
        t = self._words.t
        headings = (
            Heading(t("column.facility")),
            Heading(t("column.town")),
            Heading(t("column.status")),
            Heading(t("column.position")),
            Heading(t("column.source"), wide=True),
        )
        rows = tuple(self._facility(one) for one in card.facilities)
        return Table("facilities", t("landmark.facilities.caption"), headings, rows)

    def _facility(self, one: FacilityCard) -> tuple[Cell, ...]:
        words = self._words
        known = one.position is not PositionClass.UNKNOWN
        return (
            Cell(
                words.t.pick(one.name_zh, one.name_en),
                show=f"facilities:{one.facility}" if known else "",
            ),
            Cell(self._town(one.town)),
            Cell(words.status(LAYERS["facilities"], one.status)),
            Cell(self._sure(one.position, one.accuracy_m), sort=one.accuracy_m),
            Cell(self._notes.source(one.source)),
        )

    def _town(self, id_: str | None) -> str:
        return town_name(self._words, self._towns, id_)

    def _sure(self, position: PositionClass, accuracy_m: float | None) -> str:
        if position is PositionClass.UNKNOWN or accuracy_m is None:
            return self._words.t("accuracy.unknown")
        return self._words.t(f"position.{position}", radius=self._words.distance(accuracy_m))

    def _positions(self, card: LandmarkCard) -> tuple[str, ...]:
        """Say how sure the position is; of facilities that differ, of the best and the worst."""
        words, comma = self._words, self._words.t("list.comma")
        said: dict[tuple[float, PositionClass], list[FacilityCard]] = {}
        for one in card.facilities:
            said.setdefault((_doubt_m(one), one.position), []).append(one)
        if not said:
            return (self._sure(card.position, card.accuracy_m),)
        ranked = [said[key] for key in sorted(said, key=lambda key: key[0])]
        if len(ranked) == 1:
            return (self._sure(ranked[0][0].position, ranked[0][0].accuracy_m),)
        return tuple(
            words.t(
                key,
                names=comma.join(words.t.pick(one.name_zh, one.name_en) for one in group),
                sure=self._sure(group[0].position, group[0].accuracy_m),
            )
            for key, group in (("position.best", ranked[0]), ("position.worst", ranked[-1]))
        )


def _doubt_m(one: FacilityCard) -> float:
    unknown = one.accuracy_m is None or one.position is PositionClass.UNKNOWN
    return math.inf if unknown or one.accuracy_m is None else one.accuracy_m
