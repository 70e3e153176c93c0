"""Checking a policy record: against its schema and itself, and against the documents' texts."""

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd

from gis.checks import check
from gis.errors import InvalidInputError, InvalidRowsError
from gis.geojson import encode_value
from gis.policy.record import CONFLICTS, DOCUMENTS, NAMES, PLACES, RECORD, SECTIONS
from gis.quotes import digest, normalised, quote
from gis.records import Record, records
from layers.seed.cite_policy import MOST_ANCHOR
from layers.seed.policy_completeness import EXCEPTIONS, city_places, missing
from layers.seed.policy_tables import SHIPPED_RECORD, file_name, header, written
from layers.seed.policy_texts import PolicyText, mentions, read_texts

Frames = Mapping[str, gpd.GeoDataFrame]
Tables = Mapping[str, Mapping[str, Record]]
Texts = Mapping[str, PolicyText]


class FaultKind(StrEnum):
    """What can be wrong with a record."""

    SCHEMA = "schema"
    REFERENCE = "reference"
    SECTION = "section"
    NO_TEXT = "no_text"
    DIGEST = "digest"
    ANCHOR = "anchor"
    MENTIONS = "mentions"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class RecordFault:
    """One thing that is wrong.

    Attributes
    ----------
    kind
        What is wrong.
    table, fact
        Whose fact; ``None`` where the record lacks one.
    document, line
        Where in the texts; ``None`` where it is nowhere there.
    detail
        The value that is wrong, or the words that are missing.
    """

    kind: FaultKind
    table: str | None
    fact: str | None
    document: str | None
    line: int | None
    detail: str


def record_faults(frames: Frames) -> Iterator[RecordFault]:
    """Yield what is wrong with a record by itself: schema, references, sections.

    Parameters
    ----------
    frames
        Every layer of a store by name: facts refer to layers too.
    """
    yield from _schema(frames)
    tables = _tables(frames)
    ends = {row["document"]: 0 for row in tables[SECTIONS.name].values()}
    for row in tables[SECTIONS.name].values():
        ends[row["document"]] = max(ends[row["document"]], row["last_line"])
    for spec in RECORD:
        lists = {column.name: column.references for column in spec.columns if column.references}
        for row in tables[spec.name].values():
            for name, layer in lists.items():
                for id_ in _listed(row[name]):
                    if id_ not in tables[layer or ""]:
                        yield _of(FaultKind.REFERENCE, spec.name, row, f"{name}: {layer}/{id_}")
            for name, value in _written_references(spec.name, row):
                if not _leads_somewhere(value, tables, ends):
                    yield _of(FaultKind.REFERENCE, spec.name, row, f"{name}: {value}")
    yield from _misplaced(tables)


def text_faults(frames: Frames, folder: Path) -> Iterator[RecordFault]:
    """Yield where a record differs from the texts: digests, anchors, mentions, what is missing.

    Parameters
    ----------
    frames
        The tables of the record by name.
    folder
        The texts, one ``D0xx-*.txt`` for each document.

    Raises
    ------
    gis.errors.InvalidInputError
        If the folder holds no such text.
    """
    texts = _texts(folder)
    tables = {spec.name: _by_id(frames[spec.name]) for spec in RECORD}
    for id_, row in tables[DOCUMENTS.name].items():
        if id_ not in texts:
            yield _of(FaultKind.NO_TEXT, DOCUMENTS.name, row, f"{id_.upper()}-*.txt")
    for table, rows in tables.items():
        for row in rows.values():
            if row["document"] in texts:
                yield from _misquoted(table, row, texts[row["document"]])
    if tables[DOCUMENTS.name].keys() <= texts.keys():
        yield from _wrong_mentions(tables, texts)
    yield from _missing(tables, {id_: texts[id_] for id_ in texts if id_ in tables[DOCUMENTS.name]})


def _texts(folder: Path) -> Texts:
    try:
        texts = read_texts(folder)
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidInputError(
            f"a text in {folder} cannot be read: {error}",
            field="folder",
            remedy="Save the texts as UTF-8.",
        ) from error
    if not texts:
        raise InvalidInputError(
            f"{folder} holds no text of a document",
            field="folder",
            remedy="Give the folder of the texts, named D000-*.txt to D004-*.txt.",
        )
    return texts


def _schema(frames: Frames) -> Iterator[RecordFault]:
    for spec in RECORD:
        frame = frames[spec.name]
        try:
            check(spec, frame)
        except InvalidRowsError as error:
            for problem in error.problems:
                row = dict(zip(frame.columns, frame.iloc[problem.row - 1], strict=True))
                detail = f"{problem.field} {problem.value}: {problem.reason}"
                yield _of(FaultKind.SCHEMA, spec.name, row, detail)


def _tables(frames: Frames) -> Tables:
    return {name: _by_id(frame) for name, frame in frames.items()}


def _by_id(frame: gpd.GeoDataFrame) -> dict[str, Record]:
    return {row["id"]: row for row in records(frame.drop(columns="geometry"))}


def _listed(value: Any) -> Sequence[str]:
    if isinstance(value, tuple):
        return value
    return () if value is None else (value,)


def _written_references(table: str, row: Record) -> Iterator[tuple[str, str]]:
    """Yield references that are written out and that no store keeps: table/id, document:line."""
    names = {CONFLICTS.name: ("facts", "also_at"), NAMES.name: ("feature",)}
    names[PLACES.name] = ("mentions",)
    for name in names.get(table, ()):
        for value in _listed(row[name]):
            yield name, value


def _leads_somewhere(value: str, tables: Tables, ends: Mapping[str, int]) -> bool:
    table, slash, id_ = value.partition("/")
    if slash:
        return id_ in tables.get(table, ())
    document, _, line = value.partition(":")
    return line.isascii() and line.isdigit() and 1 <= int(line) <= ends.get(document, 0)


def _misplaced(tables: Tables) -> Iterator[RecordFault]:
    """Yield facts that do not stand in the section they name, and sections outside of theirs."""
    sections = tables[SECTIONS.name]
    for spec in RECORD:
        for row in tables[spec.name].values():
            if row["section"] in sections and not _holds(sections[row["section"]], row):
                yield _of(FaultKind.SECTION, spec.name, row, f"section: {row['section']}")
    for row in sections.values():
        parent = sections.get(row["parent"] or "")
        if parent is not None and not (
            _holds(parent, row) and row["last_line"] <= parent["last_line"]
        ):
            yield _of(FaultKind.SECTION, SECTIONS.name, row, f"parent: {parent['id']}")


def _holds(section: Record, row: Record) -> bool:
    first, last = section["line"], section["last_line"]
    return bool(section["document"] == row["document"] and first <= row["line"] <= last)


def _misquoted(table: str, row: Record, text: PolicyText) -> Iterator[RecordFault]:
    lines = f"{row['line']}-{row['last_line']}"
    try:
        quoted = quote(text.lines, row["line"], row["last_line"])
    except IndexError:
        yield _of(FaultKind.DIGEST, table, row, lines)
        return
    if digest(quoted) != row["digest"]:
        yield _of(FaultKind.DIGEST, table, row, lines)
    anchor = normalised(row["anchor"])
    if anchor not in quoted or len(anchor) > MOST_ANCHOR:
        yield _of(FaultKind.ANCHOR, table, row, row["anchor"])


def _wrong_mentions(tables: Tables, texts: Texts) -> Iterator[RecordFault]:
    places = tables[PLACES.name]
    found: dict[str, set[str]] = {id_: set() for id_ in places}
    forms = {id_: row["forms"] for id_, row in places.items()}
    for document, text in texts.items():
        for place, token in mentions(text, forms):
            found[place] |= {f"{document}:{token.first}", f"{document}:{token.last}"}
    for id_, row in places.items():
        differing = sorted(found[id_] ^ set(row["mentions"] or ()))
        if differing:
            yield _of(FaultKind.MENTIONS, PLACES.name, row, ", ".join(differing))


def _missing(tables: Tables, texts: Texts) -> Iterator[RecordFault]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for spec in RECORD:
            rows = [
                {one: _cell(row[one]) for one in header(spec)} for row in tables[spec.name].values()
            ]
            (folder / file_name(spec)).write_text(written(spec, rows), encoding="utf-8")
        (folder / EXCEPTIONS).write_bytes((SHIPPED_RECORD / EXCEPTIONS).read_bytes())
        for one in missing(folder, texts, city_places(folder)):
            token = one.token
            detail = f"{token.kind} {token.text}"
            yield RecordFault(FaultKind.MISSING, None, None, one.document, token.first, detail)


def _cell(value: Any) -> str:
    plain = encode_value(value)
    if isinstance(plain, bool):
        return "true" if plain else "false"
    if isinstance(plain, list | tuple):
        return "|".join(plain)
    if isinstance(plain, float):
        return f"{plain:.0f}" if plain.is_integer() else repr(plain)
    return "" if plain is None else str(plain)


def _of(kind: FaultKind, table: str, row: Mapping[str, Any], detail: str) -> RecordFault:
    document, line = row["document"], row["line"]
    return RecordFault(
        kind=kind,
        table=table,
        fact=row["id"],
        document=document if isinstance(document, str) else None,
        line=None if pd.isna(line) else int(line),
        detail=detail,
    )
