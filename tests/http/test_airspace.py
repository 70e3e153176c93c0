"""Zones from a file to the answers over HTTP: coverage, losses, reach, routes, hospitals."""

import datetime as dt
from collections.abc import Iterator
from math import fsum
from pathlib import Path
from typing import Any

import pytest
import shapely
from fastapi.testclient import TestClient
from shapely.geometry import shape

from api.app import create_app
from api.settings import Settings
from api.wiring import prepare_store
from gis.crs import metric_geometry, to_metric
from gis.gaps import coverage_and_gaps
from gis.reach import airspace
from gis.zones import Flight, read_zones
from layers.importers.geozones import read_geozones
from layers.memory_store import MemoryStore
from layers.store import LayerStore, Query
from tests.made_ed269 import volume, write, zone_269

DAY = dt.date(2026, 5, 1)
WEST, EAST = [113.79, 22.9485], [113.84, 22.9485]
BARRED = {
    "type": "Polygon",
    "coordinates": [
        [[113.8, 22.92], [113.82, 22.92], [113.82, 22.97], [113.8, 22.97], [113.8, 22.92]]
    ],
}
"""A wall from south to north, invented, between WEST and EAST."""
LOW = {
    "type": "Polygon",
    "coordinates": [
        [[113.9, 22.9], [113.93, 22.9], [113.93, 22.93], [113.9, 22.93], [113.9, 22.9]]
    ],
}
"""A field where permissions are asked for, invented."""
WEEKDAYS = [
    {
        "permanent": "NO",
        "schedule": [
            {"day": ["MON", "TUE"], "startTime": "08:00:00+08:00", "endTime": "18:00:00+08:00"}
        ],
    }
]
OFFICE_HOURS, SATURDAY = "2026-05-04T09:00+08:00", "2026-05-02T09:00+08:00"
NEAR = [{"lon": WEST[0], "lat": WEST[1], "accuracy_m": 20}]
ONLY_NEAR = {"add": NEAR, "radius_m": 6_000}


@pytest.fixture(
    scope="module", params=["embedded", pytest.param("postgis", marks=pytest.mark.postgis)]
)
def stored(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[TestClient, LayerStore, list[str]]]:
    """Yield a client, its store on a real database, and the ids of the zones imported."""
    folder: Path = tmp_path_factory.mktemp("airspace")
    if request.param == "postgis":
        server = request.getfixturevalue("postgis_server")
        settings = Settings(database_url=server.new_database())
    else:
        settings = Settings(data_dir=folder)
    store = prepare_store(settings).store
    file = write(
        folder,
        zone_269(volume(BARRED), identifier="wall"),
        zone_269(
            volume(LOW),
            identifier="field",
            restriction="REQ_AUTHORISATION",
            applicability=WEEKDAYS,
        ),
    )
    imported = read_geozones(file, None, accuracy_m=50, on=DAY, in_force=True)
    store.write(imported.frames)
    names = imported.frames["geozones"]["id"].tolist()
    with TestClient(create_app(settings, store=store), raise_server_exceptions=False) as found:
        found.headers["Accept"] = "application/json"
        yield found, store, sorted(names, reverse=True)
    if request.param == "postgis":
        server.drop_database(settings.database_url)


def ask(client: TestClient, what: str, **body: Any) -> Any:
    answer = client.post(f"/operators/{what}", json=body)
    assert answer.status_code == 200, answer.text
    return answer.json()


def reasons(answer: Any) -> dict[str, float]:
    found: dict[str, float] = {}
    for gap in answer["gaps"]:
        found[gap["reason"]] = found.get(gap["reason"], 0.0) + gap["area_m2"]
    return found


def effects(answer: Any) -> dict[str, tuple[str, list[str]]]:
    return {
        zone["name"]["zone"].rpartition(".")[2]: (zone["effect"], zone["unstated"])
        for zone in answer["airspace"]["zones"]
    }


def test_imported_zones_from_the_file_to_gaps_losses_and_a_route_round(
    stored: tuple[TestClient, LayerStore, list[str]],
) -> None:
    client, store, (wall, field) = stored
    answer = client.get("/operators/coverage?mission=logistics&height_m=100").json()
    assert answer["airspace"]["basis"] == "imported"
    assert answer["airspace"]["height_basis"] == "asked"
    assert effects(answer) == {"wall": ("bars", []), "field": ("undecided", ["hours"])}
    (verdict,) = (z for z in answer["airspace"]["zones"] if z["name"]["zone"] == wall)
    assert (verdict["edition"], verdict["hours"]) == ("Made set", "24/7")
    assert verdict["authority"] == "Made authority"
    blocked = [gap for gap in answer["gaps"] if gap["reason"] == "blocked_by_zone"]
    assert blocked
    assert all(gap["zones"] == [wall] for gap in blocked)
    space = airspace(read_zones(to_metric(store.read(Query("geozones"))), Flight(100.0)))
    expected, gaps = coverage_and_gaps(
        to_metric(store.read(Query("takeoff_points"))),
        to_metric(store.read(Query("towns"))),
        radius_m=None,
        mission="logistics",
        space=space,
    )
    assert answer["city"]["covered_m2"]["high"] == expected.city.covered_m2.high
    assert [gap["area_m2"] for gap in answer["gaps"]] == [gap.area_m2 for gap in gaps]
    missing = answer["city"]["area_m2"] - answer["city"]["covered_m2"]["low"]
    assert fsum(reasons(answer).values()) == pytest.approx(missing, rel=1e-9)

    tried = ONLY_NEAR | {"height_m": 100}
    with_zones = ask(client, "coverage", **tried)
    free = ask(client, "coverage", **tried, drop_zones=[wall, field])
    assert free["airspace"]["basis"] == "no_data"
    losses = ask(client, "losses", **tried)
    for bound, lost in (("low", "surely_m2"), ("high", "possibly_m2")):
        gone = free["city"]["covered_m2"][bound] - with_zones["city"]["covered_m2"][bound]
        assert gone > 1e6
        assert losses["together"][lost] == pytest.approx(gone, rel=1e-6)
        assert fsum(t[lost] for t in losses["together"]["towns"]) == pytest.approx(gone, rel=1e-6)
    assert [loss["zone"]["zone"] for loss in losses["zones"]] == [wall, field]
    assert client.get("/operators/losses?mission=logistics").json()["together"]["surely_m2"] > 0

    ends = {"start": ",".join(map(str, [*WEST, 20])), "end": ",".join(map(str, [*EAST, 30]))}
    route = client.get("/operators/routes", params=ends).json()
    length = fsum(leg["length_m"] for leg in route["legs"])
    assert route["round_all"]
    assert len(route["legs"]) > 1
    assert route["straight_m"]["high"] < route["least_m"] <= length <= route["most_m"]
    line = metric_geometry(shape(route["line"]))
    assert line.length == pytest.approx(length, rel=1e-6)
    assert not line.intersects(metric_geometry(shape(BARRED)))
    straight = ask(
        client,
        "routes",
        start={"lon": WEST[0], "lat": WEST[1], "accuracy_m": 20},
        end={"lon": EAST[0], "lat": EAST[1], "accuracy_m": 30},
        drop_zones=[wall],
    )
    assert len(straight["legs"]) == 1


@pytest.mark.parametrize(
    ("query", "wall", "field"),
    [
        ({"height_m": 130}, ("leaves_free", []), ("leaves_free", [])),
        ({"at": OFFICE_HOURS}, ("bars", []), ("bars", [])),
        ({"at": OFFICE_HOURS, "permitted": "true"}, ("bars", []), ("leaves_free", [])),
        ({"at": SATURDAY}, ("bars", []), ("leaves_free", [])),
        ({"permitted": "true"}, ("bars", []), ("leaves_free", [])),
    ],
)
def test_height_time_and_permissions_decide_what_a_zone_means(
    stored: tuple[TestClient, LayerStore, list[str]], query: dict[str, Any], wall: Any, field: Any
) -> None:
    client = stored[0]
    for what in ("coverage", "losses", "hospitals"):
        answer = client.get(f"/operators/{what}", params={"height_m": 100} | query).json()
        assert effects(answer) == {"wall": wall, "field": field}
    if "at" in query:
        assert answer["airspace"]["at"] == f"{query['at'][:16]}:00+08:00"


def zone(across: Any, **properties: Any) -> dict[str, Any]:
    said = {"restriction": "prohibited", **properties}
    return {
        "type": "FeatureCollection",
        "features": [{"type": "Feature", "geometry": across, "properties": said}],
    }


def test_a_supposed_zone_does_what_an_imported_one_does(
    stored: tuple[TestClient, LayerStore, list[str]], client: TestClient
) -> None:
    stated = {"floor_m": 0, "ceiling_m": 120, "vertical_reference": "ground", "accuracy_m": 50}
    supposed = ask(client, "coverage", **ONLY_NEAR, zones=zone(BARRED, **stated))
    imported = ask(stored[0], "coverage", **ONLY_NEAR, drop_zones=[stored[2][1]])
    assert supposed["city"] == imported["city"]
    assert supposed["airspace"]["zones"][0]["name"]["zone"] == "what-if.1"
    assert client.get("/operators/coverage").json()["airspace"]["basis"] == "no_data"


def test_no_zone_is_no_data_and_changes_no_figure(client: TestClient) -> None:
    plain = client.get("/operators/coverage?mission=logistics").json()
    assert plain["airspace"] == {
        "basis": "no_data",
        "height_m": 120.0,
        "height_basis": "assumed",
        "at": None,
        "permitted": False,
        "zones": [],
        "undrawn": [],
    }
    asked = client.get("/operators/coverage?mission=logistics&height_m=300&permitted=true").json()
    for name in plain.keys() - {"airspace"}:
        assert asked[name] == plain[name]
    losses = client.get("/operators/losses").json()
    assert (losses["together"], losses["zones"]) == (None, [])
    assert losses["airspace"]["basis"] == "no_data"


def test_a_ceiling_under_the_flight_is_a_reason_of_its_own(client: TestClient) -> None:
    low = zone(BARRED, restriction="height_limit", ceiling_m=60, vertical_reference="ground")
    tried = ask(client, "coverage", **ONLY_NEAR, zones=low, height_m=100)
    assert reasons(tried)["height_limited"] > 1e5
    assert "blocked_by_zone" not in reasons(tried)
    under = ask(client, "coverage", **ONLY_NEAR, zones=low, height_m=60)
    assert "height_limited" not in reasons(under)


def test_a_site_that_is_asked_for_more_than_it_states_is_full(pack_store: MemoryStore) -> None:
    frames = pack_store.whole()[1]
    sites = frames["takeoff_points"]
    serving = sites["status"] == "in_use"
    sites.loc[serving, ["accuracy_m", "capacity_per_day"]] = [50.0, 10.0]
    store = MemoryStore()
    store.write(frames | {"takeoff_points": sites})
    with TestClient(create_app(Settings(), store=store)) as client:
        client.headers["Accept"] = "application/json"
        plain = client.get("/operators/coverage").json()
        assert "site_full" not in reasons(plain)
        assert plain["movements_per_person_day"] is None
        asked = client.get("/operators/coverage?movements_per_person_day=0.01").json()
    covered = asked["city"]["covered_m2"]
    assert covered["low"] == pytest.approx(plain["city"]["covered_m2"]["low"], rel=1e-9)
    assert reasons(asked)["site_full"] == pytest.approx(covered["low"], rel=1e-9)


def test_what_one_site_reaches_round_a_zone(client: TestClient) -> None:
    body = {"site": "what-if-1", "zones": zone(BARRED), **ONLY_NEAR}
    found = ask(client, "reach", **body)
    free, reach = found["free_m2"], found["reach_m2"]
    assert reach["low"] < free["low"]
    assert reach["high"] < free["high"]
    surely, possibly = (metric_geometry(shape(found[name])) for name in ("surely", "possibly"))
    assert surely.area == pytest.approx(reach["low"], rel=1e-6)
    assert shapely.covers(possibly.buffer(0.1), surely)
    # Degrees are told to a centimetre.
    assert not surely.intersects(metric_geometry(shape(BARRED)).buffer(-0.1))
    assert ask(client, "reach", **body, geometry=False)["surely"] is None
    site = "takeoff-nancheng-botanical-garden"
    today = client.get(f"/operators/reach?site={site}").json()
    assert today["free_m2"] == today["reach_m2"]
    assert (today["site"]["site"], today["radius_basis"]) == (site, "assumed")


def test_the_page_names_zones_reasons_and_the_flight(
    stored: tuple[TestClient, LayerStore, list[str]],
) -> None:
    asked = {"mission": "logistics", "at": "2026-05-04T09:00", "clock": "+08:00", "f": "html"}
    for lang, words in (
        (
            "zh",
            ("被空域地理区阻隔", "不得通过", "规划假设", "2026-05-04 09:00 (UTC+8)", "Made set"),
        ),
        ("en", ("Cut off by a geozone", "In the way", "planning assumption", "Made authority")),
    ):
        page = stored[0].get("/operators/coverage", params=asked | {"lang": lang})
        assert page.status_code == 200
        for word in (*words, 'value="2026-05-04T09:00"', "24/7"):
            assert word in page.text


def test_the_page_advises_a_survey_round_the_zones(
    stored: tuple[TestClient, LayerStore, list[str]],
) -> None:
    asked = {"mission": "logistics", "height_m": "100"}
    advice = stored[0].get("/operators/survey-next", params=asked | {"unit": "people"}).json()
    page = stored[0].get("/operators/coverage/more", params=asked | {"survey": "true"}).json()
    assert advice["airspace"]["basis"] == "imported"
    for row in advice["rows"]:
        assert f'data-sort="{row["shrink"]["low"]:.6g}"' in page["panels"]["more"]
