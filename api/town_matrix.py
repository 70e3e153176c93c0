"""Use case: which clause of which document names which town for what, and the plans' layout."""

import csv
import io
from collections.abc import Iterator
from dataclasses import replace

import geopandas as gpd
from pydantic import Field

from api.answers import Answer
from api.policy_record import Documents, areas, town_rows
from api.snapshot import Snapshot
from api.towns_asked import FIELDS, TownQuestion, documents_asked
from gis.errors import InvalidInputError
from gis.policy.area_layer import area_layer
from gis.policy.lookup import numbered_sections
from gis.policy.mentions import Unmentioned, unmentioned_towns
from gis.policy.results import Naming, TownRow
from gis.records import Record, records
from layers.exporters import csv_cell, table_cell
from layers.workbook import workbook

_COPIED = (
    *("field", "document", "year", "topic", "topic_kind", "topic_zh", "topic_en", "role_zh"),
    *("role_en", "designation", "place", "place_zh", "via", "inferred", "open_list"),
)


class ClauseAnswer(Answer):
    """Where a document says it."""

    section: str
    number: str | None = Field(description="The whole way down to it; null where it has none.")
    name_zh: str
    name_en: str
    line: int


class NamingAnswer(Answer):
    """One clause of one document naming one unit for one field."""

    field: str
    document: str
    year: int
    clause: ClauseAnswer
    topic: str
    topic_kind: str
    topic_zh: str
    topic_en: str
    role_zh: str | None
    role_en: str | None
    designation: str
    place: str
    place_zh: str = Field(description="The place as the document writes it.")
    via: str | None = Field(description="The area or site named, where it is not the unit itself.")
    inferred: bool = Field(description="Whether any step from the words to this row is a reading.")
    open_list: bool = Field(description="Whether the list ends in 等.")


class TownRowAnswer(Answer):
    """One row of the town by field matrix."""

    town: str
    name_zh: str
    name_en: str
    kind: str
    named: bool
    named_directly: bool
    fields: tuple[str, ...]
    namings: tuple[NamingAnswer, ...]
    mentioned_in: tuple[str, ...] = Field(description="Documents that write the unit's name.")
    carriers: dict[str, int]
    landmarks: dict[str, int]
    takeoff_points: dict[str, int]


class TownsAnswer(Answer):
    """The town by field matrix of the documents chosen."""

    edition: str
    document: str | None = Field(description="The document asked for; null for all.")
    field: str | None = Field(description="The field asked for; null for all.")
    year: str | None = Field(description="The year, or ../ and the last year; null for all.")
    towns: tuple[TownRowAnswer, ...]
    unmentioned: tuple[Unmentioned, ...] = Field(
        description="Towns that no document writes by name; what is around them is a reading."
    )


def matrix(snapshot: Snapshot, question: TownQuestion) -> tuple[TownRow, ...]:
    """Return the town x field matrix of the choice, every unit once.

    Raises
    ------
    gis.errors.InvalidInputError
        If there is no such document, year, field or unit.
    """
    rows = town_rows(snapshot, documents_asked(snapshot, question))
    if question.town is not None:
        known = [row.town for row in rows]
        rows = tuple(row for row in rows if row.town == question.town)
        if not rows:
            raise InvalidInputError(
                f"there is no town {question.town!r}",
                field="town",
                remedy="Use one of " + ", ".join(known),
            )
    if question.field is None:
        return rows
    if question.field not in FIELDS:
        raise InvalidInputError(
            f"there is no field {question.field!r}",
            field="field",
            remedy="Use one of " + ", ".join(FIELDS),
        )
    return tuple(replace(row, namings=row.cell(question.field)) for row in rows)


def unmentioned(snapshot: Snapshot) -> tuple[Unmentioned, ...]:
    """Return the towns that no document writes by name."""
    return snapshot.answer(
        "unmentioned",
        lambda: unmentioned_towns(
            town_rows(snapshot), snapshot.frame("towns"), snapshot.frame("policy_places")
        ),
    )


def layout(snapshot: Snapshot, chosen: Documents) -> gpd.GeoDataFrame:
    """Return core, belts, areas and clusters of the documents chosen, schematic (EPSG:4490)."""
    whole = snapshot.answer(
        "layout",
        lambda: area_layer(
            areas(snapshot),
            documents=snapshot.frame("policy_documents"),
            topics=snapshot.frame("policy_topics"),
            designations=snapshot.frame("policy_designations"),
            places=snapshot.frame("policy_places"),
        ),
    )
    return whole if chosen is None else whole[whole["document"].isin(chosen)].reset_index(drop=True)


def answer(snapshot: Snapshot, question: TownQuestion) -> TownsAnswer:
    """Return the matrix as JSON's shape."""
    return TownsAnswer(
        edition=snapshot.edition,
        document=question.document,
        field=question.field,
        year=question.year,
        towns=tuple(row_answer(snapshot, row) for row in matrix(snapshot, question)),
        unmentioned=unmentioned(snapshot),
    )


def row_answer(snapshot: Snapshot, row: TownRow) -> TownRowAnswer:
    """Return one row as JSON's shape."""
    sections = _sections(snapshot)
    return TownRowAnswer(
        town=row.town,
        name_zh=row.name_zh,
        name_en=row.name_en,
        kind=row.kind,
        named=row.named,
        named_directly=row.named_directly,
        fields=row.fields,
        namings=tuple(_naming(naming, sections[naming.section]) for naming in row.namings),
        mentioned_in=row.mentioned_in,
        carriers=dict(row.carriers),
        landmarks=dict(row.landmarks),
        takeoff_points=dict(row.takeoff_points),
    )


def _naming(naming: Naming, section: Record) -> NamingAnswer:
    clause = ClauseAnswer(
        section=naming.section,
        number=section["number"],
        name_zh=section["name_zh"],
        name_en=section["name_en"],
        line=naming.line,
    )
    return NamingAnswer(clause=clause, **{name: getattr(naming, name) for name in _COPIED})


def as_csv(snapshot: Snapshot, question: TownQuestion) -> bytes:
    """Return the matrix as CSV (UTF-8 with a byte order mark), one line a town and naming."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    lines = list(_lines(snapshot, matrix(snapshot, question)))
    writer.writerow(_HEADINGS)
    for line in lines:
        writer.writerow([csv_cell(line[name]) for name in _HEADINGS])
    return text.getvalue().encode("utf-8-sig")


def as_workbook(snapshot: Snapshot, question: TownQuestion) -> bytes:
    """Return the matrix as a workbook (XLSX), one line a town and naming."""
    lines = _lines(snapshot, matrix(snapshot, question))
    rows = [[table_cell(line[name]) for name in _HEADINGS] for line in lines]
    return workbook({"towns": [list(_HEADINGS), *rows]})


_HEADINGS = (
    *("town", "town_zh", "town_en", "field", "field_zh", "field_en"),
    *("document", "document_zh", "document_en", "year"),
    *("section", "section_number", "section_zh", "section_en", "line"),
    *("topic", "topic_zh", "topic_en", "place_zh", "role_zh", "role_en"),
    *("via", "via_zh", "via_en", "inferred", "open_list"),
)


def _lines(snapshot: Snapshot, rows: tuple[TownRow, ...]) -> Iterator[Record]:
    documents = _by_id(snapshot, "policy_documents")
    sections = _sections(snapshot)
    # A naming reaches a town through a place as written, or through an area of the towns' layer.
    through = _by_id(snapshot, "towns") | _by_id(snapshot, "policy_places")
    for row in rows:
        for naming in row.namings:
            section = sections[naming.section]
            yield {
                **{name: getattr(naming, name) for name in (*_COPIED, "section", "line")},
                "town": row.town,
                "section_number": section["number"],
                **_titles("town", row.name_zh, row.name_en),
                **_titles("field", FIELDS[naming.field].zh, FIELDS[naming.field].en),
                **_names("document", documents[naming.document]),
                **_names("section", section),
                **_names("via", through[naming.via] if naming.via else None),
            }


def _names(what: str, row: Record | None) -> Record:
    if row is None:
        return _titles(what, None, None)
    return _titles(what, row["name_zh"], row["name_en"])


def _titles(what: str, zh: str | None, en: str | None) -> Record:
    return {f"{what}_zh": zh, f"{what}_en": en}


def _sections(snapshot: Snapshot) -> dict[str, Record]:
    """Return sections by id, numbered with the whole way down to each."""
    return snapshot.answer(
        "numbered sections", lambda: numbered_sections(records(snapshot.frame("policy_sections")))
    )


def _by_id(snapshot: Snapshot, layer: str) -> dict[str, Record]:
    return snapshot.answer(
        ("by id", layer), lambda: {row["id"]: row for row in records(snapshot.frame(layer))}
    )
