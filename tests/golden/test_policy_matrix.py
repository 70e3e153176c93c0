"""The town by field matrix of the shipped record, cell by cell.

After a wanted change of the record or of its rules, ``python -m tests.golden.test_policy_matrix``
rewrites the kept matrix; look at what changed before it is committed.
"""

import json
from pathlib import Path
from typing import Any

from gis.policy.matrix import RecordFrames, town_matrix
from layers.seed.pack import read_pack

KEPT = Path(__file__).with_name("policy_matrix.json")


def matrix() -> dict[str, Any]:
    """Return town to the documents that write it and to ``[document, line, via]`` by field."""
    pack = read_pack()
    record = ("documents", "places", "topics", "designations")
    rows = town_matrix(
        pack["towns"],
        RecordFrames(**{name: pack[f"policy_{name}"] for name in record}),
        **{name: pack[name] for name in ("carriers", "landmarks", "takeoff_points")},
    )
    return {
        row.town: {
            "mentioned_in": list(row.mentioned_in),
            "fields": {
                field: sorted(
                    ([one.document, one.line, one.via] for one in row.cell(field)), key=repr
                )
                for field in row.fields
            },
        }
        for row in rows
    }


def written(found: dict[str, Any]) -> str:
    """Return a matrix as JSON with one line a cell, so that a change is one line of a diff."""
    towns = []
    for town, row in found.items():
        fields = [
            f"   {json.dumps(field)}: {json.dumps(cell)}" for field, cell in row["fields"].items()
        ]
        mentioned = f'  "mentioned_in": {json.dumps(row["mentioned_in"])}'
        inside = "{\n" + ",\n".join(fields) + "\n  }" if fields else "{}"
        towns.append(f' {json.dumps(town)}: {{\n{mentioned},\n  "fields": {inside}\n }}')
    return "{\n" + ",\n".join(towns) + "\n}\n"


def test_the_matrix_is_the_kept_one() -> None:
    kept = json.loads(KEPT.read_text(encoding="utf-8"))
    found = matrix()
    assert found.keys() == kept.keys()
    for town, row in found.items():
        assert row == kept[town], town


def test_the_kept_matrix_is_written_as_it_would_be_again() -> None:
    text = KEPT.read_text(encoding="utf-8")
    assert written(json.loads(text)) == text


if __name__ == "__main__":
    KEPT.write_text(written(matrix()), encoding="utf-8")
