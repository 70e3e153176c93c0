"""One suite over every store of scenarios: each is kept once, as it was, and counted."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
import sqlalchemy as sa

from gis.errors import ConflictError, InvalidInputError, UnknownScenarioError
from layers.base_digest import base_digest
from layers.memory_store import MemoryStore
from layers.scenario_store import MAX_CONTENT_BYTES, KeptScenario, ScenarioEntry, ScenarioStore
from layers.seed.pack import read_pack
from layers.seeding import seed
from layers.sql_scenarios import SqlScenarios
from layers.sql_store import SqlStore
from tests.stores.conftest import KEEP

FIRST = KeptScenario(
    id="a" * 26,
    parent=None,
    title="试点 ${7*7} ' OR 1=1 --",
    saved=dt.datetime(2026, 3, 22, 10, 30, 0, 123_456, tzinfo=dt.UTC),
    base_digest="0" * 64,
    edition="1",
    content='{"b":-0.0,"a":113.54999999999998,"名":"𠮷"}',
    figures="{}",
    computed=True,
)


def other(number: int) -> KeptScenario:
    saved = FIRST.saved + dt.timedelta(minutes=number)
    return replace(FIRST, id=f"{number}" * 26, parent=FIRST.id, saved=saved, computed=False)


def test_what_is_saved_is_read_back_to_the_last_character(scenarios: ScenarioStore) -> None:
    assert scenarios.save(FIRST) == FIRST
    assert scenarios.get(FIRST.id) == scenarios.find(FIRST.id) == FIRST
    assert scenarios.save(other(2)) == scenarios.get(other(2).id) == other(2)
    assert scenarios.count() == 2


def test_the_same_scenario_again_changes_nothing_of_the_first(scenarios: ScenarioStore) -> None:
    scenarios.save(FIRST)
    later = replace(FIRST, saved=FIRST.saved + dt.timedelta(days=1), edition="9", figures="[1]")
    assert scenarios.save(later) == FIRST
    assert scenarios.get(FIRST.id) == FIRST
    assert scenarios.count() == 1


def test_an_id_never_comes_to_mean_another_content(scenarios: ScenarioStore) -> None:
    scenarios.save(FIRST)
    with pytest.raises(ConflictError):
        scenarios.save(replace(FIRST, content="{}"))
    assert scenarios.get(FIRST.id) == FIRST


def test_many_writers_of_the_same_scenario_all_get_the_first(scenarios: ScenarioStore) -> None:
    asked = [replace(FIRST, edition=str(number)) for number in range(8)]
    with ThreadPoolExecutor(8) as pool:
        kept = list(pool.map(scenarios.save, asked))
    assert len(set(kept)) == scenarios.count() == 1


def test_writers_of_different_scenarios_never_keep_more_than_there_is_room_for(
    scenarios: ScenarioStore,
) -> None:
    def saved(number: int) -> bool:
        try:
            scenarios.save(other(number))
        except ConflictError:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(saved, range(1, 9))) == scenarios.count() == KEEP
    kept = scenarios.newest(1)[0].id
    scenarios.remove(kept)
    assert saved(9)
    with pytest.raises(UnknownScenarioError):
        scenarios.get(kept)


def test_the_newest_stand_first(scenarios: ScenarioStore) -> None:
    for number in (2, 3, 1):
        scenarios.save(other(number))
    assert [one.title for one in scenarios.newest(9)] == [FIRST.title] * 3
    assert scenarios.newest(2) == tuple(
        ScenarioEntry(one.id, one.parent, one.title, one.saved, one.base_digest)
        for one in (other(3), other(2))
    )


@pytest.mark.parametrize("scenario", ["b" * 26, "' OR 1=1 --", "", "x" * 5_000])
def test_an_unknown_id_is_said_to_be_unknown(scenarios: ScenarioStore, scenario: str) -> None:
    scenarios.save(FIRST)
    assert scenarios.find(scenario) is None
    for asked in (scenarios.get, scenarios.remove):
        with pytest.raises(UnknownScenarioError):
            asked(scenario)
    assert scenarios.count() == 1


@pytest.mark.parametrize("name", ["content", "figures"])
def test_what_is_too_large_is_not_kept(scenarios: ScenarioStore, name: str) -> None:
    with pytest.raises(InvalidInputError, match="bytes"):
        scenarios.save(replace(FIRST, **{name: "万" * (MAX_CONTENT_BYTES // 3 + 1)}))
    assert scenarios.count() == 0


def test_scenarios_change_no_layer_and_the_base_has_one_digest_in_every_store(
    engine: sa.Engine,
) -> None:
    store, scenarios, pack = SqlStore(engine), SqlScenarios(engine), read_pack()
    edition = store.edition()
    scenarios.save(FIRST)
    assert store.edition() == edition
    digest = base_digest(pack)
    for each in (MemoryStore(), store):
        seed(each, pack)
        assert base_digest(each.whole()[1]) == digest
    assert scenarios.get(FIRST.id) == FIRST
    pack["towns"].loc[0, "name_en"] = "Elsewhere"
    assert base_digest(pack) != digest
