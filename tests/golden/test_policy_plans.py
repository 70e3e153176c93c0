"""Drift, plan against built and targets of the shipped pack, line by line.

After a wanted change of the record, the layers or a rule, ``python -m
tests.golden.test_policy_plans`` rewrites the three lists; read their differences before committing.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from api.policy_record import built_report, drift_report, targets, town_rows
from api.snapshot import Snapshot
from gis.policy.built import unsupported
from gis.policy.drift import Standing, histories
from gis.policy.results import Change, TargetState
from gis.policy.results_built import BuiltState, Evidence
from layers.seed.pack import read_pack
from tests.golden.test_pack import HUBS

FOLDER = Path(__file__).parent
PLANS = {"d003": 2018, "d001": 2022, "d004": 2024, "d000": 2026}
SIGNS = {"eq": "=", "ge": ">=", "gt": ">", "le": "<=", "lt": "<", "about": "~", "nearly": "-"}
Kept = dict[str, Any]


def drift_list(snapshot: Snapshot) -> Kept:
    """Level, field and step to the units of each change; ``*`` through an area, ``?`` open list."""
    found: Kept = {}
    for one in drift_report(snapshot).changes:
        step = f"{one.level} {one.field} {one.year_before}-{one.year_after}"
        marks = "*" * one.through_area + "?" * one.open_list
        units = found.setdefault(step, {}).setdefault(str(one.change), [])
        units.append(one.unit + marks)
    return {
        step: {change: " ".join(units) for change, units in sorted(changes.items())}
        for step, changes in sorted(found.items())
    }


def built_list(snapshot: Snapshot) -> Kept:
    """Each feature with its evidence, the gaps by town (``*`` through an area), the unlocated."""
    report = built_report(snapshot)
    gaps: dict[str, dict[str, list[str]]] = {}
    for gap in report.gaps:
        fields = gaps.setdefault(gap.kind, {}).setdefault(gap.town, [])
        fields.append(gap.field + "*" * gap.through_area)
    return {
        "features": {one.feature: list(_feature(one)) for one in report.features},
        "gaps": {
            kind: {town: " ".join(fields) for town, fields in sorted(towns.items())}
            for kind, towns in sorted(gaps.items())
        },
        "unlocated": list(report.unlocated),
    }


def _feature(one: BuiltState) -> Iterator[str]:
    doubt = " CONTRADICTED" * one.contradicted + " UNSUPPORTED" * unsupported(one)
    yield f"{one.status} in {' '.join(one.towns) or 'no known town'}{doubt}"
    yield from map(_statement, one.evidence)


def _statement(one: Evidence) -> str:
    where = one.source if one.document is None else f"{one.document}:{one.line or ''}"
    return f"{one.on or one.year} {one.evidence_class} {one.status} {where}"


def targets_list(snapshot: Snapshot) -> Kept:
    """Each target in one line."""
    return {one.figure: _target(one) for one in targets(snapshot)}


def _target(one: TargetState) -> str:
    high = "" if one.high is None else f"-{one.high:g}"
    aim = f"{SIGNS[one.operator]} {one.value:.10g}{high} {one.unit_zh or ''}".rstrip()
    now = "no data" if one.current is None else f"{one.current} {one.met}"
    return f"{aim} | {one.due or 'no year'} | {one.as_written} | {now}"


LISTS = {
    "policy_drift.json": drift_list,
    "policy_built.json": built_list,
    "policy_targets.json": targets_list,
}


@pytest.fixture(scope="module")
def snapshot() -> Snapshot:
    return Snapshot("1", read_pack())


@pytest.mark.parametrize("name", LISTS)
def test_the_pack_gives_the_kept_list(snapshot: Snapshot, name: str) -> None:
    assert LISTS[name](snapshot) == json.loads((FOLDER / name).read_text(encoding="utf-8"))


def test_the_plan_of_2024_stands_as_its_text_lists_it(snapshot: Snapshot) -> None:
    """The hubs are read from the text by hand; 临深 is a base, and no unit of today."""
    report, rows = drift_report(snapshot), town_rows(snapshot)
    told = histories(report, rows, snapshot.frame("policy_places"), "town")
    names = {row.town: row.name_zh for row in rows}
    for field, places in HUBS.items():
        direct = {
            names[one.unit]
            for one in told
            if one.field == field and one.plans["d004"] is Standing.DIRECT
        }
        listed = {place for place in places if not place.startswith("临深")}
        assert len(direct) == len(listed), field
        assert all(any(name.startswith(place) for name in direct) for place in listed), field


def test_changes_that_the_texts_themselves_show(snapshot: Snapshot) -> None:
    """Read by hand: D001 513 names 水乡 for artificial intelligence, D004 215 does not; 凤岗 is new
    in D004 215; D001 names no place for new materials."""
    changes = {
        (one.field, one.unit, one.year_before, one.year_after): one.change
        for one in drift_report(snapshot).changes
        if one.level == "town"
    }
    assert changes["artificial_intelligence", "shuixiang", 2022, 2024] is Change.DROPPED
    assert changes["artificial_intelligence", "fenggang", 2022, 2024] is Change.ADDED
    assert changes["artificial_intelligence", "songshanhu", 2022, 2024] is Change.KEPT
    steps = {(one[2], one[3]) for one in changes if one[0] == "materials"}
    assert steps == {(2018, 2024)}
    assert drift_report(snapshot).plans == tuple(PLANS.items())


def test_nothing_of_a_feature_is_said_by_nobody(snapshot: Snapshot) -> None:
    for one in built_report(snapshot).features:
        assert one.evidence, one.feature


if __name__ == "__main__":
    made = Snapshot("1", read_pack())
    for name, make in LISTS.items():
        text = json.dumps(make(made), ensure_ascii=False, indent=1)
        (FOLDER / name).write_text(text + "\n", encoding="utf-8")
