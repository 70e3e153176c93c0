"""The record as one file and back: the same facts in every format, and broken files told."""

import csv
import io
import json
import zipfile
from collections.abc import Callable, Mapping
from typing import Any

import geopandas as gpd
import pandas as pd
import pyogrio
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from gis.errors import InvalidInputError, InvalidRowsError
from gis.policy.record import FIGURES, LISTS, RECORD
from gis.schema import STORE_COLUMNS
from layers.exporters import FORMULA_STARTS
from layers.policy_files import RecordFormat, export_record, read_record_file
from layers.seed.pack import read_pack
from tests.made_record import place, whole

Frames = Mapping[str, gpd.GeoDataFrame]
ODD = (
    "\ufeff",
    "\u200b",
    "\u2028",
    "\x0b",
    "\r\n",
    '"',
    "'",
    ",",
    ";",
    "|",
    "\t",
    "=1+1",
    "\U00020000",
)

# Letters, marks, signs and odd white space; no lone surrogates and nothing that ends a text.
texts = (
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=20)
    | st.lists(st.sampled_from([*ODD, "低空", "a"]), max_size=6).map("".join)
    | st.sampled_from(FORMULA_STARTS).map(lambda sign: f"{sign}cmd|' /C calc'!A0")
).filter(lambda text: bool(text.strip()))
optional = st.none() | texts
lists = st.lists(texts.map(str.strip).filter(bool), min_size=1, max_size=4)
numbers = st.floats(allow_nan=False, allow_infinity=False, width=64)


@st.composite
def records_made(draw: st.DrawFn) -> Frames:
    """A record whose rows hold anything that the schema allows."""
    figures = [
        {"id": f"f-{number}", "kind": "target", "operator": "ge", "value": draw(numbers)}
        | {"high": draw(st.none() | numbers), "year": draw(st.none() | st.integers(-9999, 9999))}
        | {"name_zh": draw(texts), "as_written": draw(texts), "unit_zh": draw(optional)}
        | {
            "note_zh": draw(optional),
            "note_en": draw(optional),
            "line": draw(st.integers(1, 10**6)),
        }
        for number in range(draw(st.integers(0, 3)))
    ]
    listed = [
        {"id": "l", "kind": "firms", "items_zh": draw(lists), "items_en": draw(lists)}
        | {"open_list": draw(st.booleans())}
    ]
    places = [place("p", "is", ["tangxia"], forms=draw(lists), note_en=draw(optional))]
    return whole(figures=figures, lists=listed, places=places)


def assert_same(found: Frames, given_: Frames) -> None:
    assert list(found) == [spec.name for spec in RECORD]
    for name, frame in found.items():
        expected = given_[name].drop(columns=list(STORE_COLUMNS))
        assert_frame_equal(
            pd.DataFrame(frame.drop(columns=list(STORE_COLUMNS))), pd.DataFrame(expected)
        )


@pytest.fixture(scope="module")
def shipped() -> Frames:
    pack = read_pack()
    return {spec.name: pack[spec.name] for spec in RECORD}


@pytest.mark.parametrize("kind", RecordFormat)
def test_the_shipped_record_comes_back_the_same(shipped: Frames, kind: RecordFormat) -> None:
    content = export_record(shipped, kind)
    assert_same(read_record_file(content, kind), shipped)


@pytest.mark.parametrize("kind", [RecordFormat.JSON, RecordFormat.CSV])
@settings(max_examples=50)
@given(made=records_made())
def test_any_record_comes_back_the_same(made: Frames, kind: RecordFormat) -> None:
    assert_same(read_record_file(export_record(made, kind), kind), made)


@settings(max_examples=12)
@given(made=records_made())
def test_any_record_comes_back_the_same_from_a_geopackage(made: Frames) -> None:
    content = export_record(made, RecordFormat.GPKG)
    assert_same(read_record_file(content, RecordFormat.GPKG), made)


@pytest.mark.parametrize("kind", [RecordFormat.JSON, RecordFormat.CSV])
def test_the_same_record_is_the_same_file(shipped: Frames, kind: RecordFormat) -> None:
    assert export_record(shipped, kind) == export_record(shipped, kind)


@pytest.mark.parametrize("sign", FORMULA_STARTS)
def test_a_formula_survives_the_csv_and_is_not_one_there(sign: str) -> None:
    formula = f"{sign}1+1"
    made = whole(
        places=[place("p", "none", forms=["x"], name_zh=f"x{formula}", note_zh=f"a{sign}")]
    )
    made["policy_places"].loc[0, "name_en"] = formula
    content = export_record(made, RecordFormat.CSV)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        text = archive.read("policy_places.csv").decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(text, newline=""))
    assert row["name_en"] == f"'{formula}"
    assert row["name_zh"] == f"x{formula}"
    back = read_record_file(content, RecordFormat.CSV)["policy_places"]
    assert back.loc[0, "name_en"] == formula.strip()


def test_a_text_that_begins_like_a_guarded_one_keeps_its_sign() -> None:
    made = whole(places=[place("p", "none", forms=["x"], note_zh="'=1", note_en="'quoted'")])
    back = read_record_file(export_record(made, RecordFormat.CSV), RecordFormat.CSV)
    assert back["policy_places"].loc[0, "note_en"] == "'quoted'"
    assert back["policy_places"].loc[0, "note_zh"] == "'=1"


def test_the_files_hold_one_table_each_for_other_programs(shipped: Frames, tmp_path: Any) -> None:
    file = tmp_path / "record.gpkg"
    file.write_bytes(export_record(shipped, RecordFormat.GPKG))
    assert {name for name, _ in pyogrio.list_layers(file)} == set(shipped)
    document = json.loads(export_record(shipped, RecordFormat.JSON))
    assert {name: len(rows) for name, rows in document.items()} == {
        name: len(frame) for name, frame in shipped.items()
    }
    with zipfile.ZipFile(io.BytesIO(export_record(shipped, RecordFormat.CSV))) as archive:
        assert archive.testzip() is None
        assert set(archive.namelist()) == {f"{name}.csv" for name in shipped}
        assert all(archive.read(name).startswith(b"\xef\xbb\xbf") for name in archive.namelist())
    first = document[LISTS.name][0]
    assert isinstance(first["items_zh"], list)
    assert isinstance(first["open_list"], bool)


def test_formats_say_what_they_are() -> None:
    assert [kind.extension for kind in RecordFormat] == ["json", "gpkg", "zip"]
    assert len({kind.media_type for kind in RecordFormat}) == 3


@pytest.mark.parametrize("kind", RecordFormat)
@pytest.mark.parametrize("content", [b"", b"nothing", b"[]", b"{}", b"PK\x03\x04", b"\xff\xfe\x00"])
def test_what_is_no_record_is_told(kind: RecordFormat, content: bytes) -> None:
    with pytest.raises(InvalidInputError, match="not an exported policy record") as told:
        read_record_file(content, kind)
    assert told.value.remedy


@pytest.mark.parametrize("kind", RecordFormat)
def test_half_a_file_is_told(kind: RecordFormat) -> None:
    content = export_record(whole(), kind)
    with pytest.raises(InvalidInputError, match="not an exported policy record"):
        read_record_file(content[: len(content) // 2], kind)


def spoilt_json(change: Callable[[dict[str, Any]], None]) -> bytes:
    document = json.loads(export_record(whole(), RecordFormat.JSON))
    change(document)
    return json.dumps(document).encode()


def test_a_missing_table_is_told_by_name() -> None:
    content = spoilt_json(lambda document: document.pop(FIGURES.name))
    with pytest.raises(InvalidInputError, match=FIGURES.name):
        read_record_file(content, RecordFormat.JSON)


@pytest.mark.parametrize("rows", [None, 5, "rows", [5], [None], ["row"]])
def test_a_table_that_is_no_table_is_told(rows: object) -> None:
    content = spoilt_json(lambda document: document.update({FIGURES.name: rows}))
    with pytest.raises(InvalidInputError, match="not an exported policy record"):
        read_record_file(content, RecordFormat.JSON)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("kind", "novel"),
        ("line", 0),
        ("line", "first"),
        ("year", None),
        ("id", "No Id"),
        ("states", 5),
        ("states", "["),
        ("name_zh", ["x"]),
        ("published", "soon"),
    ],
)
def test_a_row_that_breaks_the_schema_is_told(column: str, value: object) -> None:
    content = spoilt_json(lambda document: document["policy_documents"][0].update({column: value}))
    with pytest.raises(InvalidInputError) as told:
        read_record_file(content, RecordFormat.JSON)
    if isinstance(told.value, InvalidRowsError):
        assert told.value.problems[0].field == column
        assert told.value.problems[0].row == 1
    else:
        assert told.value.remedy
