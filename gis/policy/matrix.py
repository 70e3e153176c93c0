"""Which clause of which document names which town for which field, and what stands there."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import geopandas as gpd

from gis.policy.results import Naming, TownRow
from gis.policy.vocabulary import CLUSTER_FIELDS
from gis.records import Record, records

_ORDER = {term.id: place for place, term in enumerate(CLUSTER_FIELDS)}
_READ = ("contains", "overlaps")
"""Relations by which a place's naming reaches a town only in our reading."""


@dataclass(frozen=True, slots=True)
class RecordFrames:
    """The tables of the record that the matrix is made of (no geometries are used)."""

    documents: gpd.GeoDataFrame
    places: gpd.GeoDataFrame
    topics: gpd.GeoDataFrame
    designations: gpd.GeoDataFrame


def town_matrix(
    towns: gpd.GeoDataFrame,
    record: RecordFrames,
    *,
    carriers: gpd.GeoDataFrame,
    landmarks: gpd.GeoDataFrame,
    takeoff_points: gpd.GeoDataFrame,
    documents: frozenset[str] | None = None,
) -> tuple[TownRow, ...]:
    """Return the town x field x document matrix, one row a unit, in the order of ``towns``.

    Parameters
    ----------
    towns
        Every unit, functional areas included.
    record
        The tables of the record.
    carriers, landmarks, takeoff_points
        Frames of those layers, to count; geometries are not used.
    documents
        Keep the namings of these documents only; ``None`` keeps all.

    Notes
    -----
    A naming reaches a unit in one of three ways: the document writes the unit's name; the place it
    writes lies in, contains or overlaps the unit (the alias table says which, and on what basis);
    or the unit belongs to a functional area that is named and has no ground of its own in the
    partition. The last two carry ``via``. The field is that of the topic, or of the nearest topic
    above it that has one.
    """
    units = list(records(towns))
    years = {row["id"]: int(row["year"]) for row in records(record.documents)}
    places = {row["id"]: row for row in records(record.places)}
    named: dict[str, list[Naming]] = {}
    for unit, naming in _namings(units, record, places, years):
        if documents is None or naming.document in documents:
            named.setdefault(unit, []).append(naming)
    mentioned = _mentions(places.values(), years)
    counted = {
        "carriers": _by_status(records(carriers)),
        "landmarks": _by_status(records(landmarks)),
        "takeoff_points": _by_status(records(takeoff_points)),
    }
    return tuple(
        TownRow(
            town=unit["id"],
            name_zh=unit["name_zh"],
            name_en=unit["name_en"],
            kind=unit["kind"],
            namings=tuple(sorted(named.get(unit["id"], ()), key=_place_in_row)),
            mentioned_in=mentioned.get(unit["id"], ()),
            **{layer: dict(counts.get(unit["id"], {})) for layer, counts in counted.items()},
        )
        for unit in units
    )


def _place_in_row(naming: Naming) -> tuple[int, int, str, str]:
    return (_ORDER[naming.field], naming.year, naming.designation, naming.via or "")


def _namings(
    units: Iterable[Record],
    record: RecordFrames,
    places: Mapping[str, Record],
    years: Mapping[str, int],
) -> Iterator[tuple[str, Naming]]:
    """Yield each unit named, with the naming, once for each way in which it is."""
    topics = {row["id"]: row for row in records(record.topics)}
    members = {unit["id"]: unit["members"] or () for unit in units if not unit["in_partition"]}
    for fact in records(record.designations):
        place, topic = places[fact["place"]], topics[fact["topic"]]
        fields, field_inferred = _fields(topic, topics)
        itself = place["relation"] == "is"
        reading = place["relation"] in _READ or "inferred" in (fact["basis"], place["basis"])
        reached = dict.fromkeys(place["towns"] or (), None if itself else place["id"])
        areas = {town: unit for unit in reached for town in members.get(unit, ())}
        for town, area in areas.items():
            reached.setdefault(town, area)
        for unit, via in reached.items():
            inferred = reading or field_inferred or (via is not None and via == areas.get(unit))
            for field in fields:
                yield unit, _naming(fact, topic, years, field, via, inferred=inferred)


def _fields(topic: Record, topics: Mapping[str, Record]) -> tuple[tuple[str, ...], bool]:
    """Return the fields of a topic, or of the nearest topic above it, and whether read into it."""
    here: Record | None = topic
    while here is not None:
        if here["clusters"]:
            return here["clusters"], here["basis"] == "inferred"
        here = topics.get(here["parent"]) if here["parent"] else None
    return (), False


def _naming(
    fact: Record,
    topic: Record,
    years: Mapping[str, int],
    field: str,
    via: str | None,
    *,
    inferred: bool,
) -> Naming:
    return Naming(
        field=field,
        designation=fact["id"],
        topic=topic["id"],
        topic_kind=topic["kind"],
        topic_zh=topic["name_zh"],
        topic_en=topic["name_en"],
        role_zh=fact["role_zh"],
        role_en=fact["role_en"],
        document=fact["document"],
        year=years[fact["document"]],
        section=fact["section"],
        line=int(fact["line"]),
        place=fact["place"],
        place_zh=fact["place_zh"],
        via=via,
        inferred=inferred,
        open_list=bool(fact["open_list"]),
    )


def _mentions(places: Iterable[Record], years: Mapping[str, int]) -> dict[str, tuple[str, ...]]:
    """Return, for each unit, the documents that write its name, oldest first."""
    found: dict[str, set[str]] = {}
    for place in places:
        if place["relation"] == "is":
            documents = {mention.partition(":")[0] for mention in place["mentions"] or ()}
            for unit in place["towns"] or ():
                found.setdefault(unit, set()).update(documents)
    return {
        unit: tuple(sorted(documents, key=lambda one: (years[one], one)))
        for unit, documents in found.items()
    }


def _by_status(features: Iterable[Record]) -> dict[str, Counter[str]]:
    """Count features by the unit they are placed in and their status."""
    counts: dict[str, Counter[str]] = {}
    for feature in features:
        for unit in set(units_of(feature)):
            counts.setdefault(unit, Counter())[feature["status"]] += 1
    return counts


def units_of(feature: Record) -> tuple[str, ...]:
    """Return the units a feature is placed in: its ``towns``, or its one ``town``."""
    if "towns" in feature:
        return tuple(feature["towns"] or ())
    return () if feature["town"] is None else (feature["town"],)
