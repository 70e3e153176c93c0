"""A planner's own table over HTTP: JSON, a page in both languages, CSV; nothing is kept."""

import csv
import io
import re

import pytest
from fastapi.testclient import TestClient
from pydantic import TypeAdapter

from api import examples
from api.industry_specialisation import SpecialisationAnswer, TableFormatAnswer
from api.middleware import MAX_BODY_BYTES
from tests.made_workbook import workbook

ADDRESS = "/planners/specialisation"
HTML = {"Accept": "text/html"}
CSV = {"Content-Type": "text/csv"}
GOOD = (
    "镇街,产业,企业数,产值（万元）\n虎门,服装,30,1\n虎门,电子,10,\n长安,服装,10,4\n长安,电子,50,8\n"
)
BAD = "镇街,产业,企业数\n虎门,服装,x\n合计,服装,2\n"
HAN = re.compile(r"[\u4e00-\u9fff]")


def quotients(answer: dict[str, object]) -> list[float | None]:
    rows = answer["rows"]
    assert isinstance(rows, list)
    return [row["quotients"]["firms"]["value"] for row in rows]


def test_a_table_is_answered(client: TestClient) -> None:
    answer = client.post(ADDRESS, content=GOOD.encode(), headers=CSV)
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    found = answer.json()
    assert quotients(found) == pytest.approx(
        [(30 / 40) / (40 / 100), (10 / 40) / (60 / 100), (10 / 60) / (40 / 100), (50 / 60) / 0.6]
    )
    assert found["rows"][1]["quotients"]["output"] == {
        "value": None, "reading": None, "missing": "blank"
    }  # fmt: skip
    assert found["rows"][3]["quotients"]["output"]["reading"] == "at_most"
    assert found["units"] == {"output": "万元"}
    assert (found["rows"][0]["name_zh"], found["source"]) == ("虎门镇", "D003:472")


def test_every_way_of_sending_gives_the_same_answer(client: TestClient) -> None:
    rows = [line.split(",") for line in GOOD.splitlines()]
    book = workbook({"表": rows})
    ways = [
        client.post(ADDRESS, content=GOOD.encode("gb18030"), headers=CSV),
        client.post(ADDRESS, files={"file": ("t.csv", GOOD.encode(), "text/csv")}),
        client.post(ADDRESS, files={"file": ("t.xlsx", book, "application/zip")}),
        client.post(ADDRESS, content=book, headers={"Content-Type": "application/octet-stream"}),
        client.post(ADDRESS, data={"table": GOOD.replace(",", "\t").replace("\n", "\r\n")}),
        client.post(ADDRESS, data={"table": GOOD}, files={"file": ("", b"", "text/csv")}),
    ]
    expected = client.post(ADDRESS, content=GOOD.encode(), headers=CSV).json()
    forms = ["gb18030", "utf-8", "xlsx", "xlsx", "utf-8", "utf-8"]
    for answer, form in zip(ways, forms, strict=True):
        assert answer.json() == expected | {"form": form}


def test_every_problem_is_told_by_row(client: TestClient) -> None:
    answer = client.post(ADDRESS, content=BAD.encode(), headers=CSV)
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    problems = answer.json()["problems"]
    assert [(one["row"], one["field"], one["code"]) for one in problems] == [
        (1, "企业数", "number"),
        (2, "镇街", "total"),
    ]
    assert all(one["reason"] and one["remedy"] for one in problems)


@pytest.mark.parametrize(
    ("sent", "status", "word"),
    [
        ({"content": b"", "headers": CSV}, 422, "no table"),
        ({"content": b"{}", "headers": {"Content-Type": "application/json"}}, 400, "text/csv"),
        ({"content": GOOD.encode()}, 400, "text/csv"),
        ({"data": {"tabel": GOOD}}, 400, "tabel"),
        ({"data": {"table": GOOD}, "files": {"file": ("t.csv", GOOD)}}, 422, "pasted"),
        ({"files": [("file", ("a.csv", "a")), ("file", ("b.csv", "b"))]}, 400, ""),
        ({"content": b"--x", "headers": {"Content-Type": "multipart/form-data"}}, 400, ""),
        (
            {"content": b"x", "headers": {"Content-Type": "multipart/form-data; boundary=y"}},
            400,
            "",
        ),
        ({"data": {"table": "镇街\x00"}}, 422, "UTF-8"),
        ({"content": b"a" * (MAX_BODY_BYTES + 1), "headers": CSV}, 413, "larger"),
    ],
)
def test_what_is_no_table_is_refused(
    client: TestClient, sent: dict[str, object], status: int, word: str
) -> None:
    answer = client.post(ADDRESS, **sent)  # type: ignore[arg-type]  # one of several keywords
    assert answer.status_code == status
    problem = answer.json()
    assert word in f"{problem['detail']} {problem['remedy']}"


@pytest.mark.parametrize("query", ["?x=1", "?f=xml", "?f=csv&f=csv"])
def test_parameters_are_known_and_stand_once(client: TestClient, query: str) -> None:
    assert client.post(ADDRESS + query, content=GOOD.encode(), headers=CSV).status_code == 400
    assert client.get(ADDRESS + query.replace("csv", "json")).status_code == 400
    assert client.get(f"{ADDRESS}/template.csv{query}").status_code == 400


@pytest.mark.parametrize(
    ("lang", "words"),
    [("zh", ("虎门镇", "区位商", "至多", "表中为空", "万元")),
     ("en", ("Humen", "Location quotients", "at most", "blank in the table"))],
)  # fmt: skip
def test_the_page_shows_the_same_figures(
    client: TestClient, lang: str, words: tuple[str, ...]
) -> None:
    answer = client.post(f"{ADDRESS}?lang={lang}", data={"table": GOOD}, headers=HTML)
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/html")
    assert answer.headers["cache-control"] == "no-store"
    assert [word for word in words if word not in answer.text] == []
    as_json = client.post(ADDRESS, content=GOOD.encode(), headers=CSV).json()
    for value in quotients(as_json):
        assert f"{value:.2f}" in answer.text


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("shown", ["html", "csv"])
def test_problems_are_told_on_the_page_and_the_text_stays(
    client: TestClient, lang: str, shown: str
) -> None:
    address = f"{ADDRESS}?lang={lang}&f={shown}"
    answer = client.post(address, data={"table": BAD}, headers=HTML)
    assert answer.status_code == 422
    assert answer.headers["content-type"].startswith("text/html")
    page = answer.text
    assert {"zh": "合计行会把一切重复计一次", "en": "A row of totals"}[lang] in page
    assert {"zh": "不是数", "en": "Not a number"}[lang] in page
    assert "虎门,服装,x" in page


def test_results_leave_as_csv_with_all_that_json_says(client: TestClient) -> None:
    answer = client.post(f"{ADDRESS}?f=csv", data={"table": GOOD}, headers=HTML)
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert "attachment" in answer.headers["content-disposition"]
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    as_json = client.post(ADDRESS, content=GOOD.encode(), headers=CSV).json()
    assert [float(row["firms_lq"]) for row in rows] == quotients(as_json)
    assert [row["output_lq_note"] for row in rows] == ["at_most", "blank", "at_least", "at_most"]
    hostile = GOOD.replace("服装", "@SUM(A1)")
    answer = client.post(f"{ADDRESS}?f=csv", content=hostile.encode(), headers=CSV)
    assert "'@SUM(A1)" in answer.text


def test_the_template_is_a_table_without_rows(client: TestClient) -> None:
    template = client.get(f"{ADDRESS}/template.csv")
    assert template.headers["content-type"] == "text/csv; charset=utf-8"
    assert template.content.startswith(b"\xef\xbb\xbf")
    refused = client.post(ADDRESS, content=template.content, headers=CSV)
    assert [one["code"] for one in refused.json()["problems"]] == ["no_rows"]
    columns = client.get(ADDRESS).json()["columns"]
    assert template.content.decode("utf-8-sig").strip().split(",") == [one["zh"] for one in columns]


def test_nothing_is_kept(client: TestClient) -> None:
    before = client.get("/readyz").json()
    client.post(ADDRESS, data={"table": GOOD.replace("服装", "只此一见")}, headers=HTML)
    assert client.get("/readyz").json() == before
    assert "只此一见" not in client.get(ADDRESS, headers=HTML).text


def test_the_planners_page_leads_here(client: TestClient) -> None:
    for lang, address in (("zh", ADDRESS), ("en", f"{ADDRESS}?lang=en")):
        page = client.get(f"/planners/towns?lang={lang}", headers=HTML).text
        assert f'href="{address}"' in page
        assert client.get(address, headers=HTML).status_code == 200


def test_the_examples_have_the_shape_of_the_answers(client: TestClient) -> None:
    format_, answer = TypeAdapter(TableFormatAnswer), TypeAdapter(SpecialisationAnswer)
    shown = examples.TABLE_FORMAT
    assert format_.dump_python(format_.validate_python(shown), mode="json") == shown
    assert shown.keys() == client.get(ADDRESS).json().keys()
    shown = examples.SPECIALISATION
    assert answer.dump_python(answer.validate_python(shown), mode="json") == shown
    told = client.post(ADDRESS, content=examples.OWN_TABLE.encode(), headers=CSV).json()
    assert shown.keys() == told.keys()
    assert shown["extents"] == told["extents"]
    assert shown["rows"][0]["quotients"] == told["rows"][0]["quotients"]


def test_the_example_can_be_handed_in_as_it_is(client: TestClient) -> None:
    example = client.get(f"{ADDRESS}/example.csv")
    assert example.content.startswith(b"\xef\xbb\xbf")
    answer = client.post(ADDRESS, content=example.content, headers=CSV)
    assert answer.status_code == 200
    assert len(answer.json()["rows"]) == 6


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_file_with_a_problem_comes_back_as_text_to_be_mended(
    client: TestClient, encoding: str
) -> None:
    file = "镇街,产业,企业数\r\n虎门,服装,许多\r\n".encode(encoding)
    answer = client.post(
        ADDRESS, files={"file": ("t.csv", file, "text/csv")}, headers={"Accept": "text/html"}
    )
    assert answer.status_code == 422
    assert "虎门,服装,许多" in answer.text.split("<textarea")[1]
