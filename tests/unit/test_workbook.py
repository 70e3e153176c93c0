"""A workbook holds what was put into it, read back by a reader that is not ours."""

import io
import zipfile
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pyogrio
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gis.errors import InvalidInputError
from layers.workbook import MOST_LETTERS, column_letters, workbook

TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\r"), min_size=1, max_size=30)


def read(content: bytes, folder: Path, sheet: str) -> Any:
    file = folder / "book.xlsx"
    file.write_bytes(content)
    return pyogrio.read_dataframe(file, layer=sheet, read_geometry=False, HEADERS="FORCE")


def test_gdal_reads_values_as_their_kinds(tmp_path: Path) -> None:
    table = [
        ["名称", "n", "x", "yes", "none"],
        ["虎门", 3, 0.25, True, None],
        ["a", 4, 1.5, False, None],
    ]
    found = read(workbook({"towns": table}), tmp_path, "towns")
    assert list(found["名称"]) == ["虎门", "a"]
    assert list(found["n"]) == [3, 4]
    assert list(found["x"]) == [0.25, 1.5]
    assert list(found["yes"].astype(int)) == [1, 0]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "=HYPERLINK(1)", "\t=1", "01"])
def test_a_text_is_never_a_formula_and_stays_as_it_is(text: str, tmp_path: Path) -> None:
    content = workbook({"s": [["a"], [text], ["x"]]})
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert sheet.count('t="inlineStr"') == 3
    assert read(content, tmp_path, "s")["a"].iloc[0] == text


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(TEXTS, min_size=1, max_size=5))
def test_any_text_makes_well_formed_parts(texts: list[str]) -> None:
    with zipfile.ZipFile(io.BytesIO(workbook({"s": [texts, texts]}))) as archive:
        for name in archive.namelist():
            ElementTree.fromstring(archive.read(name))  # noqa: S314  # made by us a line ago


def test_the_same_table_is_the_same_file() -> None:
    assert workbook({"s": [["a"], [1]]}) == workbook({"s": [["a"], [1]]})


def test_what_the_format_cannot_hold_is_refused() -> None:
    with pytest.raises(InvalidInputError, match="A2 is too long") as caught:
        workbook({"s": [["a"], ["x" * (MOST_LETTERS + 1)]]})
    assert "CSV" in caught.value.remedy
    with pytest.raises(InvalidInputError, match="too large"):
        workbook({"s": [["a"] * 16_385]})


def test_not_a_number_is_an_empty_cell() -> None:
    with zipfile.ZipFile(
        io.BytesIO(workbook({"s": [["a", "b"], [float("nan"), None]]}))
    ) as archive:
        assert '<row r="2"></row>' in archive.read("xl/worksheets/sheet1.xml").decode()


@pytest.mark.parametrize(
    ("at", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA"), (16_383, "XFD")]
)
def test_columns_are_lettered(at: int, letters: str) -> None:
    assert column_letters(at) == letters
