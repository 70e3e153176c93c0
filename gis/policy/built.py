"""Plan against built: what each feature's state rests on, and where plan and ground part."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import geopandas as gpd

from gis.policy.matrix import units_of
from gis.policy.results import TownRow
from gis.policy.results_built import BuiltGap, BuiltReport, BuiltState, Evidence
from gis.records import Record, records
from gis.scenario.frames import SOURCE
from gis.vocabulary import CLUSTERS

EVIDENCE_COLUMNS = {
    "carriers": "carrier",
    "takeoff_points": "takeoff_point",
    "road_segments": "road_segment",
    "landmarks": "landmark",
    "facilities": "facility",
}
"""The layers whose state is followed, and the column of the evidence layer that names each."""
_STAGES = {"planned": 0, "building": 1, "testing": 2, "in_use": 3}
_WORDED = {"planned": "planned", "building": "building", "in_use": "in_use"}
_CLASS_OF_DOCUMENT = {"plan": "plan_text", "letter": "official_notice"}
_CLASS_OF_SOURCE = {"publication": "news", "user": "user_survey"}


@dataclass(frozen=True, slots=True)
class StateFrames:
    """What speaks about the state of features (no geometries are used).

    Attributes
    ----------
    features
        The layers of :data:`EVIDENCE_COLUMNS`, by name.
    evidence, sources
        Those layers.
    names, documents
        Those tables of the record.
    towns
        The layer ``towns``: which functional area has which members.
    """

    features: Mapping[str, gpd.GeoDataFrame]
    evidence: gpd.GeoDataFrame
    sources: gpd.GeoDataFrame
    names: gpd.GeoDataFrame
    documents: gpd.GeoDataFrame
    towns: gpd.GeoDataFrame


def plan_against_built(rows: Sequence[TownRow], frames: StateFrames) -> BuiltReport:
    """Return the state of every feature with its evidence, and the gaps between plan and ground.

    Parameters
    ----------
    rows
        The matrix (:func:`gis.policy.matrix.town_matrix`).
    frames
        What speaks about the features.

    Notes
    -----
    Gaps are looked for in the twelve clusters of 2024, the only fields that carriers are sorted
    by. A carrier fills a designation when it is placed in the unit and is of the field, whatever
    its state; one in a member town fills that of a functional area, for it may stand inside.
    Contradicted is what a notice, a report or a survey puts at an earlier stage than an earlier
    statement did: the words of a plan never contradict what was reported. A statement of which
    only the year is known is earlier than one of a later year, and than nothing else.
    """
    said = _statements(frames)
    sources = {row["id"]: row for row in records(frames.sources)}
    documents = {row["id"]: row for row in records(frames.documents)}
    features = tuple(
        _state(
            layer,
            feature,
            said.get((layer, feature["id"]), ()),
            _own(feature, said.get((layer, feature["id"]), ()), sources, documents),
        )
        for layer in EVIDENCE_COLUMNS
        for feature in records(frames.features[layer])
    )
    carriers = list(records(frames.features["carriers"]))
    members = {unit["id"]: unit["members"] or () for unit in records(frames.towns)}
    gaps = tuple(_gaps(rows, carriers, members))
    open_fields = {gap.field for gap in gaps if gap.kind == "nothing_located"}
    unlocated = tuple(
        carrier["id"]
        for carrier in carriers
        if not units_of(carrier) and open_fields.intersection(carrier["clusters"] or ())
    )
    return BuiltReport(features, gaps, unlocated)


def rests_on_plans(state: BuiltState) -> bool:
    """Tell whether the words of plans are all that speaks of a feature's state."""
    return {one.evidence_class for one in state.evidence} == {"plan_text"}


def unsupported(state: BuiltState) -> bool:
    """Tell whether the store keeps a feature at a stage that no statement puts it at.

    What a scenario adds is kept at no stage: it is proposed.
    """
    stated = {one.status for one in state.evidence}
    return state.status in _STAGES and state.status not in stated and not state.proposed


def _statements(frames: StateFrames) -> dict[tuple[str, str], list[Evidence]]:
    """Return what the evidence layer and the documents say, by layer and feature."""
    said: dict[tuple[str, str], list[Evidence]] = {}
    for row in records(frames.evidence):
        for layer, column in EVIDENCE_COLUMNS.items():
            if row[column] is not None:
                said.setdefault((layer, row[column]), []).append(_from_layer(row))
    documents = {row["id"]: row for row in records(frames.documents)}
    for fact in records(frames.names):
        layer, _, feature = (fact["feature"] or "").partition("/")
        if layer in EVIDENCE_COLUMNS:
            statement = _from_fact(fact, documents[fact["document"]])
            said.setdefault((layer, feature), []).append(statement)
    return said


def _from_layer(row: Record) -> Evidence:
    return Evidence(
        evidence_class=row["evidence_class"],
        status=row["status"],
        on=row["as_of"],
        year=row["as_of"].year,
        source=row["source"],
        fact=None,
        document=None,
        line=None,
        name_zh=row["name_zh"],
        name_en=row["name_en"],
        note_zh=row["note_zh"],
        note_en=row["note_en"],
    )


def _from_fact(fact: Record, document: Record) -> Evidence:
    return Evidence(
        evidence_class=_CLASS_OF_DOCUMENT[document["kind"]],
        status=_WORDED.get(fact["status"], "unknown"),
        on=document["published"],
        year=int(document["year"]),
        source=None,
        fact=fact["id"],
        document=fact["document"],
        line=int(fact["line"]),
        name_zh=fact["name_zh"],
        name_en=fact["name_en"],
        note_zh=fact["note_zh"],
        note_en=fact["note_en"],
    )


def _state(
    layer: str, feature: Record, said: Iterable[Evidence], own: Iterable[Evidence]
) -> BuiltState:
    evidence = sorted([*said, *own], key=_when)
    return BuiltState(
        layer=layer,
        feature=feature["id"],
        name_zh=feature["name_zh"],
        name_en=feature["name_en"],
        towns=units_of(feature),
        status=feature["status"],
        as_of=feature["as_of"],
        evidence=tuple(evidence),
        proposed=feature["source"] == SOURCE,
        contradicted=_contradicted(evidence),
    )


def _own(
    feature: Record,
    said: Sequence[Evidence],
    sources: Mapping[str, Record],
    documents: Mapping[str, Record],
) -> Iterator[Evidence]:
    """Yield what the feature's own source says, unless it is among the statements already."""
    if feature["source"] == SOURCE:  # a proposal says nothing of what there is
        return
    source = sources[feature["source"]]
    kind = source["kind"]
    document, on, year = None, feature["as_of"], feature["as_of"].year
    if kind == "policy":
        document = (source["document"] or "").lower()
        stated = documents.get(document)
        if stated is None or any(one.document == document for one in said):
            return
        evidence_class = _CLASS_OF_DOCUMENT[stated["kind"]]
        # A feature must have a day; the document may have but a year.
        on, year = stated["published"], int(stated["year"])
    elif kind in _CLASS_OF_SOURCE:
        if any(one.source == source["id"] for one in said):
            return
        evidence_class = _CLASS_OF_SOURCE[kind]
    else:
        return
    yield Evidence(
        evidence_class=evidence_class,
        status=feature["status"] if feature["status"] in _STAGES else "unknown",
        on=on,
        year=year,
        source=source["id"],
        fact=None,
        document=document,
        line=None if source["line"] is None else int(source["line"]),
        name_zh=source["name_zh"],
        name_en=source["name_en"],
        note_zh=None,
        note_en=None,
    )


def _when(one: Evidence) -> tuple[dt.date, str, str]:
    return (_days(one)[0], one.evidence_class, one.source or one.fact or "")


def _days(one: Evidence) -> tuple[dt.date, dt.date]:
    """Return the first and last day on which a statement may have been made."""
    if one.on is not None:
        return one.on, one.on
    return dt.date(one.year, 1, 1), dt.date(one.year, 12, 31)


def _contradicted(evidence: Sequence[Evidence]) -> bool:
    """Tell whether something reported lies behind, or at one time beside, another statement."""
    staged = [one for one in evidence if one.status in _STAGES]
    reported = [one for one in staged if one.evidence_class != "plan_text"]
    return any(_parts(one, other) for one in reported for other in staged)


def _parts(one: Evidence, other: Evidence) -> bool:
    stage, other_stage = _STAGES[one.status], _STAGES[other.status]
    if _days(other)[1] < _days(one)[0]:
        return stage < other_stage
    together = one.document is not None and one.document == other.document
    beside = together or (one.on is not None and one.on == other.on)
    return beside and stage != other_stage and other.evidence_class != "plan_text"


def _gaps(
    rows: Iterable[TownRow], carriers: Sequence[Record], members: Mapping[str, Sequence[str]]
) -> Iterator[BuiltGap]:
    there: dict[tuple[str, str], list[str]] = {}
    for carrier in carriers:
        for unit in units_of(carrier):
            for field in carrier["clusters"] or ():
                there.setdefault((unit, field), []).append(carrier["id"])
    for row in rows:
        for term in CLUSTERS:
            namings, found = row.cell(term.id), there.get((row.town, term.id), [])
            within = any((town, term.id) in there for town in members.get(row.town, ()))
            if bool(namings) == bool(found) or (namings and within):
                continue
            yield BuiltGap(
                kind="nothing_located" if namings else "nowhere_designated",
                town=row.town,
                name_zh=row.name_zh,
                name_en=row.name_en,
                field=term.id,
                designations=tuple(one.designation for one in namings),
                carriers=tuple(sorted(found)),
                through_area=bool(namings) and all(one.via is not None for one in namings),
            )
