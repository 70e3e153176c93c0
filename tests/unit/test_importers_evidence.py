"""A user's own survey as evidence."""

import datetime as dt
from contextlib import suppress
from pathlib import Path

import geopandas as gpd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gis.catalogue import LAYERS
from gis.checks import check
from gis.errors import InvalidInputError, InvalidRowsError, RowProblem
from gis.policy.built import EVIDENCE_COLUMNS
from gis.records import records
from layers.importers.evidence import EvidenceFile, read_evidence
from layers.importers.provenance import Imported
from tests.made_frames import made_frame
from tests.made_workbook import workbook

ON = dt.date(2026, 5, 2)
HEADER = "layer,feature,status,date,note,name"
GOOD = f"{HEADER}\ntakeoff_points,pad,building,2026-05-01,fence and crane,\n"


@pytest.fixture(scope="module")
def known() -> dict[str, gpd.GeoDataFrame]:
    frames = {layer: made_frame(layer) for layer in EVIDENCE_COLUMNS}
    frames["takeoff_points"] = made_frame(
        "takeoff_points", {"id": "pad", "name_zh": "起降坪", "name_en": "Pad"}
    )
    frames["carriers"] = made_frame("carriers", {"id": "hall"})
    return frames


def read(
    folder: Path, known: dict[str, gpd.GeoDataFrame], text: str | bytes, name: str = "survey.csv"
) -> Imported:
    file = folder / name
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    return read_evidence(EvidenceFile(file, ON), known)


def problems(folder: Path, known: dict[str, gpd.GeoDataFrame], text: str) -> tuple[RowProblem, ...]:
    with pytest.raises(InvalidRowsError) as told:
        read(folder, known, text)
    return told.value.problems


def test_a_survey_is_evidence_with_its_source(
    tmp_path: Path, known: dict[str, gpd.GeoDataFrame]
) -> None:
    imported = read(tmp_path, known, GOOD)
    assert list(imported.frames) == ["sources", "evidence"]
    (source,) = records(imported.frames["sources"])
    assert (source["kind"], source["document"], source["public"]) == ("user", "survey.csv", False)
    (one,) = records(check(LAYERS["evidence"], imported.frames["evidence"]))
    assert one["evidence_class"] == "user_survey"
    assert (one["takeoff_point"], one["carrier"], one["facility"]) == ("pad", None, None)
    assert (one["status"], one["as_of"]) == ("building", dt.date(2026, 5, 1))
    assert one["source"] == source["id"]
    assert (one["name_zh"], one["name_en"]) == ("用户查勘：起降坪", "User's survey: Pad")
    assert one["note_zh"] == one["note_en"] == "fence and crane"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_chinese_headings_and_words_are_read(
    tmp_path: Path, known: dict[str, gpd.GeoDataFrame], encoding: str
) -> None:
    text = "图层,编号,状态,日期,说明\n低空起降点,pad,在建,2026年5月1日,有围挡\n"
    (one,) = records(read(tmp_path, known, text.encode(encoding)).frames["evidence"])
    assert (one["takeoff_point"], one["status"]) == ("pad", "building")
    assert (one["as_of"], one["note_zh"]) == (dt.date(2026, 5, 1), "有围挡")


def test_a_workbook_says_the_same(tmp_path: Path, known: dict[str, gpd.GeoDataFrame]) -> None:
    cells = [line.split(",") for line in GOOD.splitlines()]
    of_book = read(tmp_path, known, workbook({"表": cells}), "survey.xlsx").frames["evidence"]
    of_text = read(tmp_path, known, GOOD).frames["evidence"]
    assert list(of_book["id"]) == list(of_text["id"])


def test_the_same_row_is_the_same_statement_and_another_is_not(
    tmp_path: Path, known: dict[str, gpd.GeoDataFrame]
) -> None:
    first = read(tmp_path, known, GOOD).frames["evidence"]["id"]
    more = GOOD + "carriers,hall,in_use,2026-04-30,,open day\n"
    both = read(tmp_path, known, more).frames["evidence"]["id"]
    assert both[0] == first[0]
    assert len(set(both)) == 2


@pytest.mark.parametrize(
    ("row", "field", "said"),
    [
        ("towns,pad,building,2026-05-01", "layer", "no such layer"),
        (",pad,building,2026-05-01", "layer", "no such layer"),
        ("carriers,pad,building,2026-05-01", "feature", "no such feature"),
        ("takeoff_points,,building,2026-05-01", "feature", "no such feature"),
        ("takeoff_points,pad,built,2026-05-01", "status", "no such state"),
        ("takeoff_points,pad,building,2026-02-30", "date", "not a day"),
        ("takeoff_points,pad,building,01/05/2026", "date", "not a day"),
        ("takeoff_points,pad,building,", "date", "not a day"),
        ("takeoff_points,pad,building,2026-05-03", "date", "yet to come"),
        ("takeoff_points,pad,building,2026-05-01," + "x" * 1001, "note", "too long"),
        ("takeoff_points,pad", "status", "no such state"),
    ],
)
def test_what_is_wrong_is_told_by_row_and_column(
    tmp_path: Path, known: dict[str, gpd.GeoDataFrame], row: str, field: str, said: str
) -> None:
    first = problems(tmp_path, known, f"{GOOD}{row}\n")[0]
    assert (first.row, first.field) == (2, field)
    assert said in first.reason
    assert first.remedy


def test_every_problem_is_told_at_once(tmp_path: Path, known: dict[str, gpd.GeoDataFrame]) -> None:
    found = problems(
        tmp_path, known, f"{HEADER}\na,b,c,d\n{GOOD.splitlines()[1]}\ncarriers,b,c,d\n"
    )
    assert [(one.row, one.field) for one in found] == [
        (1, "layer"),
        (1, "status"),
        (1, "date"),
        (3, "feature"),
        (3, "status"),
        (3, "date"),
    ]


def test_a_row_twice_is_told(tmp_path: Path, known: dict[str, gpd.GeoDataFrame]) -> None:
    (one,) = problems(tmp_path, known, GOOD + GOOD.splitlines()[1] + "\n")
    assert (one.row, one.reason) == (2, "row 1 says the same")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("layer,feature,status\n", "heading_missing"),
        ("layer,feature,status,date,colour\n", "heading_unknown"),
        ("layer,feature,status,date,日期\n", "heading_twice"),
        (f"{HEADER}\n", "no_rows"),
        ("", "empty"),
    ],
)
def test_what_is_wrong_with_the_whole_is_told(
    tmp_path: Path, known: dict[str, gpd.GeoDataFrame], text: str, code: str
) -> None:
    (one,) = problems(tmp_path, known, text)
    assert (one.row, one.code) == (0, code)


def test_no_such_file(tmp_path: Path, known: dict[str, gpd.GeoDataFrame]) -> None:
    with pytest.raises(InvalidInputError, match=r"absent\.csv"):
        read_evidence(EvidenceFile(tmp_path / "absent.csv", ON), known)


def test_the_guard_of_our_own_exports_is_taken_off(
    tmp_path: Path, known: dict[str, gpd.GeoDataFrame]
) -> None:
    text = f"{HEADER}\ncarriers,hall,in_use,2026-05-01,'=SUM(A1),'not ours\n"
    (one,) = records(read(tmp_path, known, text).frames["evidence"])
    assert (one["note_zh"], one["name_zh"]) == ("=SUM(A1)", "'not ours")


@given(text=st.text(st.characters(codec="utf-8"), max_size=200))
def test_any_text_is_read_or_told(
    tmp_path_factory: pytest.TempPathFactory,
    known: dict[str, gpd.GeoDataFrame],
    text: str,
) -> None:
    folder = tmp_path_factory.getbasetemp()
    for whole in (text, GOOD + text):
        with suppress(InvalidInputError):
            imported = read(folder, known, whole)
            check(LAYERS["evidence"], imported.frames["evidence"])
            assert set(imported.frames["evidence"]["evidence_class"]) == {"user_survey"}
