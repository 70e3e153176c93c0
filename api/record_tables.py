"""Facts and conflicts of the policy record as CSV files for a spreadsheet."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from api.record_answers import OWN_COLUMNS, CitationAnswer, ConflictAnswer
from gis.policy.facts import Fact
from gis.policy.lookup import RecordLookup
from layers.exporters import csv_cell

_CITED = ("document", "section", "line", "last_line", "anchor", "basis")
_SAID = ("name_zh", "name_en", "note_zh", "note_en")


def facts_csv(found: Sequence[Fact], known: RecordLookup) -> bytes:
    """Return facts as CSV (UTF-8 with BOM): citation, words, then the columns of their tables.

    Parameters
    ----------
    found
        The facts.
    known
        The rows of the record, for the numbers of sections.
    """
    tables = dict.fromkeys(fact.table for fact in found)
    own = list(dict.fromkeys(name for table in tables for name in OWN_COLUMNS[table]))
    headings = ("table", "id", *_CITED, "section_number", *_SAID, *own)

    def cells(fact: Fact) -> Iterable[Any]:
        row = fact.record
        yield from (fact.table, row["id"], *(row[name] for name in _CITED))
        yield known.row("policy_sections", row["section"])["number"]
        yield from (row[name] for name in _SAID)
        yield from (row[name] if name in OWN_COLUMNS[fact.table] else None for name in own)

    return _written(headings, (cells(fact) for fact in found))


def conflicts_csv(found: Iterable[ConflictAnswer]) -> bytes:
    """Return conflicts as CSV (UTF-8 with BOM), one row for each side of each.

    Parameters
    ----------
    found
        The conflicts. One without sides has a row of its own place.
    """
    headings = (
        *("conflict", "kind", "name_zh", "name_en", "note_zh", "note_en"),
        *("document", "section_number", "line", "last_line"),
        *("fact", "basis", "said_zh", "said_en"),
    )
    return _written(headings, (row for one in found for row in _sides(one)))


def _sides(one: ConflictAnswer) -> Iterable[tuple[Any, ...]]:
    named = (one.id, one.kind, one.name_zh, one.name_en, one.note_zh, one.note_en)
    for fact in one.facts:
        said = (f"{fact.table}/{fact.id}", fact.basis, fact.said_zh, fact.said_en)
        yield (*named, *_place(fact.citation), *said)
    places = (*one.also_at,) if one.facts else (one.citation, *one.also_at)
    for place in places:
        yield (*named, *_place(place), None, None, None, None)


def _place(cited: CitationAnswer) -> tuple[Any, ...]:
    return (cited.document, cited.section_number, cited.line, cited.last_line)


def _written(headings: Sequence[str], rows: Iterable[Iterable[Any]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(headings)
    writer.writerows([csv_cell(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")
