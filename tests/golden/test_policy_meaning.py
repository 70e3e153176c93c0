"""The facts of the policy record agree with each other, with the layers, and in both languages."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from gis.policy.record import RECORD
from layers.seed.pack import SHIPPED
from layers.seed.policy_texts import read_texts
from tests.policy_rows import Row, Tables, listed, read_rows, record_rows

PACK = Path(str(SHIPPED))
CHINESE = re.compile(r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]+")
TELEPHONE = re.compile(r"(?<![\d.])(?:1[3-9]\d{9}|0\d{2,3}[- ]?\d{7,8}|\+86)(?![\d.])")
PERSON = re.compile(
    r"[\u4e00-\u9fff]{2,3}(?:先生|女士|教授|研究员|院士|局长|市长|镇长|书记|主任)(?!工作站|会)"
)
MEASURE_WORDS = set("个家位名件条项座人年")
"""Units that English leaves out: 5 parks, not 5 of anything."""

Cells = Iterator[tuple[str, str, str, str]]


@pytest.fixture(scope="module")
def tables() -> Tables:
    return record_rows()


@pytest.fixture(scope="module")
def topics(tables: Tables) -> dict[str, Row]:
    return {row["id"]: row for row in tables["policy_topics"]}


@pytest.fixture(scope="module")
def features() -> dict[str, set[str]]:
    """Return the ids of each layer of the pack."""
    return {file.stem: {row["id"] for row in read_rows(file)} for file in PACK.glob("*.csv")}


def cells(tables: Tables, ending: str = "") -> Cells:
    for table, rows in tables.items():
        for row in rows:
            for name, cell in row.items():
                if name.endswith(ending) and cell:
                    yield table, row["id"], name, cell


def above(topic: Row, topics: dict[str, Row]) -> Iterator[Row]:
    """Yield a topic and every topic above it."""
    seen: set[str] = set()
    here: Row | None = topic
    while here is not None:
        assert here["id"] not in seen, "topics in a ring"
        seen.add(here["id"])
        yield here
        here = topics[here["parent"]] if here["parent"] else None


def test_ids_are_unique_and_begin_with_the_document(tables: Tables) -> None:
    for table, rows in tables.items():
        twice = [id_ for id_, number in Counter(row["id"] for row in rows).items() if number > 1]
        assert twice == [], table
        strangers = [row["id"] for row in rows if not row["id"].startswith(row["document"])]
        assert strangers == [] or table == "policy_places", table


def test_what_a_fact_names_exists(tables: Tables, features: dict[str, set[str]]) -> None:
    known = {name: {row["id"] for row in rows} for name, rows in tables.items()} | features
    named = 0
    for spec in RECORD:
        for column in spec.columns:
            for row in tables[spec.name] if column.references else ():
                for id_ in listed(row[column.name]):
                    assert id_ in known[column.references or ""], (row["id"], column.name)
                    named += 1
    assert named > 10_000


def test_conflicts_name_facts_and_lines_that_exist(tables: Tables) -> None:
    known = {name: {row["id"] for row in rows} for name, rows in tables.items()}
    last = {row["document"]: 0 for row in tables["policy_sections"]}
    for row in tables["policy_sections"]:
        last[row["document"]] = max(last[row["document"]], int(row["last_line"]))
    for row in tables["policy_conflicts"]:
        assert row["facts"] or row["also_at"] or row["note_zh"], row["id"]
        for fact in listed(row["facts"]):
            table, _, id_ = fact.partition("/")
            assert id_ in known[table], (row["id"], fact)
        for place in listed(row["also_at"]):
            document, _, line = place.partition(":")
            assert 1 <= int(line) <= last[document], (row["id"], place)


def test_facts_and_topics_are_of_one_document(tables: Tables, topics: dict[str, Row]) -> None:
    for table, rows in tables.items():
        for row in rows:
            for name in ("topic", "parent"):
                if row.get(name) and not (name == "parent" and table == "policy_sections"):
                    assert topics[row[name]]["document"] == row["document"], (row["id"], name)


def test_every_designation_is_for_a_field(tables: Tables, topics: dict[str, Row]) -> None:
    for row in tables["policy_designations"]:
        line = list(above(topics[row["topic"]], topics))
        assert any(topic["clusters"] for topic in line), row["id"]


def test_a_designation_writes_its_place_in_a_form_of_that_place(tables: Tables) -> None:
    forms = {row["id"]: listed(row["forms"]) for row in tables["policy_places"]}
    for row in tables["policy_designations"]:
        assert row["place_zh"] in forms[row["place"]], row["id"]


def test_a_form_belongs_to_one_place(tables: Tables) -> None:
    forms = [form for row in tables["policy_places"] for form in listed(row["forms"])]
    assert [form for form, number in Counter(forms).items() if number > 1] == []


def test_places_and_units_fit_their_relation(tables: Tables) -> None:
    for row in tables["policy_places"]:
        assert bool(row["towns"]) == (row["relation"] != "none"), row["id"]
        if row["relation"] == "is":
            assert len(listed(row["towns"])) == 1, row["id"]
        if row["kind"] == "outside":
            assert row["relation"] == "none", row["id"]
        assert row["id"] not in listed(row["not_same"]), row["id"]


def test_a_name_that_is_in_a_layer_names_an_existing_feature(
    tables: Tables, features: dict[str, set[str]]
) -> None:
    linked = [row for row in tables["policy_names"] if row["feature"]]
    assert len(linked) > 150
    for row in linked:
        layer, _, feature = row["feature"].partition("/")
        assert feature in features[layer], row["id"]


def test_every_list_has_its_items_in_both_languages(tables: Tables) -> None:
    for row in tables["policy_lists"]:
        chinese, english = listed(row["items_zh"]), listed(row["items_en"])
        assert len(chinese) == len(english) == len(set(chinese)), row["id"]
        assert all(item.strip() == item and item for item in chinese + english), row["id"]


def test_what_is_inferred_says_why(tables: Tables) -> None:
    for table, rows in tables.items():
        for row in rows:
            assert row["basis"] != "inferred" or row["note_zh"], (table, row["id"])


def test_chinese_and_english_come_together(tables: Tables) -> None:
    for table, rows in tables.items():
        for row in rows:
            for name, cell in row.items():
                other = row.get(f"{name.removesuffix('_zh')}_en") if name.endswith("_zh") else None
                if other is None or bool(cell) == bool(other):
                    continue
                assert name == "unit_zh", (table, row["id"], name)
                assert cell in MEASURE_WORDS, (table, row["id"], name)


def test_english_is_english(tables: Tables) -> None:
    """Chinese stands in notes only, to show words that the Chinese beside it has too."""
    for table, rows in tables.items():
        for row in rows:
            chinese = "".join(cell for name, cell in row.items() if not name.endswith("_en"))
            assert re.search(r"[A-Za-z0-9]", row["name_en"]), (table, row["id"])
            for name in row:
                for shown in CHINESE.findall(row[name]) if name.endswith("_en") else ():
                    assert shown in chinese, (table, row["id"], shown)
                    assert table == "policy_conflicts" or name == "note_en", (row["id"], shown)


def test_the_record_holds_no_telephone_number_and_names_no_person(tables: Tables) -> None:
    written = [cell for cell in cells(tables) if cell[2] not in ("digest", "mentions", "id")]
    assert len(written) > 30_000
    assert [cell for cell in written if TELEPHONE.search(cell[-1])] == []
    assert [cell for cell in written if PERSON.search(cell[-1])] == []


def test_a_title_of_a_person_would_be_noticed(seeds: Path) -> None:
    letter = read_texts(seeds)["d002"].characters
    assert len(PERSON.findall(letter)) == 1
    assert TELEPHONE.search("0769-22228888")
    assert not PERSON.search("院士工作站")
