"""Finding facts: what the record holds of a word, a line, a document, a place."""

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import geopandas as gpd

from gis.policy.record import PLACES, RECORD, SECTIONS
from gis.records import Record, records

_SEARCHED = tuple(
    column
    for column in dict.fromkeys(column.name for spec in RECORD for column in spec.columns)
    if column not in ("id", "digest", "mentions", "version", "updated_at")
)


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact of the record.

    Attributes
    ----------
    table
        Its table, a name of :data:`gis.policy.record.RECORD`.
    record
        Its columns.
    """

    table: str
    record: Record


@dataclass(frozen=True, slots=True)
class FactQuery:
    """Which facts are wanted; everything left out keeps all.

    Attributes
    ----------
    text
        Words, each of which must stand in some cell (either language; width and case do not
        count).
    document, table, kind
        The document's id, the table, and the word in the table's column ``kind``.
    line
        Facts that cite this line of the document.
    place
        The id of a place of the record: facts about it, and the place itself.
    """

    text: str = ""
    document: str | None = None
    table: str | None = None
    kind: str | None = None
    line: int | None = None
    place: str | None = None


def find_facts(frames: Mapping[str, gpd.GeoDataFrame], query: FactQuery) -> tuple[Fact, ...]:
    """Return the facts that match, by document, line, table and id.

    Parameters
    ----------
    frames
        The tables of the record, by name.
    query
        What is wanted.

    Notes
    -----
    A section spans its whole text; it cites a line only with its heading.
    """
    words = _folded(query.text).split()
    found = [
        Fact(spec.name, row)
        for spec in RECORD
        if query.table in (None, spec.name)
        for row in records(frames[spec.name])
        if _matches(spec.name, row, query) and _holds(row, words)
    ]
    return tuple(sorted(found, key=reading_order))


def reading_order(fact: Fact) -> tuple[str, int, str, str]:
    """Return document, line, table and id: what facts are sorted by, once in the record."""
    return (fact.record["document"], int(fact.record["line"]), fact.table, fact.record["id"])


def _matches(table: str, row: Record, query: FactQuery) -> bool:
    last = row["line"] if table == SECTIONS.name else row["last_line"]
    place = row["id"] if table == PLACES.name else row.get("place")
    return (
        query.document in (None, row["document"])
        and query.kind in (None, row.get("kind"))
        and query.place in (None, place)
        and (query.line is None or row["line"] <= query.line <= last)
    )


def _holds(row: Record, words: list[str]) -> bool:
    if not words:
        return True
    cells = "\n".join(_cells(row))
    return all(word in cells for word in words)


def _cells(row: Record) -> Iterator[str]:
    for name in _SEARCHED:
        value = row.get(name)
        if isinstance(value, tuple):
            yield from (_folded(str(item)) for item in value)
        elif value is not None:
            yield _folded(f"{value:g}" if isinstance(value, float) else str(value))


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
