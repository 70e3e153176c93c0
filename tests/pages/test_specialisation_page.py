"""The page of a planner's own table: whole, honest about gaps, in the page's own language."""

import re
from collections import Counter
from pathlib import Path

import geopandas as gpd
import pytest

from gis.errors import InvalidRowsError, RowProblem
from gis.policy.specialisation import specialisation
from layers.importers.industry_columns import COLUMNS
from layers.importers.industry_table import read_industry_table
from tests.page_views import NONCE, Frames
from tests.pages.markup import Markup
from tests.pages.test_hostile_texts import PAYLOADS
from tests.pages.test_marked_languages import Unmarked
from web.pages import Pages
from web.planner import specialisation_page, specialisation_tables
from web.planner.specialisation_view import OwnTable, SpecialisationView
from web.views import Language, Shell

HAN = re.compile(r"[\u3400-\u9fff]")
HEADER = "镇街,产业,年份,企业数,产值（万元）,从业人数,亩均税收,亩均增加值"
ROWS = (
    "虎门,{0},2023,30,1,9,5,1",
    "长安,{0},2023,10,,2,4,1",
    "大朗,{0},2023,20,3,1,3,1",
    "常平,{0},2023,5,2,1,2,1",
    "厚街,{0},2023,15,1,1,1,",
    "虎门,电子,2023,0,0,4,7,7",
    "滨海湾新区,电子,2022,7,7,7,-7,7",
)
every_language = pytest.mark.parametrize("language", list(Language))


@pytest.fixture(scope="module")
def towns(pack: Frames) -> gpd.GeoDataFrame:
    return pack["towns"]


def text(industry: str = "服装") -> str:
    quoted = '"{}"'.format(industry.replace('"', '""'))
    return "\n".join((HEADER, *(row.format(quoted) for row in ROWS)))


def view(
    towns: gpd.GeoDataFrame,
    language: Language,
    table: str = "",
    problems: tuple[RowProblem, ...] = (),
) -> SpecialisationView:
    own = None
    if table:
        read = read_industry_table(table.encode(), towns)
        units = {str(column): unit for column, unit in read.units.items()}
        left_out = ("说明",)
        own = OwnTable(specialisation(read.rows), read.form, units, left_out, read.overlaps)
    return SpecialisationView(
        shell=Shell(language, "/planners/specialisation", (("q", "1"),), "7", "GS"),
        names={
            row.id: (row.name_zh, row.name_en)
            for row in towns[["id", "name_zh", "name_en"]].itertuples()
        },
        columns=tuple((one.zh, one.en, one.required) for one in COLUMNS),
        most_rows=20_000,
        most_bytes=1_000_000,
        table=own,
        problems=problems,
        pasted=table,
    )


def html(found: SpecialisationView) -> str:
    return Pages().specialisation(found, NONCE)


@every_language
@pytest.mark.parametrize("table", ["", text()], ids=["form", "results"])
def test_whole_and_self_sufficient(towns: gpd.GeoDataFrame, language: Language, table: str) -> None:
    source = html(view(towns, language, table))
    page = Markup(source)
    assert page.unclosed == []
    ids = Counter(one.attributes["id"] for one in page.elements if "id" in one.attributes)
    assert [name for name, number in ids.items() if number > 1] == []
    assert len(page.all("h1")) == 1
    for one in page.elements:
        assert "style" not in one.attributes
        for attribute in ("href", "src", "action", "formaction"):
            assert one.attributes.get(attribute, "/").startswith(("/", "#"))
    if language is Language.EN:
        headings = page.all("h1") + page.all("h2")
        headings += [one for one in page.all("th") if one.attributes["scope"] == "col"]
        assert [one.text for one in headings if HAN.search(one.text)] == []
        pasted = f"\n{table}</textarea>".replace('"', "&#34;")
        assert Unmarked(source.replace(pasted, "</textarea>")).found == []


def test_below_another_path_and_in_its_language(towns: gpd.GeoDataFrame) -> None:
    page = Markup(Pages("/guantu").specialisation(view(towns, Language.EN), NONCE))
    (form,) = [one for one in page.all("form") if one.attributes.get("method") == "post"]
    assert form.attributes["action"] == "/guantu/planners/specialisation?lang=en"
    assert form.attributes["enctype"] == "multipart/form-data"
    buttons = {one.attributes.get("formaction", "") for one in page.all("button")}
    assert buttons == {"", "/guantu/planners/specialisation?f=csv&lang=en"}


def test_results_say_what_is_missing_and_what_is_assumed(towns: gpd.GeoDataFrame) -> None:
    page = Markup(html(view(towns, Language.ZH, text())))
    main = page.all("main")[0].text
    for said in (
        "推断，不是文件结论",
        "D003 第 472 行",
        "“产值”有 1 格空白",
        "按“没有”计（假设）",
        "滨海湾新区与虎门镇有重叠",
        "产值 万元",
        "没有读其余的表：说明",
        "表不保存",
    ):
        assert said in main
    tables = {table.attributes["id"]: table.text for table in page.all("table")}
    assert tables.keys() == {"quotients", "standings", "columns"}
    assert "至多" in tables["quotients"]
    assert "表中为空" in tables["quotients"]
    assert "同产业的行太少" in tables["standings"]
    assert "A · 90" in tables["standings"]
    assert "2 项中的 1 项" in tables["standings"]
    assert "nan" not in main.lower()


def test_rows_are_grouped_by_industry_with_the_highest_first(towns: gpd.GeoDataFrame) -> None:
    found = view(towns, Language.ZH, text())
    assert found.table is not None
    rows = specialisation_tables.in_reading_order(found.table.found)
    assert [row.year for row in rows] == [2023] * 6 + [2022]
    assert [row.industry for row in rows[:6]] == ["服装"] * 5 + ["电子"]
    values = [next(iter(row.quotients.values())).value or 0 for row in rows[:5]]
    assert values == sorted(values, reverse=True)
    by_score = specialisation_tables.in_reading_order(found.table.found, by_score=True)
    scores = [row.score and row.score.value for row in by_score[:5]]
    assert scores == [90, 70, 50, 30, 10]


def test_a_page_does_not_grow_without_end(
    towns: gpd.GeoDataFrame, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(specialisation_tables, "ROWS_SHOWN", 3)
    monkeypatch.setattr(specialisation_page, "ROWS_SHOWN", 3)
    page = Markup(html(view(towns, Language.ZH, text())))
    assert "前 3 行，共 7 行" in page.all("main")[0].text
    monkeypatch.setattr(specialisation_page, "PROBLEMS_SHOWN", 2)
    many = tuple(RowProblem(row, "a", "b", "c", "d", "number") for row in range(1, 6))
    page = Markup(html(view(towns, Language.ZH, problems=many)))
    assert "另有 3 处未列出" in page.all("main")[0].text


WRONG = (
    "",
    HEADER,
    "镇街,产业,什么,企业数,firms,,\n",
    "企业数\n1",
    "镇街,产业,年份,企业数,产值,\n无,合计,20,=1,3%,x\n虎门,,2020,1.5,-1,\n虎门,a,2020,1,1e99,\n",
    f"镇街,产业,企业数\n虎门,{'长' * 81},x\n虎门,a,1\n虎门,a,1\n虎门,b,1,1\n",
    '镇街,产业,企业数\n"虎门',
)


@every_language
@pytest.mark.parametrize("table", WRONG, ids=range(len(WRONG)))
def test_problems_are_told_in_the_pages_own_words(
    towns: gpd.GeoDataFrame, language: Language, table: str
) -> None:
    with pytest.raises(InvalidRowsError) as caught:
        read_industry_table(table.encode(), towns)
    problems = caught.value.problems
    page = Markup(html(view(towns, language, problems=problems)))
    said = next(one for one in page.all("table") if one.attributes["id"] == "problems").text
    assert "{" not in said
    words = page.all("td")[2 : 3 * len(problems) : 3]
    for problem, cell in zip(problems, words, strict=True):
        assert problem.reason not in said or language is Language.EN
        assert bool(HAN.search(cell.text)) is (language is Language.ZH), problem


def test_every_sentence_is_of_a_problem_that_is_raised() -> None:
    root = Path(specialisation_page.__file__).parents[2]
    raising = ("layers/importers/sheets.py", "layers/importers/industry_columns.py",
               "layers/importers/industry_table.py", "api/routes/specialisation.py")  # fmt: skip
    source = "".join((root / name).read_text(encoding="utf-8") for name in raising)
    assert [code for code in specialisation_page._PROBLEMS if f'"{code}"' not in source] == []


def test_a_problem_the_page_has_no_words_for_keeps_its_own(towns: gpd.GeoDataFrame) -> None:
    problem = RowProblem(3, "x", "y", "an unheard-of reason", "a remedy", "unheard-of")
    assert "an unheard-of reason a remedy" in html(view(towns, Language.ZH, problems=(problem,)))


@pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS)
def test_a_users_texts_stay_texts(towns: gpd.GeoDataFrame, payload: str) -> None:
    clean = Markup(html(view(towns, Language.ZH, text())))
    page = Markup(html(view(towns, Language.ZH, text(payload))))
    shapes = [
        Counter((one.name, tuple(sorted(one.attributes))) for one in found.elements)
        for found in (clean, page)
    ]
    assert shapes[0] == shapes[1]
    assert payload in page.all("main")[0].text
    hostile = (RowProblem(1, payload, payload, payload, payload, ""),)
    assert payload in Markup(html(view(towns, Language.ZH, problems=hostile))).all("main")[0].text
