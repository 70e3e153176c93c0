"""What the residents' pages say: a card for each landmark."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import geopandas as gpd

from gis.catalogue import LAYERS
from gis.records import Record, records
from gis.results_places import FacilityCard, LandmarkCard, Nearby, PositionClass
from gis.schema import LayerSpec
from web.map_layers import Notes, drawable
from web.tables import Cell, Heading, Table
from web.town_layers import town_name
from web.words import Words

NEAREST = 2
"""How many of each kind a card in the list names; the landmark's own page names all."""


@dataclass(frozen=True, slots=True)
class NearText:
    """One line of what is near: a name, its status or kind, a distance interval."""

    name: str
    kind: str
    distance: str


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
    lead, towns, position, source, as_of
        Lead department, towns, how sure the position is, source and date.
    near
        Pairs of a heading and what is near of that kind.
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
    position: str
    source: str
    as_of: str
    near: tuple[tuple[str, tuple[NearText, ...]], ...]


class Cards:
    """Writes landmark cards.

    Parameters
    ----------
    words, notes
        The page's language, and the sources by name.
    towns, landmarks
        Those layers (EPSG:4490).
    """

    def __init__(
        self, words: Words, notes: Notes, towns: gpd.GeoDataFrame, landmarks: gpd.GeoDataFrame
    ) -> None:
        self._words = words
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
            roads=t("list.comma").join(card.roads),
            lead=t.pick(card.lead_zh, card.lead_en),
            towns=t("list.comma").join(self._town(town) for town in card.towns),
            position=self._sure(card.position, card.accuracy_m),
            source=self._notes.source(card.source),
            as_of=words.day(card.as_of),
            near=self._near(card, nearest),
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

    def _near(
        self, card: LandmarkCard, nearest: int | None
    ) -> tuple[tuple[str, tuple[NearText, ...]], ...]:
        t = self._words.t
        kinds = (
            (t("near.stations"), card.stations),
            (t("near.roads"), card.road_segments),
            (t("near.takeoff"), card.takeoff_points),
            (t("near.hospitals"), card.hospitals if nearest is None else ()),
        )
        return tuple(
            (heading, self._lines(features[:nearest])) for heading, features in kinds if features
        )

    def _lines(self, features: Sequence[Nearby]) -> tuple[NearText, ...]:
        words = self._words
        return tuple(
            NearText(
                words.t.pick(one.name_zh, one.name_en),
                self._kind(LAYERS[one.layer], one),
                words.reach(one.distance_m),
            )
            for one in features
        )

    def _kind(self, spec: LayerSpec, one: Nearby) -> str:
        if one.layer in {"takeoff_points", "road_segments"}:
            return self._words.status(spec, one.status)
        return self._words.term(spec.column("kind"), one.kind) if one.kind else ""
