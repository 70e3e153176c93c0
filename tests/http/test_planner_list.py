"""Years, one town, and the list of a page: the matrix asked for by its address."""

import re
from typing import Any

import pytest
from fastapi.testclient import TestClient

from layers.seed.pack import read_pack

TOWNS = "/planners/towns"
HTML = {"Accept": "text/html"}


def found(client: TestClient, **asked: str) -> dict[str, Any]:
    answer = client.get(TOWNS, params=asked)
    assert answer.status_code == 200
    whole: dict[str, Any] = answer.json()
    return whole


def namings(whole: dict[str, Any]) -> list[tuple[str, str, str, str | None]]:
    return [
        (row["town"], one["field"], one["designation"], one["via"])
        for row in whole["towns"]
        for one in row["namings"]
    ]


def test_a_year_alone_and_all_years_up_to_one(client: TestClient) -> None:
    everything = found(client)
    assert {one[2][:4] for one in namings(found(client, year="2018"))} == {"d003"}
    up_to = namings(found(client, year="../2022"))
    assert {one[2][:4] for one in up_to} == {"d003", "d001"}
    kept = [one for one in namings(everything) if one[2][:4] in ("d003", "d001")]
    assert sorted(up_to, key=str) == sorted(kept, key=str)
    assert namings(found(client, year="../2022", document="d004")) == []
    assert found(client, year="../2022")["year"] == "../2022"


def test_a_year_without_documents_is_refused_with_those_there_are(client: TestClient) -> None:
    answer = client.get(TOWNS, params={"year": "2020"})
    assert answer.status_code == 400
    assert "2018, 2022, 2024, 2025, 2026" in answer.text
    assert client.get(TOWNS, params={"year": "20x0"}).status_code == 400


def test_one_town_alone(client: TestClient) -> None:
    assert [row["town"] for row in found(client, town="humen")["towns"]] == ["humen"]


@pytest.mark.parametrize(
    "asked",
    [
        {"town": "atlantis"},
        {"compare": "humen,atlantis"},
        {"compare": "humen,changan,dalang,houjie,shatian"},
        {"show": "none"},
        {"sort": "+fields"},
        {"mission": "war"},
    ],
)
def test_a_page_that_cannot_be_shown_says_which_part_of_its_address_is_wrong(
    client: TestClient, asked: dict[str, str]
) -> None:
    answer = client.get(TOWNS, params=asked, headers=HTML)
    assert answer.status_code == 400
    assert next(iter(asked)) in answer.text


def test_the_list_of_a_page_is_filtered_and_sorted_by_its_address(client: TestClient) -> None:
    page = client.get(TOWNS, params={"sort": "-people", "show": "hubs"}, headers=HTML).text
    rows = re.findall(r'<tr[^>]*data-town="(\w+)"[^>]*?( hidden)?>', page)
    towns = read_pack()["towns"].dropna(subset="population_2020")
    people = dict(zip(towns["id"], towns["population_2020"].astype(int), strict=True))
    counts = [people[town] for town, _ in rows if town in people]
    listed = {town for town, hidden in rows if not hidden}
    hubs = {town for towns in read_pack()["hubs"]["towns"] for town in towns}
    assert listed == hubs
    assert counts == sorted(counts, reverse=True)
