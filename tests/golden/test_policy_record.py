"""The policy record against the texts it is taken from, to the character.

With the documents' texts at hand every citation is read again; without them the digests are held
against a kept list. After a wanted change: ``python -m layers.seed.cite_policy SEEDS`` and then
``python -m tests.golden.test_policy_record`` rewrites the list.
"""

import csv
import json
import re
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest

from gis.policy.record import PLACES, SECTIONS
from gis.quotes import digest, normalised, quote
from layers.seed.cite_policy import MOST_ANCHOR
from layers.seed.policy_texts import PolicyText, read_texts
from tests.policy_rows import Row, Tables, lines_of, listed, record_rows, sections_of

KEPT = Path(__file__).with_name("policy_record_digests.json")
KEPT_LETTERS = 16
DOCUMENTS = ("d000", "d001", "d002", "d003", "d004")
TOWNS = Path(__file__).parents[2] / "layers" / "seed" / "dongguan" / "towns.csv"

Texts = Mapping[str, PolicyText]


def kept_form(tables: Tables) -> dict[str, dict[str, str]]:
    return {
        table: {row["id"]: row["digest"][:KEPT_LETTERS] for row in rows}
        for table, rows in tables.items()
    }


@pytest.fixture(scope="module")
def tables() -> Tables:
    return record_rows()


@pytest.fixture(scope="module")
def texts(seeds: Path) -> Texts:
    return read_texts(seeds)


def quoted(row: Row, texts: Texts) -> str:
    return quote(texts[row["document"]].lines, int(row["line"]), int(row["last_line"]))


def test_the_digests_are_the_kept_ones(tables: Tables) -> None:
    assert sum(map(len, tables.values())) > 4_500
    for table, rows in tables.items():
        for row in rows:
            assert re.fullmatch(r"[0-9a-f]{64}", row["digest"]), (table, row["id"])
    assert kept_form(tables) == json.loads(KEPT.read_text(encoding="utf-8"))


def test_every_digest_is_that_of_its_lines(tables: Tables, texts: Texts) -> None:
    assert tuple(texts) == DOCUMENTS
    for table, rows in tables.items():
        for row in rows:
            assert digest(quoted(row, texts)) == row["digest"], (table, row["id"])


def test_every_anchor_stands_in_its_lines(tables: Tables, texts: Texts) -> None:
    for table, rows in tables.items():
        for row in rows:
            anchor = normalised(row["anchor"])
            assert 0 < len(anchor) <= MOST_ANCHOR, (table, row["id"])
            assert anchor in quoted(row, texts), (table, row["id"])


@pytest.mark.parametrize("document", DOCUMENTS)
def test_any_changed_character_of_a_text_is_noticed(
    tables: Tables, texts: Texts, document: str
) -> None:
    """Change one character: the innermost section that held it no longer quotes the text."""
    draw = np.random.default_rng(int(document.removeprefix("d")))
    lines = texts[document].lines
    sections = sections_of(tables, document)
    for _ in range(60):
        number = int(draw.choice([n for n, line in enumerate(lines, 1) if normalised(line)]))
        written = lines[number - 1]
        at = int(draw.choice([n for n, one in enumerate(written) if normalised(one)]))
        other = "甲" if written[at] != "甲" else "乙"
        spoilt = [*lines]
        spoilt[number - 1] = written[:at] + other + written[at + 1 :]
        held = innermost(sections, number)
        assert digest(quote(spoilt, int(held["line"]), int(held["last_line"]))) != held["digest"]


def innermost(sections: list[Row], line: int) -> Row:
    holding = [one for one in sections if line in lines_of(one)]
    return min(holding, key=lambda one: len(lines_of(one)))


@pytest.mark.parametrize("document", DOCUMENTS)
def test_sections_hold_every_line_that_is_not_empty(
    tables: Tables, texts: Texts, document: str
) -> None:
    sections = sections_of(tables, document)
    held = {line for one in sections for line in lines_of(one)}
    written = {n for n, line in enumerate(texts[document].lines, start=1) if normalised(line)}
    assert written <= held
    inner = {line for one in sections if one["parent"] for line in lines_of(one)}
    assert written <= inner, "only the whole text holds some lines"


@pytest.mark.parametrize("document", DOCUMENTS)
def test_sections_lie_within_their_parents_and_never_cross(tables: Tables, document: str) -> None:
    sections = {row["id"]: row for row in sections_of(tables, document)}
    (root,) = [row for row in sections.values() if not row["parent"]]
    for row in sections.values():
        above = ancestors(row, sections)
        assert row is root or above[-1] is root, row["id"]
        if above:
            assert set(lines_of(row)) <= set(lines_of(above[0])), row["id"]
        for other in sections.values():
            common = set(lines_of(row)) & set(lines_of(other))
            related = row is other or other in above or row in ancestors(other, sections)
            assert related or not common, (row["id"], other["id"])


def ancestors(row: Row, sections: Mapping[str, Row]) -> list[Row]:
    found: list[Row] = []
    while row["parent"]:
        row = sections[row["parent"]]
        assert row not in found, row["id"]
        found.append(row)
    return found


def test_every_fact_stands_in_the_innermost_section(tables: Tables) -> None:
    for table, rows in tables.items():
        for row in rows:
            if table == SECTIONS.name:
                assert row["section"] == row["id"]
            else:
                sections = sections_of(tables, row["document"])
                assert row["section"] == innermost(sections, int(row["line"]))["id"], row["id"]


def test_places_are_mentioned_where_the_record_says(tables: Tables, texts: Texts) -> None:
    """Find the longest form at each character by hand, with no regular expression."""
    owner = {normalised(f): row["id"] for row in tables[PLACES.name] for f in listed(row["forms"])}
    forms = sorted(owner, key=len, reverse=True)
    starts = {form[0] for form in forms}
    found: dict[str, dict[str, None]] = {}
    for document, text in texts.items():
        at = 0
        while at < len(text.characters):
            here = text.characters[at] in starts
            form = next((f for f in forms if here and text.characters.startswith(f, at)), None)
            for end in (at, at + len(form) - 1) if form else ():
                mention = f"{document}:{text.line_of[end]}"
                found.setdefault(owner[form or ""], {})[mention] = None
            at += len(form) if form else 1
    for row in tables[PLACES.name]:
        assert listed(row["mentions"]) == list(found[row["id"]]), row["id"]
        assert f"{row['document']}:{row['line']}" == listed(row["mentions"])[0], row["id"]


def test_every_town_that_the_texts_name_is_a_place_of_the_record(
    tables: Tables, texts: Texts
) -> None:
    with TOWNS.open(encoding="utf-8", newline="") as opened:
        towns = [row for row in csv.DictReader(opened) if row["kind"] != "functional"]
    assert len(towns) == 32
    named = {
        town
        for row in tables[PLACES.name]
        if row["relation"] == "is"
        for town in listed(row["towns"])
    }
    for town in towns:
        short = re.sub("镇$|街道$", "", town["name_zh"])
        written = any(short in text.characters for text in texts.values())
        assert (town["id"] in named) == written, town["id"]
    assert "songshanhu" in named, "the thirty-third unit"


def _keep() -> None:
    text = json.dumps(kept_form(record_rows()), ensure_ascii=False, indent=0, sort_keys=True)
    KEPT.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    _keep()
