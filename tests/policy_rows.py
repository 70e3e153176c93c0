"""The files of the policy record as they are written, for the tests that judge them."""

import csv
from pathlib import Path

from gis.policy.record import RECORD, SECTIONS
from layers.seed.policy_tables import SHIPPED_RECORD, table_files

FOLDER = Path(str(SHIPPED_RECORD))

Row = dict[str, str]
Tables = dict[str, list[Row]]


def read_rows(file: Path) -> list[Row]:
    with file.open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


def record_rows(folder: Path = FOLDER) -> Tables:
    """Return every row of every table, all cells as text."""
    return {
        spec.name: [
            row for _, file in table_files(folder, spec) for row in read_rows(Path(str(file)))
        ]
        for spec in RECORD
    }


def sections_of(tables: Tables, document: str) -> list[Row]:
    return [row for row in tables[SECTIONS.name] if row["document"] == document]


def lines_of(row: Row) -> range:
    """Return the lines a row cites."""
    return range(int(row["line"]), int(row["last_line"]) + 1)


def listed(cell: str) -> list[str]:
    """Return the items of a cell that holds a list."""
    return cell.split("|") if cell else []
