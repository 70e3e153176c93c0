"""Each policy source quotes what its document says, to the character.

With the documents' texts at hand every quote is read again; without them the digests are held
against a kept list. After a wanted change: ``python -m layers.seed.digest_sources SEEDS`` and then
``python -m tests.golden.test_policy_quotes`` rewrites the list.
"""

import csv
import json
import re
from pathlib import Path
from typing import Any

import pytest

from gis.errors import InvalidInputError
from gis.quotes import digest, quote
from layers.seed.digest_sources import SOURCES, quoted, read_documents, with_digests

KEPT = Path(__file__).with_name("policy_digests.json")
PLACE = ("document", "line", "last_line")

Rows = dict[str, dict[str, str]]
Documents = dict[str, list[str]]


def policy_rows(table: str) -> Rows:
    rows = csv.DictReader(table.splitlines())
    return {row["id"]: row for row in rows if row["kind"] == "policy"}


def kept_form(rows: Rows) -> dict[str, Any]:
    return {
        id_: {**{name: row[name] for name in PLACE}, "digest": row["digest"]}
        for id_, row in rows.items()
    }


@pytest.fixture(scope="module")
def table() -> str:
    return SOURCES.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def documents(seeds: Path) -> Documents:
    return read_documents(seeds)


def test_the_digests_are_the_kept_ones(table: str) -> None:
    rows = policy_rows(table)
    assert len(rows) > 50
    assert all(re.fullmatch(r"[0-9a-f]{64}", row["digest"]) for row in rows.values())
    assert kept_form(rows) == json.loads(KEPT.read_text(encoding="utf-8"))


def test_every_policy_source_says_where_in_its_document(table: str) -> None:
    for id_, row in policy_rows(table).items():
        assert row["document"] in {"D000", "D001", "D002", "D003", "D004"}, id_
        assert row["clause"], id_
        assert 1 <= int(row["line"]) <= int(row["last_line"]) <= int(row["line"]) + 8, id_
        assert 2 <= len(row["anchor"]) <= 40, id_


def test_every_quote_is_what_the_document_says(table: str, documents: Documents) -> None:
    assert set(documents) == {"D000", "D001", "D002", "D003", "D004"}
    for row in policy_rows(table).values():
        assert digest(quoted(row, documents)) == row["digest"], row["id"]


def test_rewriting_the_digests_changes_nothing(table: str, documents: Documents) -> None:
    assert with_digests(table, documents) == table


def test_one_changed_character_is_noticed(table: str, documents: Documents) -> None:
    for row in policy_rows(table).values():
        first, last = int(row["line"]), int(row["last_line"])
        document = list(documents[row["document"]])
        written = document[first - 1].rstrip()
        document[first - 1] = written[:-1] + ("甲" if written[-1] != "甲" else "乙")
        assert digest(quote(document, first, last)) != row["digest"], row["id"]


def test_white_space_and_character_width_do_not_count(table: str, documents: Documents) -> None:
    row = policy_rows(table)["d004-cluster-01"]
    document = [f"  {line.replace('，', ', ')}\t" for line in documents["D004"]]
    assert digest(quoted(row, {"D004": document})) == row["digest"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"document": "D009"}, "document"),
        ({"line": "900", "last_line": "901"}, "line"),
        ({"anchor": "火星"}, "anchor"),
    ],
)
def test_a_source_that_quotes_nothing_is_refused(
    table: str, documents: Documents, change: dict[str, str], field: str
) -> None:
    row = {**policy_rows(table)["d000-annex-07"], **change}
    with pytest.raises(InvalidInputError, match="d000-annex-07") as told:
        quoted(row, documents)
    assert told.value.field == field


def test_a_changed_digest_in_the_pack_is_noticed(table: str) -> None:
    row = policy_rows(table)["d000-annex-07"]
    spoilt = table.replace(row["digest"], "0" + row["digest"][1:].replace("a", "b", 1), 1)
    assert spoilt != table
    assert kept_form(policy_rows(spoilt)) != json.loads(KEPT.read_text(encoding="utf-8"))


def _keep() -> None:
    rows = policy_rows(SOURCES.read_text(encoding="utf-8"))
    text = json.dumps(kept_form(rows), ensure_ascii=False, indent=1, sort_keys=True)
    KEPT.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    _keep()
