"""Whatever is refused is refused with what to do about it."""

import pytest
from fastapi.testclient import TestClient

COVERAGE = "/operators/coverage"


@pytest.mark.parametrize(
    ("address", "field", "remedy"),
    [
        (f"{COVERAGE}?wrong=1", "wrong", "Leave it out"),
        (f"{COVERAGE}?radius_m=NaN", "radius_m", "number"),
        (f"{COVERAGE}?radius_m=wide", "radius_m", "number"),
        (f"{COVERAGE}?new_sites=99", "new_sites", "/api"),
        (f"{COVERAGE}?mission=foo", "mission", "/api"),
        ("/operators/routes?start=a", "end", "Give it"),
        ("/planners/access?method=zzz", "method", "Use one of these"),
        ("/exports/layers/towns.zzz", "kind", "Use one of these"),
        ("/collections/towns/items?limit=0", "limit", "1 to 10000"),
        ("/collections/towns/items?limit=1&limit=2", "limit", "once"),
        ("/collections/towns/items?population_2020=many", "population_2020", "integer"),
    ],
)
def test_a_parameter_at_fault_is_named_with_a_remedy(
    client: TestClient, address: str, field: str, remedy: str
) -> None:
    answer = client.get(address)
    assert answer.status_code == 400
    assert answer.json()["field"] == field
    assert remedy in answer.json()["remedy"]


@pytest.mark.parametrize(
    ("body", "remedy"),
    [(b"", "Give it"), (b"{", "JSON"), (b"[" * 100_000, "/api"), (b"\xff\xfe{", "/api")],
)
def test_a_body_that_is_none_is_refused_with_a_remedy(
    client: TestClient, body: bytes, remedy: str
) -> None:
    answer = client.post(COVERAGE, content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code == 400
    assert remedy in answer.json()["remedy"]


def test_each_problem_of_a_body_has_its_own_remedy(client: TestClient) -> None:
    answer = client.post(COVERAGE, json={"add": [{"lon": "x", "lat": 23.0}], "drops": []})
    told = {one["field"]: one["remedy"] for one in answer.json()["problems"]}
    assert told.keys() == {"add.0.lon", "drops"}
    assert all(told.values())


@pytest.mark.parametrize(
    ("address", "layer"),
    [
        (f"{COVERAGE}?drop=nothing", "takeoff_points"),
        ("/operators/reach?site=nothing", "takeoff_points"),
        ("/collections/hubs/items/nothing", "hubs"),
        ("/planners/towns/nothing", "towns"),
    ],
)
def test_a_feature_that_is_not_there_is_refused_with_where_to_look(
    client: TestClient, address: str, layer: str
) -> None:
    answer = client.get(address)
    assert answer.status_code == 404
    assert f"/collections/{layer}/items" in answer.json()["remedy"]
    assert client.get(f"/collections/{layer}/items").status_code == 200


def test_what_is_to_be_dropped_or_moved_and_is_not_there_is_refused_alike(
    client: TestClient,
) -> None:
    place = {"id": "nothing", "lon": 113.75, "lat": 23.0}
    for body in ({"drop": ["nothing"]}, {"move": [place]}, {"drop_zones": ["nothing"]}):
        answer = client.post(COVERAGE, json=body)
        assert answer.status_code == 404
        assert "/items" in answer.json()["remedy"]


def test_an_address_that_is_not_there_leads_to_those_that_are(client: TestClient) -> None:
    assert "/api" in client.get("/nothing").json()["remedy"]
    assert client.post("/landmarks").json()["remedy"] == "Use GET or HEAD."
    assert client.put(COVERAGE).json()["remedy"] == "Use GET, HEAD or POST."


@pytest.mark.parametrize(
    ("address", "said"),
    [
        (f"{COVERAGE}?wrong=1", "没有这一项，请去掉。"),
        (f"{COVERAGE}?radius_m=wide", "要写数字，如 5000。"),
        (f"{COVERAGE}?radius_m=0", "要大于 0。"),
        (f"{COVERAGE}?new_sites=99", "不能大于 20。"),
        ("/operators/siting?spacing_m=1", "不能小于 1,000。"),
        ("/landmarks?q=" + "a" * 300, "最多 200 个字"),
        ("/exports/layers/towns.zip", "geojson"),
        (f"{COVERAGE}?lon=23.0&lat=113.7", "请先写经度"),
        (f"{COVERAGE}?lon=0&lat=0", "请先写经度"),
    ],
)
def test_a_page_says_in_its_own_language_what_to_write_instead(
    client: TestClient, address: str, said: str
) -> None:
    page = client.get(address, headers={"Accept": "text/html"})
    assert page.status_code in (400, 422)
    remedy = page.text.partition('<p class="remedy">')[2].partition("</p>")[0]
    assert said in remedy
    assert " or " not in remedy
    more = "&" if "?" in address else "?"
    english = client.get(f"{address}{more}lang=en", headers={"Accept": "text/html"})
    assert '<p class="remedy">' in english.text
