"""Drift, plan against built and targets over HTTP: JSON, CSV, pages in both languages."""

import csv
import datetime as dt
import io
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient
from pydantic import TypeAdapter

from api import plans_answers, plans_examples
from api.plans_answers import csv_file
from api.routes.plans import today
from gis.policy.results import Change

HTML = {"Accept": "text/html"}
HAN = re.compile(r"[\u4e00-\u9fff]")
MARKED = re.compile(r'<span lang="zh-CN">.*?</span>|<a[^>]*lang="zh-CN"[^>]*>.*?</a>', re.DOTALL)
NAMES = ("drift", "built", "targets")
LISTS = {"drift": "changes", "built": "features", "targets": "targets"}


def answer(client: TestClient, name: str, query: str = "") -> dict[str, Any]:
    found = client.get(f"/planners/{name}?{query}")
    assert found.status_code == 200, found.text
    return dict(found.json())


def table(client: TestClient, name: str, query: str = "") -> list[dict[str, str]]:
    found = client.get(f"/planners/{name}?{query}&f=csv")
    assert found.status_code == 200
    assert found.content.startswith(b"\xef\xbb\xbf")
    assert found.headers["content-type"] == "text/csv; charset=utf-8"
    assert f'filename="guantu-{name}.csv"' in found.headers["content-disposition"]
    return list(csv.DictReader(io.StringIO(found.content.decode("utf-8-sig"), newline="")))


@pytest.fixture
def in_2030(client: TestClient) -> Iterator[TestClient]:
    """Yield a client of an application that takes it to be 2030."""
    overrides = client.app.dependency_overrides  # type: ignore[attr-defined]  # a FastAPI
    overrides[today] = lambda: dt.date(2030, 1, 1)
    yield client
    del overrides[today]


@pytest.mark.parametrize(
    ("shape", "example", "name"),
    [
        (plans_answers.DriftAnswer, plans_examples.DRIFT, "drift"),
        (plans_answers.BuiltAnswer, plans_examples.BUILT, "built"),
        (plans_answers.TargetsAnswer, plans_examples.TARGETS, "targets"),
    ],
)
def test_an_example_has_every_field_of_the_answer_and_no_other(
    client: TestClient, shape: type, example: dict[str, Any], name: str
) -> None:
    adapter = TypeAdapter(shape)
    assert adapter.dump_python(adapter.validate_python(example), mode="json") == example
    found = answer(client, name)
    assert example.keys() == found.keys()
    assert example[LISTS[name]][0].keys() == found[LISTS[name]][0].keys()


@pytest.mark.parametrize("name", NAMES)
def test_an_answer_is_kept_by_its_client(client: TestClient, name: str) -> None:
    first = client.get(f"/planners/{name}")
    again = client.get(f"/planners/{name}", headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 304


def test_changes_carry_the_clauses_of_both_sides(client: TestClient) -> None:
    found = answer(client, "drift")
    assert found["basis"] == "inferred"
    assert "等" not in found["rule_en"]
    assert [plan["year"] for plan in found["plans"]] == [2018, 2022, 2024, 2026]
    counts = Counter(one["change"] for one in found["changes"])
    assert found["counts"] == {change: counts[change] for change in Change}
    for one in found["changes"]:
        before, after = one["clauses_before"], one["clauses_after"]
        assert bool(before) == (one["change"] != "added")
        assert bool(after) == (one["change"] in ("added", "kept"))
        assert {clause["document"] for clause in before} <= {one["before"]}
        assert {clause["document"] for clause in after} <= {one["after"]}
        assert one["after"] in found["addressed"][one["field"]]
    names = {one["field"] for one in found["histories"]}
    assert names == found["addressed"].keys()


def test_a_plan_that_does_not_address_a_field_drops_nothing(client: TestClient) -> None:
    for one in answer(client, "drift")["histories"]:
        assert ("dropped" in one["plans"].values()) <= ("direct" in one["plans"].values()
                or "through_area" in one["plans"].values())  # fmt: skip
    materials = answer(client, "drift", "field=materials")
    assert "d001" not in materials["addressed"]["materials"]
    assert {one["plans"]["d001"] for one in materials["histories"]} == {"not_addressed"}
    assert {(one["before"], one["after"]) for one in materials["changes"]} == {("d003", "d004")}


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ("field=electronics", lambda one: one["field"] == "electronics"),
        ("town=songshanhu", lambda one: one["unit"] == "songshanhu"),
        ("change=dropped", lambda one: one["change"] == "dropped"),
        ("field=&town=&change=&level=", lambda _one: True),
        ("town=humen&field=electronics&change=added", lambda one: (
            (one["unit"], one["field"], one["change"]) == ("humen", "electronics", "added"))),
    ],
)  # fmt: skip
def test_changes_are_chosen(client: TestClient, query: str, kept: Any) -> None:
    everything = answer(client, "drift")["changes"]
    assert answer(client, "drift", query)["changes"] == [one for one in everything if kept(one)]


def test_places_as_written_are_another_level(client: TestClient) -> None:
    found = answer(client, "drift", "level=place&town=shuixiang")
    assert {one["level"] for one in found["changes"]} == {"place"}
    assert not any(one["through_area"] for one in found["changes"])
    units = {one["unit"] for one in found["changes"]}
    assert "shuixiang" in units
    assert "humen" not in units


def test_the_points_reported_open_and_then_being_built(client: TestClient) -> None:
    found = answer(client, "built", "contradicted=true")
    assert found["contradicted"] == len(found["features"]) == 3
    for one in found["features"]:
        assert (one["layer"], one["towns"]) == ("takeoff_points", ["nancheng"])
        first, second = one["evidence"]
        assert (first["status"], first["on"]) == ("in_use", "2026-02-02")
        assert (second["status"], second["on"]) == ("building", "2026-03-03")
    whole = answer(client, "built")
    assert whole["counts"] == found["counts"]
    assert sum(sum(layer.values()) for layer in whole["counts"].values()) == len(whole["features"])
    only = [
        one
        for one in whole["features"]
        if {said["evidence_class"] for said in one["evidence"]} == {"plan_text"}
    ]
    assert whole["plan_text_only"] == len(only)
    bare = [
        one
        for one in whole["features"]
        if one["status"] in ("planned", "building", "testing", "in_use")
        and all(said["status"] != one["status"] for said in one["evidence"])
    ]
    assert whole["unsupported"] == len(bare) > 0


@pytest.mark.parametrize(
    ("query", "kept", "with_gaps"),
    [
        ("layer=landmarks", lambda one: one["layer"] == "landmarks", False),
        ("layer=carriers", lambda one: one["layer"] == "carriers", True),
        ("contradicted=false", lambda one: not one["contradicted"], True),
        ("layer=&town=&contradicted=", lambda _one: True, True),
    ],
)
def test_features_are_chosen(client: TestClient, query: str, kept: Any, with_gaps: bool) -> None:
    everything, found = answer(client, "built"), answer(client, "built", query)
    assert found["features"] == [one for one in everything["features"] if kept(one)]
    assert found["gaps"] == (everything["gaps"] if with_gaps else [])


def test_a_town_has_its_own_features_and_gaps(client: TestClient) -> None:
    everything, found = answer(client, "built"), answer(client, "built", "town=dalang")
    assert found["features"] == [one for one in everything["features"] if "dalang" in one["towns"]]
    assert found["gaps"] == [one for one in everything["gaps"] if one["town"] == "dalang"]
    assert {one["carrier"] for one in found["unlocated"]} < {
        one["carrier"] for one in everything["unlocated"]
    }


def test_only_what_can_be_counted_is_judged(client: TestClient) -> None:
    found = answer(client, "targets")
    assert found["total"] == len(found["targets"]) == sum(found["counts"].values())
    judged = [one for one in found["targets"] if one["current"] is not None]
    assert found["countable"] == len(judged) == 2
    assert {one["met"] for one in found["targets"] if one["current"] is None} == {"no_data"}
    assert {one["operator"] for one in found["targets"]} >= {"ge", "gt", "eq"}


def test_targets_are_past_when_their_year_is_over(in_2030: TestClient) -> None:
    found = answer(in_2030, "targets")
    assert found["today"] == "2030-01-01"
    for one in found["targets"]:
        assert one["past_due"] == (one["due"] is not None and one["due"] < 2030)
    assert any(one["due"] == 2028 and one["past_due"] for one in found["targets"])
    page = in_2030.get("/planners/targets", headers=HTML).text
    assert "2030年1月1日" in page


def test_targets_are_chosen(client: TestClient) -> None:
    everything = answer(client, "targets")["targets"]
    found = answer(client, "targets", "document=d004&met=no_data")["targets"]
    assert found == [
        one for one in everything if (one["document"], one["met"]) == ("d004", "no_data")
    ]
    assert found
    for due, year in (("2025", 2025), ("none", None)):
        found = answer(client, "targets", f"due={due}")["targets"]
        assert found == [one for one in everything if one["due"] == year]
        assert found


def test_csv_says_what_json_says(client: TestClient) -> None:
    changes, rows = answer(client, "drift")["changes"], table(client, "drift")
    assert [(row["field"], row["unit"], row["change"]) for row in rows] == [
        (one["field"], one["unit"], one["change"]) for one in changes
    ]
    assert {row["basis"] for row in rows} == {"inferred"}
    assert [row["clauses_after"].count(" line ") for row in rows] == [
        len(one["clauses_after"]) for one in changes
    ]
    features, rows = answer(client, "built")["features"], table(client, "built")
    said = Counter(row["feature"] for row in rows)
    assert said == {one["feature"]: max(1, len(one["evidence"])) for one in features}
    assert {row["says"] for row in rows} <= {
        "planned", "building", "testing", "in_use", "suspended", "unknown", "",
    }  # fmt: skip
    targets, rows = answer(client, "targets")["targets"], table(client, "targets")
    assert [row["figure"] for row in rows] == [one["figure"] for one in targets]
    assert [row["met"] for row in rows] == [one["met"] for one in targets]
    assert {row["past_due"] for row in rows} == {"true", "false"}


@pytest.mark.parametrize("name", NAMES)
def test_no_cell_is_a_formula(client: TestClient, name: str) -> None:
    starts = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")
    cells = [cell for row in table(client, name) for cell in row.values()]
    assert [cell for cell in cells if cell.startswith(starts)] == []


def test_a_formula_is_disarmed() -> None:
    assert csv_file(["a"], [["=1+1"], ["x"]]).decode("utf-8-sig") == "a\r\n'=1+1\r\nx\r\n"


def test_drift_of_a_field_opens_on_the_last_plan_that_speaks_of_it(client: TestClient) -> None:
    found = client.get("/planners/drift").json()
    years = {one["document"]: one["year"] for one in found["plans"]}
    opened = {}
    for field, documents in found["addressed"].items():
        page = client.get(
            "/planners/drift",
            params={"field": field, "lang": "en"},
            headers={"Accept": "text/html"},
        ).text
        opened[field] = max(years[one] for one in documents)
        assert f'<li class="now">{opened[field]}</li>' in page
        assert ("Opens on" in page) == (opened[field] < max(years.values()))
    assert len(set(opened.values())) > 2
    asked = client.get(
        "/planners/drift",
        params={"field": "materials", "year": "2022", "lang": "en"},
        headers={"Accept": "text/html"},
    ).text
    assert '<li class="now">2022</li>' in asked
    assert "Opens on" not in asked
