"""Pages over HTTP: what the views are filled with."""

import pytest
from fastapi.testclient import TestClient

HTML = {"Accept": "text/html"}


@pytest.mark.parametrize("path", ["coverage", "siting"])
def test_a_plan_that_cannot_be_made_keeps_the_page(client: TestClient, path: str) -> None:
    """The hubs are known only to their towns: at 5 km none would surely serve anything."""
    query = "new_sites=2&candidates=hubs&demand=area"
    answer = client.get(f"/operators/{path}?{query}", headers=HTML)
    assert answer.status_code == 400
    assert answer.headers["content-type"].startswith("text/html")
    assert 'id="siting-error"' in answer.text
    assert "加大服务半径" in answer.text
    assert '<option value="hubs" selected>' in answer.text
    assert '<option value="area" selected>' in answer.text
    assert 'id="gaps"' in answer.text
    as_json = client.get(f"/operators/siting?{query}").json()
    assert as_json["status"] == 400
    assert as_json["remedy"]


def test_candidates_and_demand_are_passed_on(client: TestClient) -> None:
    query = "mission=logistics&new_sites=1&candidates=carriers&demand=area&lang=en"
    page = client.get(f"/operators/coverage?{query}", headers=HTML).text
    best = client.get(f"/operators/siting?{query}").json()["sites"][0]["name_en"]
    assert best in page
    assert "candidates: carriers" in page
    assert "km²" in page.split('id="suggestions"')[1].split("</table>")[0]


@pytest.mark.parametrize(
    ("path", "name", "address"),
    [
        ("takeoff_points/items", "常平镇", "/collections/towns/items/changping"),
        ("takeoff_points/items/takeoff-changping-customs", "常平镇",
         "/collections/towns/items/changping"),
        ("towns/items/binhaiwan", "虎门镇", "/collections/towns/items/humen"),
        ("facilities/items", "滨海湾新区全域无人驾驶场景",
         "/collections/landmarks/items/landmark-04"),
    ],
)  # fmt: skip
def test_references_in_tables_lead_to_their_features(
    client: TestClient, path: str, name: str, address: str
) -> None:
    page = client.get(f"/collections/{path}", headers=HTML).text
    assert f'<a href="{address}">{name}</a>' in page
    found = client.get(address, headers=HTML)
    assert found.status_code == 200
    assert name in found.text
