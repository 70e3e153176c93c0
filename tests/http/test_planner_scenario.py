"""The planner's pages with a saved scenario's changes made."""

import re

from fastapi.testclient import TestClient

from tests.made_scenarios import EVERYTHING, post

HTML = {"Accept": "text/html"}


def test_a_scenario_is_told_beside_today(client: TestClient) -> None:
    scenario = post(client, EVERYTHING)["id"]
    page = client.get(
        "/planners/towns", params={"scenario": scenario, "show": "changed"}, headers=HTML
    ).text
    changed = {
        town
        for town, hidden in re.findall(r'data-town="(\w+)"[^>]*?( hidden)?>', page)
        if not hidden
    }
    assert changed
    covered = client.get("/operators/coverage").json()["towns"]
    one = min(changed & {row["town"] for row in covered})
    today = client.get(f"/planners/towns/{one}").json()
    then = client.get(f"/planners/towns/{one}", params={"scenario": scenario}).json()
    assert then["edition"] != today["edition"]
    parts = ("features", "coverage")
    assert [then[part] for part in parts] != [today[part] for part in parts]
    unchanged = min(
        {row["town"] for row in client.get("/planners/towns").json()["towns"]} - changed
    )
    again = client.get(f"/planners/towns/{unchanged}", params={"scenario": scenario}).json()
    usual = client.get(f"/planners/towns/{unchanged}").json()
    assert [again[part] for part in parts] == [usual[part] for part in parts]
    assert f"/planners/towns/{one}?scenario={scenario}" in page, "its links keep the scenario"
    card = client.get(f"/planners/towns/{one}", params={"scenario": scenario}, headers=HTML).text
    assert "今天（不含方案）" in card


def test_without_a_scenario_nothing_is_called_changed(client: TestClient) -> None:
    page = client.get("/planners/towns", headers=HTML).text
    assert "方案改变了" not in page
    assert client.get("/planners/towns", params={"scenario": "x"}).status_code == 404
