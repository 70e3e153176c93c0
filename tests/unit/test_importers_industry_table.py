"""A planner's table: what is read, in which forms, and every problem by its row."""

import csv
import io
import zipfile

import geopandas as gpd
import pytest

from gis.errors import InvalidRowsError, RowProblem
from gis.policy.results_specialisation import IndustryRow, Measure, YieldIndex
from layers.importers import industry_table, sheets
from layers.importers.industry_columns import COLUMNS, TableColumn, read_headings
from layers.importers.industry_table import IndustryTable, read_industry_table
from layers.seed.pack import read_pack
from tests.made_workbook import Formula, workbook

FIRMS, OUTPUT, EMPLOYMENT = Measure
HEADER = "镇街,产业,企业数,产值,从业人数"


@pytest.fixture(scope="module")
def towns() -> gpd.GeoDataFrame:
    return read_pack()["towns"]


def read(text: str, towns: gpd.GeoDataFrame, encoding: str = "utf-8") -> IndustryTable:
    return read_industry_table(text.encode(encoding), towns)


def problems(content: str | bytes, towns: gpd.GeoDataFrame) -> list[RowProblem]:
    given = content.encode() if isinstance(content, str) else content
    with pytest.raises(InvalidRowsError) as caught:
        read_industry_table(given, towns)
    return list(caught.value.problems)


def codes(content: str | bytes, towns: gpd.GeoDataFrame) -> list[tuple[int, str]]:
    return [(problem.row, problem.code) for problem in problems(content, towns)]


@pytest.mark.parametrize(
    ("encoding", "form"), [("utf-8", "utf-8"), ("utf-8-sig", "utf-8"), ("gb18030", "gb18030")]
)
@pytest.mark.parametrize("mark", [",", "\t", ";"])
def test_a_table_is_read_in_each_form(
    towns: gpd.GeoDataFrame, encoding: str, form: str, mark: str
) -> None:
    text = f"{HEADER}\r\n虎门镇,服装,120,3.5,\r\n\r\n 长安 ,模具,0,-,8e2\r\n".replace(",", mark)
    found = read(text, towns, encoding)
    assert found.form == form
    assert found.rows == (
        IndustryRow("humen", "服装", None, {FIRMS: 120.0, OUTPUT: 3.5, EMPLOYMENT: None}, {}),
        IndustryRow("changan", "模具", None, {FIRMS: 0.0, OUTPUT: None, EMPLOYMENT: 800.0}, {}),
    )


@pytest.mark.parametrize("column", COLUMNS, ids=lambda column: column.field.value)
def test_every_heading_is_known_in_both_languages(column: TableColumn) -> None:
    for name in (column.zh, column.en, column.field.value, column.en.upper(), *column.others):
        assert read_headings([f" {name} "]).fields == (column.field,)


def test_a_unit_in_brackets_is_told_and_changes_nothing(towns: gpd.GeoDataFrame) -> None:
    found = read("Town,Industry,产值（万元）,亩均税收 (万元/亩)\nHumen,Toys,12,3", towns)
    assert found.units == {OUTPUT: "万元", YieldIndex.TAX_PER_MU: "万元/亩"}
    assert found.rows[0].measures == {OUTPUT: 12.0}


@pytest.mark.parametrize(
    "town", ["虎门", "虎门镇", "东莞市虎门镇", "Humen", "humen", "441900121", "441900121000"]
)
def test_a_town_is_found_by_any_usual_name(towns: gpd.GeoDataFrame, town: str) -> None:
    assert read(f"town,industry,firms\n{town},A,1", towns).rows[0].town == "humen"


def test_industries_are_one_whatever_their_width_case_and_spaces(towns: gpd.GeoDataFrame) -> None:
    found = read(
        "镇街,产业,企业数\n虎门,5G 通信,1\n长安,\uff15\uff47\u3000通信,2\n大朗,5g  通信,3", towns
    )
    assert {row.industry for row in found.rows} == {"5G 通信"}


def test_years_keep_rows_apart(towns: gpd.GeoDataFrame) -> None:
    found = read("镇街,产业,年份,企业数\n虎门,服装,2022,1\n虎门,服装,2023年,2", towns)
    assert [row.year for row in found.rows] == [2022, 2023]


@pytest.mark.parametrize(
    ("written", "number"),
    [("1234.5", 1234.5), ('"1,234.5"', 1234.5), ("\uff11\uff12", 12.0), ("1.2E+03", 1200.0),
     (".5", 0.5), ("5.", None), ("0", 0.0), ("—", None), ("N/A", None), ("", None)],
)  # fmt: skip
def test_numbers_as_people_write_them(
    towns: gpd.GeoDataFrame, written: str, number: float | None
) -> None:
    if written == "5.":
        assert codes(f"镇街,产业,产值\n虎门,服装,{written}", towns) == [(1, "number")]
    else:
        row = read(f"镇街,产业,产值\n虎门,服装,{written}", towns).rows[0]
        assert row.measures == {OUTPUT: number}


@pytest.mark.parametrize(
    ("column", "written", "code"),
    [
        ("产值", "=A1+B1", "formula"),
        ("产值", "3.5%", "percent"),
        ("产值", "1.2亿", "number"),
        ("产值", '"1,23"', "number"),
        ("产值", "1 234", "number"),
        ("产值", "nan", "number"),
        ("产值", "inf", "number"),
        ("产值", "1e99", "too_large"),
        ("产值", "1e999", "number"),
        ("产值", "1_000", "number"),
        ("产值", "٣", "number"),
        ("产值", "#REF!", "number"),
        ("产值", "9" * 41, "number"),
        ("产值", "-1", "negative"),
        ("产值", "\u22121", "negative"),
        ("企业数", "1.5", "whole"),
        ("从业人数", "-0.1", "negative"),
        ("R&D经费支出占主营业务收入之比", "-1", "negative"),
        ("年份", "24", "year"),
        ("年份", "1900", "year"),
        ("年份", "", "year"),
    ],
)
def test_a_cell_that_is_no_figure_is_told_with_its_place(
    towns: gpd.GeoDataFrame, column: str, written: str, code: str
) -> None:
    more = "" if column != "年份" else ",企业数"
    text = f"镇街,产业,{column}{more}\n虎门,服装,{written}{more and ',1'}\n"
    (problem,) = problems(text, towns)
    assert (problem.row, problem.field, problem.code) == (1, column, code)
    assert problem.value == written.strip('"')
    assert problem.reason
    assert problem.remedy


def test_what_is_worth_less_than_nothing_may_be(towns: gpd.GeoDataFrame) -> None:
    found = read("镇街,产业,亩均税收,亩均增加值\n虎门,服装,-2,-3.5", towns)
    assert set(found.rows[0].indices.values()) == {-2.0, -3.5}


def test_every_problem_is_told_and_nothing_is_used(towns: gpd.GeoDataFrame) -> None:
    text = (
        f"{HEADER}\n虎门,服装,1,1,1\n莞城区域,服装,x,1,1\n合计,服装,1,1,1\n,,1,1,1\n"
        "虎门镇,服装,2,2,y\n长安,小计,1,1,1\n大朗,毛织,1,1,1,1\n"
    )
    assert codes(text, towns) == [
        (2, "town_unknown"),
        (2, "number"),
        (3, "total"),
        (4, "blank_key"),
        (4, "blank_key"),
        (5, "number"),
        (5, "twice"),
        (6, "total"),
        (7, "cells"),
    ]
    twice = next(one for one in problems(text, towns) if one.code == "twice")
    assert twice.detail == "1"


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("镇街,产业,什么", ["heading_unknown", "no_figures"]),
        ("镇街,产业,企业数,firms", ["heading_twice"]),
        ("镇街,企业数", ["heading_missing"]),
        ("企业数,产值", ["heading_missing", "heading_missing"]),
        ("镇街,产业,年份", ["no_figures"]),
    ],
)
def test_headings_that_cannot_be_used(
    towns: gpd.GeoDataFrame, header: str, expected: list[str]
) -> None:
    assert codes(f"{header}\n虎门,服装,2020,1\n", towns)[: len(expected)] == [
        (0, code) for code in expected
    ]


def test_an_unknown_heading_is_told_once_and_the_rows_are_checked(towns: gpd.GeoDataFrame) -> None:
    text = "镇街,产业,企业数,备注,\n虎门,服装,x,好,\n长安,服装,1,好,多\n"
    assert codes(text, towns) == [(0, "heading_unknown"), (1, "number"), (2, "unheaded")]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf\r\n \r\n", "empty"),
        (HEADER.encode(), "no_rows"),
        (HEADER.encode("utf-16"), "encoding"),
        (b"\xff\xff\xff", "encoding"),
        (f"{HEADER}\n\"虎门,1".encode(), "quotes"),
        (b"PK\x03\x04 but no archive", "workbook"),
    ],
)  # fmt: skip
def test_what_is_no_table(towns: gpd.GeoDataFrame, content: bytes, code: str) -> None:
    assert codes(content, towns) == [(0, code)]


def test_an_archive_that_is_no_workbook(towns: gpd.GeoDataFrame) -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    assert codes(content.getvalue(), towns) == [(0, "workbook")]


def test_too_much_is_refused(towns: gpd.GeoDataFrame, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(industry_table, "MAX_ROWS", 2)
    text = "镇街,产业,企业数\n" + "".join(f"虎门,{n},1\n" for n in range(3))
    assert len(read(text.rpartition("虎门")[0], towns).rows) == 2
    assert codes(text, towns) == [(0, "too_many")]
    book = [line.split(",") for line in text.split()]
    assert codes(workbook({"表": book}), towns) == [(0, "too_many")]
    monkeypatch.setattr(sheets, "MAX_UNPACKED_BYTES", 100)
    assert codes(workbook({"表": book}), towns) == [(0, "unpacks")]


def test_problems_without_end_are_told_to_an_end(
    towns: gpd.GeoDataFrame, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(industry_table, "MOST_PROBLEMS", 3)
    text = "镇街,产业,企业数\n" + "".join(f"虎门,{n},x\n" for n in range(9))
    assert codes(text, towns) == [(1, "number"), (2, "number"), (3, "number"), (3, "many")]


def test_a_workbook_is_read_as_its_cells_stand(towns: gpd.GeoDataFrame) -> None:
    found = read_industry_table(
        workbook(
            {
                "数据": [
                    ["镇街", "产业", "年份", "企业数", "产值（万元）"],
                    ["虎门镇", "服装", 2023, 12, 0.1],
                    [],
                    ["长安", "模具", 2023.0, Formula("D2*2", "24"), Formula("E2+1")],
                ],
                "说明": [["只读第一张表"]],
            }
        ),
        towns,
    )
    assert found.form == "xlsx"
    assert found.left_out == ("说明",)
    assert found.units == {OUTPUT: "万元"}
    assert [row.measures for row in found.rows] == [
        {FIRMS: 12.0, OUTPUT: 0.1},
        {FIRMS: 24.0, OUTPUT: None},
    ]


def test_a_workbook_and_a_csv_of_the_same_cells_are_the_same(towns: gpd.GeoDataFrame) -> None:
    rows = [["镇街", "产业", "亩均税收"], ["虎门", "服装", "1,234.5"], ["长安", "服装", "-"]]
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    book = read_industry_table(workbook({"表": rows}), towns)
    assert book.rows == read(text.getvalue(), towns).rows


def test_an_area_and_a_town_of_it_may_count_the_same_twice(towns: gpd.GeoDataFrame) -> None:
    text = "镇街,产业,企业数\n滨海湾新区,服装,1\n虎门,服装,1\n大朗,服装,1"
    assert read(text, towns).overlaps == (("binhaiwan", "humen"),)
    assert read(text.replace("虎门", "常平"), towns).overlaps == ()
