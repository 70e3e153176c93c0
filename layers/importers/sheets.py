"""A user's table as rows of texts: CSV, cells pasted from a spreadsheet, or a workbook (XLSX)."""

import csv
import io
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path

from gis.errors import InvalidInputError, InvalidRowsError, RowProblem
from layers.importers.gdal_files import read_sheet

WORKBOOK = b"PK\x03\x04"
MAX_UNPACKED_BYTES = 64 * 1024 * 1024
SECONDS = 20.0
"""How long reading a workbook may take."""
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_DELIMITERS = "\t,;"
_MAX_CELL = 4_000


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table's cells.

    Attributes
    ----------
    rows
        Each row's cells as texts, blank rows left out; the first row is the headings.
    form
        What it was read as: ``utf-8``, ``gb18030`` or ``xlsx``.
    left_out
        Names of a workbook's other sheets, which are not read.
    """

    rows: tuple[tuple[str, ...], ...]
    form: str
    left_out: tuple[str, ...] = ()


def file_problem(
    table: str, code: str, reason: str, remedy: str, detail: str = ""
) -> InvalidRowsError:
    """Return the error for what is wrong with a table as a whole: it is said of row 0.

    Parameters
    ----------
    table
        What the table is called in messages.
    code, reason, remedy, detail
        As in :class:`gis.errors.RowProblem`.
    """
    return InvalidRowsError(table, [RowProblem(0, "file", "", reason, remedy, code, detail)])


def read_sheet_content(content: bytes, table: str, most_rows: int) -> Sheet:
    """Return the cells of a table.

    Parameters
    ----------
    content
        Of a workbook, or text in UTF-8 (with or without a byte order mark) or GB 18030, parted by
        tabs, commas or semicolons: whichever its first line has, in this order.
    table
        What the table is called in messages.
    most_rows
        The most rows below the headings.

    Raises
    ------
    gis.errors.InvalidRowsError
        If it cannot be read, is empty or has too many rows; row 0 means the whole.
    """
    read = _workbook if content.startswith(WORKBOOK) else _text
    sheet = read(content, table, most_rows)
    if not sheet.rows:
        raise file_problem(table, "empty", "there is no table in it", "Begin with a header line.")
    if len(sheet.rows) - 1 > most_rows:
        reason = f"it has more than {most_rows} rows"
        raise file_problem(table, "too_many", reason, "Divide it by years.", str(most_rows))
    return sheet


def _text(content: bytes, table: str, most_rows: int) -> Sheet:
    if content.startswith(_UTF_16) or b"\x00" in content:
        reason = "it is neither UTF-8 nor GB 18030"
        raise file_problem(table, "encoding", reason, "Save it as CSV in UTF-8.")
    text, form = _decoded(content, table)
    rows = []
    parsed = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    try:
        for cells in parsed:
            if any(cell.strip() for cell in cells):
                rows.append(tuple(cell.strip()[:_MAX_CELL] for cell in cells))
            if len(rows) > most_rows + 1:
                break
    except csv.Error as error:
        reason = f"line {parsed.line_num}: {error}"
        remedy = "Double every quote inside a quoted cell, and close each."
        raise file_problem(table, "quotes", reason, remedy, str(parsed.line_num)) from error
    return Sheet(tuple(rows), form)


def _decoded(content: bytes, table: str) -> tuple[str, str]:
    for form, codec in (("utf-8", "utf-8-sig"), ("gb18030", "gb18030")):
        try:
            return content.decode(codec), form
        except UnicodeDecodeError:
            continue
    reason = "it is neither UTF-8 nor GB 18030"
    raise file_problem(table, "encoding", reason, "Save it as CSV in UTF-8.")


def _delimiter(text: str) -> str:
    first = next((line for line in text.splitlines() if line.strip()), "")
    return next((mark for mark in _DELIMITERS if mark in first), ",")


def _workbook(content: bytes, table: str, most_rows: int) -> Sheet:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
    except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
        raise _no_workbook(table) from error
    if unpacked > MAX_UNPACKED_BYTES:
        most = MAX_UNPACKED_BYTES // 1024**2
        reason = f"it unpacks to more than {most} MB"
        raise file_problem(table, "unpacks", reason, "Save it as CSV in UTF-8.", str(most))
    with tempfile.TemporaryDirectory(prefix="guantu-import-") as folder:
        file = Path(folder) / "data.xlsx"
        file.write_bytes(content)
        try:
            answer = read_sheet(file, most_rows + 1, seconds=SECONDS)
        except InvalidInputError as error:
            raise _no_workbook(table) from error
    cells = (tuple((cell or "").strip()[:_MAX_CELL] for cell in row) for row in answer["rows"])
    return Sheet(tuple(row for row in cells if any(row)), "xlsx", tuple(answer["sheets"][1:]))


def _no_workbook(table: str) -> InvalidRowsError:
    reason = "it is no workbook that can be read"
    return file_problem(table, "workbook", reason, "Save it as CSV in UTF-8.")
