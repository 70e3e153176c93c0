"""Rows by id, sections with the whole way down to them, and the section of a line."""

import pytest

from gis.policy.lookup import RecordLookup, numbered_sections, record_lookup
from gis.records import records
from layers.seed.pack import read_pack


@pytest.fixture(scope="module")
def lookup() -> RecordLookup:
    return record_lookup(read_pack())


@pytest.mark.parametrize(
    ("section", "number"),
    [
        ("d004-s221", "二（一）8"),
        ("d001-s127", "二（四）图表3"),
        ("d001-s267", "四（三）2 重点工程1"),
        ("d003-s63", "二（一）1（1）"),
        ("d003-s69", "二（一）1(2)"),
        ("d003-s209", "三（三）2 专栏2 1"),
        ("d003-s562", "附件 2 三（十二）"),
        ("d003-s372", "五（二）"),
        ("d004-s1", None),
    ],
)
def test_a_section_is_numbered_with_the_whole_way_down(
    lookup: RecordLookup, section: str, number: str | None
) -> None:
    assert lookup.row("policy_sections", section)["number"] == number


def test_the_rows_given_stay_as_they_were() -> None:
    rows = list(records(read_pack()["policy_sections"]))
    before = [dict(row) for row in rows]
    numbered = numbered_sections(rows)
    assert rows == before
    assert [row["id"] for row in rows] == list(numbered)


def test_a_line_stands_in_the_innermost_section(lookup: RecordLookup) -> None:
    """Compared with the sections of the facts, each of which was written down by a person."""
    checked = 0
    for table, rows in lookup.tables.items():
        if table not in ("policy_documents", "policy_sections"):
            for row in rows.values():
                held = lookup.section_at(row["document"], row["line"])
                assert held is not None
                assert held["id"] == row["section"], row["id"]
                checked += 1
    assert checked > 4000
    assert lookup.section_at("d004", 100_000) is None


def test_a_fact_is_found_by_table_and_id(lookup: RecordLookup) -> None:
    found = lookup.find("policy_documents/d004")
    assert found is not None
    assert found[0] == "policy_documents"
    assert found[1]["year"] == 2024
    assert lookup.find("policy_documents/d999") is None
    assert lookup.find("nowhere/d004") is None
