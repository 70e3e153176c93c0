"""A unit's card over HTTP, and units side by side."""

import re

import pytest
from fastapi.testclient import TestClient

from layers.seed.pack import read_pack

HTML = {"Accept": "text/html"}


def test_a_card_gathers_what_the_other_answers_say_of_the_town(client: TestClient) -> None:
    card = client.get("/planners/towns/tangxia", params={"mission": "medical"}).json()
    row = client.get("/planners/towns", params={"town": "tangxia"}).json()["towns"][0]
    assert card["row"] == row
    covered = client.get("/operators/coverage", params={"mission": "medical"}).json()
    assert card["coverage"] == next(one for one in covered["towns"] if one["town"] == "tangxia")
    gaps = [one["rank"] for one in covered["gaps"] if one["town"] == "tangxia"]
    assert [one["rank"] for one in card["uncovered"]] == gaps
    built = client.get("/planners/built", params={"town": "tangxia"}).json()
    assert card["features"] == built["features"]
    assert card["gaps"] == built["gaps"]
    drift = client.get("/planners/drift", params={"town": "tangxia"}).json()
    assert card["histories"] == drift["histories"]


def test_a_unit_without_a_boundary_has_no_coverage_and_says_so(client: TestClient) -> None:
    card = client.get("/planners/towns/binhaiwan").json()
    assert card["coverage"] is None
    assert card["uncovered"] == []
    page = client.get("/planners/towns/binhaiwan", params={"lang": "en"}, headers=HTML).text
    assert "no published boundary of its own" in page


def test_there_is_no_card_of_a_town_that_is_not_there(client: TestClient) -> None:
    assert client.get("/planners/towns/atlantis").status_code == 404
    assert client.get("/planners/towns/humen", params={"mission": "war"}).status_code == 400


@pytest.mark.parametrize("town", sorted(read_pack()["towns"]["id"]))
def test_every_card_cites_every_clause_that_names_its_town(client: TestClient, town: str) -> None:
    page = client.get(f"/planners/towns/{town}", headers=HTML)
    assert page.status_code == 200
    said = client.get("/planners/towns", params={"town": town}).json()["towns"][0]["namings"]
    for document, line in {(one["document"], one["clause"]["line"]) for one in said}:
        assert f"document={document}&amp;line={line}" in page.text


def test_bars_of_one_measure_have_one_scale(client: TestClient) -> None:
    compared = "humen,changan,hengli"
    page = client.get("/planners/towns", params={"compare": compared}, headers=HTML).text
    part = page[page.index('id="compare"') :]
    people = part[part.index("常住人口") :].split("</tbody>")[0]
    widths = [
        float(one) for one in re.findall(r'<rect width="([\d.]+)%" height="100%" fill="#43', people)
    ]
    rows = read_pack()["towns"].set_index("id").loc[compared.split(","), "population_2020"]
    assert widths == pytest.approx([100 * one / max(rows) for one in rows], abs=0.06)


def test_nothing_is_compared_that_was_not_asked_for(client: TestClient) -> None:
    assert 'id="compare"' not in client.get("/planners/towns", headers=HTML).text
