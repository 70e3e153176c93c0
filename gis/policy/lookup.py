"""Rows of the record by their ids, and where in a document a line stands."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import geopandas as gpd

from gis.policy.record import DOCUMENTS, RECORD, SECTIONS
from gis.records import Record, records


@dataclass(frozen=True, slots=True)
class RecordLookup:
    """The rows of the record, found by table and id.

    Attributes
    ----------
    tables
        Table to id to row. The ``number`` of a section is the whole way down to it, such as
        ``二（一）8``: its own number alone stands in a document many times.
    """

    tables: Mapping[str, Mapping[str, Record]]

    def row(self, table: str, id_: str) -> Record:
        """Return a row; every reference of a checked record has one."""
        return self.tables[table][id_]

    def find(self, fact: str) -> tuple[str, Record] | None:
        """Return table and row of a fact written ``table/id``; ``None`` where there is none."""
        table, _, id_ = fact.partition("/")
        row = self.tables.get(table, {}).get(id_)
        return None if row is None else (table, row)

    def line(self, mention: str) -> tuple[str, int] | None:
        """Return document and line of a mention written ``document:line``; ``None`` if neither."""
        document, _, line = mention.partition(":")
        known = document in self.tables[DOCUMENTS.name]
        return (document, int(line)) if known and line.isascii() and line.isdigit() else None

    def section_at(self, document: str, line: int) -> Record | None:
        """Return the innermost section that holds a line; ``None`` outside of all."""
        held = [
            row
            for row in self.tables[SECTIONS.name].values()
            if row["document"] == document and row["line"] <= line <= row["last_line"]
        ]
        return min(
            held, key=lambda row: (row["last_line"] - row["line"], -row["line"]), default=None
        )


def record_lookup(frames: Mapping[str, gpd.GeoDataFrame]) -> RecordLookup:
    """Return the rows of the record by their ids.

    Parameters
    ----------
    frames
        The tables of the record, by name.
    """
    tables = {spec.name: {row["id"]: row for row in records(frames[spec.name])} for spec in RECORD}
    sections = numbered_sections(tables[SECTIONS.name].values())
    return RecordLookup({**tables, SECTIONS.name: sections})


def numbered_sections(sections: Iterable[Record]) -> dict[str, Record]:
    """Return sections by id, each numbered with the whole way down to it.

    Parameters
    ----------
    sections
        Rows of ``policy_sections``, every parent among them.

    Returns
    -------
    dict[str, Record]
        A section without a number of its own has that of the section round it; ``number`` is
        ``None`` where none round it has one either.
    """
    rows = {row["id"]: row for row in sections}

    def number(row: Record) -> str:
        above = rows.get(row["parent"])
        return _joined("" if above is None else number(above), (row["number"] or "").rstrip("."))

    return {id_: {**row, "number": number(row) or None} for id_, row in rows.items()}


def _joined(above: str, own: str) -> str:
    """Join numbers; a word or a figure needs room, brackets bring their own."""
    bracketed = own.startswith(("（", "(")) or above.endswith(("）", ")"))
    room = above and own and not bracketed and (len(own) > 1 or above[-1].isdigit())
    return f"{above} {own}" if room else f"{above}{own}"
