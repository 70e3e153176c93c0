"""What the operator's page is asked about new sites: as the siting family answers it, kept."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.made_scenarios import CARRIER, body

HTML = {"Accept": "text/html"}
PAGE = "/operators/coverage"
BASE = {"mission": "logistics", "candidates": "carriers"}
QUESTIONS: dict[str, dict[str, Any]] = {
    "maximal": {"count": 2},
    "fewest": {},
    "partial": {"share": 0.5},
    "backup": {"count": 2, "times": 2},
    "capacitated": {"count": 2, "capacity_per_day": 2000.0, "movements_per_person_day": 0.01},
    "build_order": {"counts": [1, 1]},
    "median": {"count": 2},
    "center": {"count": 2},
    "connected": {"count": 2, "flight_m": 20_000.0},
}


def as_address(problem: str, numbers: dict[str, Any]) -> dict[str, str]:
    """Return a question as the page's form sends it."""
    named = {{"count": "new_sites"}.get(name, name): value for name, value in numbers.items()}
    texts = {
        name: ", ".join(str(one) for one in value) if isinstance(value, list) else f"{value}"
        for name, value in named.items()
    }
    return {"problem": problem, **BASE, **texts}


@pytest.mark.parametrize("problem", QUESTIONS)
def test_the_page_answers_what_the_family_does(client: TestClient, problem: str) -> None:
    asked = {"problem": problem, **BASE, **QUESTIONS[problem]}
    best = client.post("/operators/siting", json=asked).json()
    address = as_address(problem, QUESTIONS[problem])
    found = client.post(f"{PAGE}/suggested", json=address).json()
    for name in ("sites", "value", "bound", "status", "unit", "demand", "before", "after"):
        assert found[name] == best[name], name
    page = client.get(PAGE, params={**address, "lang": "en"}, headers=HTML)
    assert page.status_code == 200
    table = page.text.split('id="suggestions"')[1].split("</table>")[0] if best["sites"] else ""
    assert table.count("<tr") == len(best["sites"]) + bool(best["sites"])
    assert all(site["name_en"] in table for site in best["sites"])
    assert f'<option value="{problem}" selected>' in page.text


@pytest.mark.parametrize("demand", ["people", "area"])
def test_either_demand_has_its_unit_on_the_page(client: TestClient, demand: str) -> None:
    for problem in ("maximal", "build_order"):
        asked = as_address(problem, QUESTIONS[problem]) | {"demand": demand, "lang": "en"}
        page = client.get(PAGE, params=asked, headers=HTML).text
        proof = page.split('class="facts proof"')[1].split("</dl>")[0]
        assert ("km²" in proof) == (demand == "area")


@pytest.mark.parametrize(
    ("problem", "field"),
    [("capacitated", "capacity_per_day"), ("connected", "flight_m")],
)
def test_what_no_source_states_is_asked_for_at_its_field(
    client: TestClient, problem: str, field: str
) -> None:
    answer = client.get(PAGE, params={"problem": problem}, headers=HTML)
    assert answer.status_code == 400
    before, _, after = answer.text.partition('id="siting-error"')
    assert "没有来源写明" in after.split("</p>")[0]
    assert before.rpartition("<fieldset")[2].count(f'id="siting-{field}"') == 1
    assert 'id="gaps"' in after, "coverage and gaps are shown all the same"
    problem_json = client.post(f"{PAGE}/suggested", json={"problem": problem})
    assert problem_json.status_code == 400
    assert problem_json.json()["field"] == field


def test_what_a_problem_does_not_need_is_left_out_of_its_address(client: TestClient) -> None:
    asked = {"problem": "median", "new_sites": "2", "share": "0.5", "flight_m": "9000", **BASE}
    live = client.get(f"{PAGE}/live", params=asked).json()
    assert "problem=median" in live["query"]
    assert "new_sites=2" in live["query"]
    assert "share" not in live["query"]
    assert "flight_m" not in live["query"]
    short = client.get(f"{PAGE}/live", params={"problem": "maximal", "new_sites": "2"}).json()
    assert short["query"] == "new_sites=2"
    none = client.get(f"{PAGE}/live", params={"share": "0.5", "certificate": "true"}).json()
    assert none["query"] == ""


def test_the_certificate_is_a_file_that_checks(client: TestClient) -> None:
    asked = as_address("maximal", {"count": 2}) | {"certificate": "true"}
    answer = client.get(f"{PAGE}/certificate", params=asked)
    assert "attachment" in answer.headers["content-disposition"]
    verdict = client.post("/operators/siting/verify", json=answer.json()).json()
    assert verdict["valid"]
    assert verdict["bound_certified"]
    without = client.get(f"{PAGE}/certificate", params={"new_sites": "1", **BASE})
    assert (without.status_code, without.json()["field"]) == (400, "certificate")
    unasked = client.get(f"{PAGE}/certificate")
    assert (unasked.status_code, unasked.json()["field"]) == (400, "problem")


@pytest.mark.parametrize("counts", ["1;2", "a", "51", "1,1,1,1,1,1,1,1,1,1,1", "-1"])
def test_years_that_cannot_be_read_are_refused(client: TestClient, counts: str) -> None:
    answer = client.get(PAGE, params={"problem": "build_order", "counts": counts})
    assert answer.status_code == 400
    assert answer.json()["field"].startswith("counts")


def test_a_suggestion_that_is_tried_stays_one(client: TestClient) -> None:
    asked = as_address("maximal", {"count": 2})
    first = client.post(f"{PAGE}/suggested", json=asked).json()["sites"][0]
    tried = {**asked, "add": f"{first['lon']},{first['lat']}"}
    assert client.post(f"{PAGE}/suggested", json=tried).json()["sites"][0] == first


def test_new_sites_are_of_the_scenario_that_is_shown(client: TestClient) -> None:
    carrier = CARRIER | {"place": {"lon": 114.1, "lat": 22.9}}
    saved = client.post("/scenarios", json=body(carriers={"add": [carrier]})).json()["id"]
    asked = as_address("maximal", {"count": 1})
    today = client.post(f"{PAGE}/suggested", json=asked).json()
    then = client.post(f"{PAGE}/suggested", json={**asked, "scenario": saved}).json()
    assert then["candidates"] == today["candidates"] + 1
