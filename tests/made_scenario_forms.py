"""The form of scenarios as a browser sends it."""

from typing import Any

from fastapi.testclient import TestClient

HTML = {"Accept": "text/html"}
ROAD = "d000-binhaiwan-avenue"
DROPPED = "takeoff-changping-customs"
CARRIER = {
    "carrier_name_1": "试园",
    "carrier_town_1": "xiegang",
    "carrier_kind_1": "park",
    "carrier_cluster_1": "materials",
}
FORM = {"title": "滨海湾试点", "mission": "delivery", "radius_m": "", "open": ROAD, **CARRIER}


def sent(client: TestClient, form: dict[str, Any], query: str = "") -> str:
    """Send the form and return the id of what it saved."""
    answer = client.post(f"/scenarios/new{query}", data=form, headers=HTML, follow_redirects=False)
    assert answer.status_code == 303, answer.text
    return str(answer.headers["Location"]).partition("?")[0].rpartition("/")[2]


def file_of(client: TestClient, name: str) -> dict[str, Any]:
    found: dict[str, Any] = client.get(f"/scenarios/{name}").json()
    return found
