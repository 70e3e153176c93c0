"""Scenarios over the shipped pack, as they are posted."""

import json
from typing import Any
from urllib.request import Request, urlopen

from fastapi.testclient import TestClient

Document = dict[str, Any]
SITE = {"lon": 114.12, "lat": 22.97, "accuracy_m": 50.0, "name": "试点"}
ROAD = {"line": [[113.75, 22.93], [113.76, 22.94]], "accuracy_m": 20.0, "name": "试路"}
CARRIER = {"name": "试园", "kind": "park", "town": "xiegang", "clusters": ["materials"]}
SITES = "takeoff-songshanhu-youlanli"


def body(**changes: Any) -> Document:
    found = changes or {"takeoff_points": {"add": [SITE]}}
    return {"title": "谢岗试点", "settings": {"mission": "delivery"}, "changes": found}


EVERYTHING = body(
    takeoff_points={
        "add": [SITE, {"lon": 113.7, "lat": 22.8, "radius_m": 2_000}],
        "move": [{"id": SITES, "lon": 113.9, "lat": 22.9, "accuracy_m": 10}],
        "drop": ["takeoff-changping-customs"],
    },
    road_segments={"open": ["d000-binhaiwan-avenue"], "add": [ROAD]},
    carriers={"add": [CARRIER, CARRIER | {"place": {"lon": 114.1, "lat": 22.9}}]},
)


def saved_scenarios(server: str) -> dict[str, str]:
    """Save two versions of a scenario on a running server; return the ids by what they are."""
    earlier = saved(server, body(takeoff_points={"add": [SITE]}))
    return {"earlier": earlier, "scenario": saved(server, EVERYTHING | {"parent": earlier})}


def saved(server: str, document: Document) -> str:
    """Save a scenario on a running server and return its id."""
    headers = {"Content-Type": "application/json"}
    request = Request(f"{server}/scenarios", json.dumps(document).encode(), headers)
    with urlopen(request) as answer:
        return str(json.load(answer)["id"])


def post(client: TestClient, document: Document) -> Document:
    answer = client.post("/scenarios", json=document)
    assert answer.status_code in (200, 201), answer.text
    found: Document = answer.json()
    return found
