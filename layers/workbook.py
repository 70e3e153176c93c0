"""A workbook (XLSX) of plain tables, written by hand: values only, and no formula ever.

The format is Office Open XML (ECMA-376, part 1, 18.3). A text is an inline string, which no
spreadsheet runs, however it begins; so unlike in CSV nothing need be put before it.
"""

import io
import math
import re
import zipfile
from collections.abc import Mapping, Sequence
from itertools import islice
from xml.sax.saxutils import escape

from gis.errors import InvalidInputError

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_LETTERS = 32_767
MOST_ROWS = 1_048_576
MOST_COLUMNS = 16_384
"""Limits of the format: what exceeds them a spreadsheet calls a damaged file."""

Value = str | int | float | bool | None
Table = Sequence[Sequence[Value]]

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_NO_NAME = re.compile(r"[\[\]:*?/\\]")
_LONG_AGO = (1980, 1, 1, 0, 0, 0)
_STYLES = (
    f'<styleSheet xmlns="{_MAIN}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="1"><fill>'
    '<patternFill patternType="none"/></fill></fills><borders count="1"><border/></borders>'
    '<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf fontId="0"/>'
    '<xf fontId="1" applyFont="1"/></cellXfs></styleSheet>'
)


def workbook(sheets: Mapping[str, Table]) -> bytes:
    """Return a workbook.

    Parameters
    ----------
    sheets
        Tables by the name of their sheet; the first row of each is its headings, which are set
        bold and stay in view.

    Raises
    ------
    gis.errors.InvalidInputError
        If a table or a text is larger than the format allows.
    """
    numbers = range(1, len(sheets) + 1)
    parts = {
        "[Content_Types].xml": _content_types(numbers),
        "_rels/.rels": _relations([("officeDocument", "xl/workbook.xml")]),
        "xl/workbook.xml": _contents(sheets),
        "xl/_rels/workbook.xml.rels": _relations(
            [
                *(("worksheet", f"worksheets/sheet{n}.xml") for n in numbers),
                ("styles", "styles.xml"),
            ]
        ),
        "xl/styles.xml": _STYLES,
        **{
            f"xl/worksheets/sheet{n}.xml": _sheet(rows)
            for n, rows in zip(numbers, sheets.values(), strict=True)
        },
    }
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(zipfile.ZipInfo(name, _LONG_AGO), _DECLARATION + text,
                             zipfile.ZIP_DEFLATED)  # fmt: skip
    return file.getvalue()


def _content_types(numbers: range) -> str:
    of_sheets = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{_KIND}.worksheet+xml"/>'
        for n in numbers
    )
    return (
        f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_KIND}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_KIND}.styles+xml"/>{of_sheets}</Types>'
    )


def _contents(sheets: Mapping[str, Table]) -> str:
    entries = "".join(
        f'<sheet name="{_text(_NO_NAME.sub("-", name)[:31])}" sheetId="{n}" r:id="rId{n}"/>'
        for n, name in enumerate(sheets, start=1)
    )
    return f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{entries}</sheets></workbook>'


def _relations(targets: Sequence[tuple[str, str]]) -> str:
    entries = "".join(
        f'<Relationship Id="rId{n}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(targets, start=1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{entries}</Relationships>'


def _sheet(rows: Table) -> str:
    if len(rows) > MOST_ROWS or max((len(row) for row in rows), default=0) > MOST_COLUMNS:
        raise InvalidInputError("the table is too large for XLSX", remedy="Choose CSV.")
    head = (
        '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" '
        'activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
    )
    widths = "".join(
        f'<col min="{n}" max="{n}" width="{width}" customWidth="1"/>'
        for n, width in enumerate(_widths(rows), start=1)
    )
    lines = "".join(
        f'<row r="{n}">{"".join(_cells(row, n))}</row>' for n, row in enumerate(rows, start=1)
    )
    columns = f"<cols>{widths}</cols>" if widths else ""
    return f'<worksheet xmlns="{_MAIN}">{head}{columns}<sheetData>{lines}</sheetData></worksheet>'


def _widths(rows: Table) -> list[int]:
    """Return a width for each column, by its first rows; a Chinese letter takes two."""
    shown = [[str(value or "") for value in row] for row in islice(rows, 50)]
    wide = [max(sum(1 + (letter > "\u2e7f") for letter in text[:60]) for text in column)
            for column in zip(*shown, strict=False)]  # fmt: skip
    return [min(60, max(9, 2 + width)) for width in wide]


def _cells(row: Sequence[Value], number: int) -> list[str]:
    bold = ' s="1"' if number == 1 else ""
    return [
        _cell(f"{column_letters(at)}{number}", value, bold)
        for at, value in enumerate(row)
        if value is not None and not (isinstance(value, float) and math.isnan(value))
    ]


def _cell(at: str, value: Value, bold: str) -> str:
    if isinstance(value, bool):
        return f'<c r="{at}"{bold} t="b"><v>{int(value)}</v></c>'
    if isinstance(value, int | float) and math.isfinite(value):
        return f'<c r="{at}"{bold}><v>{value!r}</v></c>'
    text = str(value)
    if len(text) > MOST_LETTERS:
        raise InvalidInputError(f"cell {at} is too long for XLSX", remedy="Choose CSV.")
    kept = ' xml:space="preserve"' if text != text.strip() or "\n" in text else ""
    return f'<c r="{at}"{bold} t="inlineStr"><is><t{kept}>{_text(text)}</t></is></c>'


def _text(text: str) -> str:
    """Return a text for XML; a character that XML lacks is written as the format says."""
    plain = _LOOKS_ESCAPED.sub("_x005F_", text).replace("\r", "_x000D_")
    return escape(_NO_XML.sub(lambda one: f"_x{ord(one[0]):04X}_", plain), {'"': "&quot;"})


def column_letters(at: int) -> str:
    """Return the letters of a column counted from 0: ``A`` to ``Z``, ``AA`` and on."""
    letters = ""
    at += 1
    while at:
        at, rest = divmod(at - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
