"""A scenario is saved under its content's id, and its link never changes its answer."""

import json
from concurrent.futures import ThreadPoolExecutor

import pytest
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from api.app import create_app
from api.settings import Settings
from gis.scenario.model import canonical
from layers.memory_store import MemoryStore
from layers.overlay_store import OverlayStore
from layers.store import Query
from tests.made_scenarios import CARRIER, EVERYTHING, SITE, SITES, Document, body, post


def change_the_data(store: OverlayStore, *, drop: bool = False) -> None:
    sites = store.read(Query("takeoff_points"))
    sites.loc[sites["id"] == SITES, "accuracy_m"] = 10.0
    if drop:
        evidence = store.read(Query("evidence"))
        evidence = evidence[evidence["takeoff_point"] != SITES]
        sites = sites[sites["id"] != SITES]
        store.write({"evidence": evidence, "takeoff_points": sites}, replace=True)
    else:
        store.write({"takeoff_points": sites})


def test_a_scenario_is_saved_once_and_its_file_is_for_ever(own: TestClient) -> None:
    first = own.post("/scenarios", json=EVERYTHING)
    assert first.status_code == 201
    saved = first.json()
    assert first.headers["location"] == saved["href"]
    again = own.post("/scenarios", json=EVERYTHING)
    assert (again.status_code, again.json()) == (200, saved)
    file = own.get(f"/scenarios/{saved['id']}")
    assert "immutable" in file.headers["cache-control"]
    tag = {"If-None-Match": file.headers["etag"]}
    assert own.get(f"/scenarios/{saved['id']}", headers=tag).status_code == 304
    found = file.json()
    assert found["format"] == "guantu-scenario/1"
    assert found["base"]["digest"] == saved["base_digest"]
    assert found["changes"]["takeoff_points"]["add"][0] == SITE | {"radius_m": None}
    assert saved["id"] in [one["id"] for one in own.get("/scenarios").json()["scenarios"]]


def test_saving_changes_no_edition(client: TestClient) -> None:
    before = client.get("/operators/coverage").json()["edition"]
    post(client, body(carriers={"add": [CARRIER]}))
    assert client.get("/operators/coverage").json()["edition"] == before


@settings(
    max_examples=4,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    sites=st.lists(
        st.fixed_dictionaries(
            {"lon": st.floats(113.6, 114.2), "lat": st.floats(22.7, 23.1)},
            optional={
                "accuracy_m": st.floats(0, 9_000),
                "name": st.text(st.characters(categories=("L", "N", "P")), max_size=20),
                "radius_m": st.one_of(st.none(), st.floats(1, 9_000)),
            },
        ),
        max_size=3,
    ),
    drop=st.booleans(),
    title=st.text(st.characters(categories=("L", "N", "S")), min_size=1, max_size=40),
)
def test_export_and_import_are_the_identity_and_figures_those_of_the_what_if(
    client: TestClient, sites: list[Document], drop: bool, title: str
) -> None:
    dropped = [SITES] if drop or not sites else []
    changes = {"add": sites, "drop": dropped}
    saved = post(client, body(takeoff_points=changes) | {"title": title})
    file = client.get(f"/scenarios/{saved['id']}").json()
    turned = json.loads(json.dumps(dict(reversed(file.items())), sort_keys=False))
    assert post(client, turned)["id"] == saved["id"]
    with TestClient(create_app(Settings(), store=client.app.state.store)) as other:
        assert post(other, file)["id"] == saved["id"]
        there = other.get(f"/scenarios/{saved['id']}", headers={"Accept": "application/json"})
        assert canonical(there.json()) == canonical(file)
    asked = {"mission": "delivery", **changes}
    what_if = client.post("/operators/coverage", json=asked).json()
    area = file["figures"]["area_m2"]
    assert area["after"] == what_if["city"]["covered_m2"]
    assert area["total"] == pytest.approx(what_if["city"]["area_m2"])
    reading = client.get(f"/scenarios/{saved['id']}/operator").json()["reading"]
    for step, town in zip(reading["towns"], what_if["towns"], strict=True):
        assert step["after"]["covered_m2"] == town["covered_m2"]
        assert step["after"]["covered_people"] == town["covered_people"]
    unserved = {(gap["town"], gap["reason"]): gap["area_m2"] for gap in what_if["gaps"]}
    after = {(one["town"], one["reason"]): one["after_m2"] for one in reading["gaps"]}
    assert {key: area for key, area in after.items() if area} == unserved


def test_a_link_says_when_the_data_have_changed_and_keeps_what_it_said(
    own: TestClient, writable_store: OverlayStore
) -> None:
    name = post(own, EVERYTHING)["id"]
    file = own.get(f"/scenarios/{name}").content
    change_the_data(writable_store)
    assert own.get(f"/scenarios/{name}").content == file
    for role in ("planner", "operator", "resident"):
        found = own.get(f"/scenarios/{name}/{role}").json()
        assert found["data_changed"] is True
        assert found["computed_here"] is True
        assert found["then"] != found["today"]
        assert found["figures_then"] == json.loads(file)["figures"]
    assert found["figures_now"]["area_m2"]["before"] != found["figures_then"]["area_m2"]["before"]
    unlike = post(own, EVERYTHING)
    assert unlike["id"] != name


def test_what_no_longer_fits_the_data_shows_the_kept_figures_and_why(
    own: TestClient, writable_store: OverlayStore
) -> None:
    name = post(own, EVERYTHING)["id"]
    change_the_data(writable_store, drop=True)
    found = own.get(f"/scenarios/{name}/operator").json()
    assert found["reading"] is None
    assert found["figures_now"] is None
    assert SITES in found["trouble"]["message"]
    assert found["figures_then"]["towns_surely_gaining"]
    refused = own.get("/scenarios/compare", params={"b": name})
    assert refused.status_code == 400
    assert SITES in refused.json()["detail"]


def test_a_change_of_other_layers_is_no_change_of_the_base(
    own: TestClient, writable_store: OverlayStore
) -> None:
    name = post(own, body())["id"]
    edition = writable_store.edition()
    facts = writable_store.read(Query("policy_names"))
    writable_store.write({"policy_names": facts.iloc[1:]}, replace=True)
    assert writable_store.edition() != edition
    assert own.get(f"/scenarios/{name}/planner").json()["data_changed"] is False


def test_a_file_of_other_data_keeps_its_own_figures_as_its_words(
    own: TestClient, writable_store: OverlayStore, client: TestClient
) -> None:
    file = client.get(f"/scenarios/{post(client, EVERYTHING)['id']}").json()
    change_the_data(writable_store)
    name = post(own, file)["id"]
    assert name == file["id"]
    found = own.get(f"/scenarios/{name}/operator").json()
    assert (found["data_changed"], found["computed_here"]) == (True, False)
    assert found["figures_then"] == file["figures"]
    assert own.get(f"/scenarios/{name}").json() == file


def test_figures_of_the_same_data_are_computed_and_not_believed(
    own: TestClient, client: TestClient
) -> None:
    file = client.get(f"/scenarios/{post(client, EVERYTHING)['id']}").json()
    lie = json.loads(json.dumps(file))
    lie["figures"]["carriers_added"] = 99
    name = post(own, lie)["id"]
    assert own.get(f"/scenarios/{name}").json() == file


def test_two_writers_of_the_same_scenario_both_get_its_link(own: TestClient) -> None:
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: own.post("/scenarios", json=body()), range(4)))
    assert {answer.status_code for answer in found} <= {200, 201}
    assert len({json.dumps(answer.json()) for answer in found}) == 1
    assert own.get("/scenarios").json()["kept"] == 1


def test_what_is_full_refuses_and_forgets_nothing(own: TestClient) -> None:
    names = [post(own, body() | {"title": f"{number}"})["id"] for number in range(3)]
    refused = own.post("/scenarios", json=body() | {"title": "4"})
    assert refused.status_code == 409
    assert "remove" in refused.json()["remedy"]
    assert {own.get(f"/scenarios/{name}").status_code for name in names} == {200}
    listed = own.get("/scenarios", params={"limit": 2}).json()
    assert (listed["kept"], len(listed["scenarios"])) == (3, 2)


def test_an_installation_may_keep_its_list_to_itself(pack_store: MemoryStore) -> None:
    app = create_app(Settings(scenarios_listed=False), store=pack_store)
    with TestClient(app) as client:
        client.headers["Accept"] = "application/json"
        name = post(client, body())["id"]
        assert client.get("/scenarios").status_code == 404
        assert client.get(f"/scenarios/{name}").status_code == 200
