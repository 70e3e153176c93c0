"""Finding facts: by their words in both languages, their lines, documents and places."""

from collections.abc import Mapping
from functools import cache

import geopandas as gpd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gis.policy.facts import Fact, FactQuery, find_facts
from gis.policy.record import RECORD
from gis.records import Record, records
from layers.seed.pack import read_pack
from tests.made_record import place, whole

NEIGHBOURS = 5
Frames = Mapping[str, gpd.GeoDataFrame]
FIGURE = {
    "id": "f1",
    "name_zh": "低空起降点",
    "name_en": "Takeoff points (UAM)",
    "kind": "target",
    "operator": "ge",
    "value": 1500.0,
    "unit_zh": "个",
    "as_written": "１５００个以上",
    "line": 4,
    "last_line": 6,
    "anchor": "起降点",
}


@cache
def shipped() -> Frames:
    return read_pack()


@cache
def all_facts() -> tuple[tuple[str, Record], ...]:
    return tuple((spec.name, row) for spec in RECORD for row in records(shipped()[spec.name]))


def made(**change: object) -> Frames:
    return whole(
        figures=[{**FIGURE, **change}],
        places=[place("tangxia", "is", ["tangxia"], forms=["塘厦"], line=4, last_line=4)],
    )


def found(frames: Frames, **query: object) -> set[tuple[str, str]]:
    return ids(find_facts(frames, FactQuery(**query)))  # type: ignore[arg-type]  # the tests name fields of the query


def ids(facts: tuple[Fact, ...]) -> set[tuple[str, str]]:
    return {(fact.table, fact.record["id"]) for fact in facts}


@pytest.mark.parametrize("table", [spec.name for spec in RECORD])
def test_every_fact_of_the_record_is_found_by_its_names_and_its_line(table: str) -> None:
    """Search among a few neighbours at a time, which is the same and much quicker."""
    whole_table = shipped()[table]
    for start in range(0, len(whole_table), NEIGHBOURS):
        few = {table: whole_table.iloc[start : start + NEIGHBOURS]}
        for row in records(few[table]):
            own = (table, row["id"])
            assert own in found(few, table=table, text=row["name_zh"])
            assert own in found(few, table=table, text=row["name_en"])
            cited = (row["document"], int(row["line"]))
            assert own in found(few, table=table, document=cited[0], line=cited[1])


def test_facts_are_found_among_all_others() -> None:
    for table, row in all_facts()[:: len(all_facts()) // 10]:
        assert (table, row["id"]) in found(shipped(), text=row["name_zh"], line=int(row["line"]))


def test_facts_come_in_the_order_of_the_documents() -> None:
    facts = find_facts(shipped(), FactQuery())
    keys = [(one.record["document"], one.record["line"], one.table) for one in facts]
    assert len(facts) == len(all_facts())
    assert keys == sorted(keys)


@given(st.sampled_from(range(400)), st.sampled_from([str.upper, str.lower, str.swapcase]))
def test_width_and_case_do_not_count(number: int, change: object) -> None:
    table, row = all_facts()[number * len(all_facts()) // 400]
    alone = {name: frame.iloc[:0] for name, frame in shipped().items()}
    alone[table] = shipped()[table][shipped()[table]["id"] == row["id"]]
    assert callable(change)
    assert found(alone, text=change(row["name_en"])) == {(table, row["id"])}
    wide = "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in row["name_zh"])
    assert found(alone, text=wide) == {(table, row["id"])}


def test_every_word_must_stand_somewhere_in_either_language() -> None:
    assert found(made(), text="低空 uam") == {("policy_figures", "f1")}
    assert found(made(), text="低空 helicopter") == set()
    assert found(made(), text="1500") == {("policy_figures", "f1")}
    assert found(made(), text="  ") == found(made())


def test_what_is_only_for_the_machine_is_not_searched() -> None:
    digest = "0" * 64
    assert found(made(), text=digest) == set()


def test_a_fact_cites_all_its_lines_and_a_section_its_heading() -> None:
    frames = whole(
        figures=[FIGURE],
        sections=[{"id": "d1-s", "kind": "chapter", "line": 3, "last_line": 9}],
    )
    cites = {line: found(frames, line=line) for line in range(2, 8)}
    figure, section = ("policy_figures", "f1"), ("policy_sections", "d1-s")
    assert [figure in cites[line] for line in range(3, 8)] == [False, True, True, True, False]
    assert [section in cites[line] for line in range(2, 5)] == [False, True, False]


def test_by_document_table_and_kind() -> None:
    assert found(made(), table="policy_figures") == {("policy_figures", "f1")}
    assert found(made(), kind="target") == {("policy_figures", "f1")}
    assert found(made(), table="policy_figures", kind="town") == set()
    assert found(made(), document="d2") == set()


def test_by_place_finds_the_place_and_what_is_said_of_it() -> None:
    frames = made(place="tangxia")
    assert found(frames, place="tangxia") == {
        ("policy_figures", "f1"),
        ("policy_places", "tangxia"),
    }
    assert found(frames, place="tangxia", table="policy_places") == {("policy_places", "tangxia")}
    assert found(frames, text="塘厦") == {("policy_places", "tangxia")}
