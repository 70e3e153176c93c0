"""Plan against built: evidence, contradictions, gaps."""

import datetime as dt
from itertools import product
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gis.policy.built import (
    EVIDENCE_COLUMNS,
    StateFrames,
    plan_against_built,
    rests_on_plans,
    unsupported,
)
from gis.policy.results import TownRow
from gis.policy.results_built import BuiltReport, BuiltState
from tests.unit.test_policy_drift import naming

STAGES = ("planned", "building", "testing", "in_use")
STATUSES = (*STAGES, "suspended", "unknown")
CLASSES = ("plan_text", "official_notice", "news", "user_survey")
DOCUMENTS = {
    "plan": ("plan", None, 2024),
    "letter": ("letter", None, 2025),
    "dated": ("plan", dt.date(2026, 3, 22), 2026),
}
SOURCES = ("paper", "survey", "d-plan", "d-dated", "d-lost", "chart")


def evidence(status: str, day: dt.date, kind: str = "news", feature: str = "hall") -> dict:
    return {
        "id": f"{feature}-{status}-{day}-{kind}",
        "evidence_class": kind,
        "status": status,
        "as_of": day,
        "source": "paper",
        "name_zh": "说",
        "name_en": "said",
        "note_zh": None,
        "note_en": None,
        **dict.fromkeys(EVIDENCE_COLUMNS.values()),
        "carrier": feature,
    }


def fact(status: str, document: str, feature: str | None = "carriers/hall") -> dict:
    return {
        "id": f"{document}-1-{status}",
        "feature": feature,
        "status": status,
        "document": document,
        "line": 7,
        "name_zh": "名",
        "name_en": "name",
        "note_zh": None,
        "note_en": None,
    }


def carrier(id_: str = "hall", **more: Any) -> dict:
    plain = {
        "name_zh": "馆",
        "name_en": "Hall",
        "towns": ["humen"],
        "clusters": ["materials"],
        "status": "building",
        "as_of": dt.date(2026, 1, 1),
        "source": "chart",
    }
    return {"id": id_, **plain, **more}


def sources() -> pd.DataFrame:
    kinds = ("publication", "user", "policy", "policy", "policy", "data")
    return pd.DataFrame(
        {
            "id": SOURCES,
            "kind": kinds,
            "document": [None, None, "PLAN", "DATED", "LOST", None],
            "line": [None, None, 12, None, 3, None],
            "name_zh": SOURCES,
            "name_en": SOURCES,
        }
    )


def report(
    carriers: list[dict],
    *,
    said: list[dict] = (),
    facts: list[dict] = (),
    rows: list[TownRow] = (),
    members: dict[str, list[str]] | None = None,
) -> BuiltReport:
    empty = pd.DataFrame({name: [] for name in carrier()})
    frames = dict.fromkeys(EVIDENCE_COLUMNS, empty)
    frames["carriers"] = pd.DataFrame(carriers, columns=list(empty), dtype=object)
    members = members or {}
    documents = pd.DataFrame(
        [
            {"id": id_, "kind": kind, "published": published, "year": year}
            for id_, (kind, published, year) in DOCUMENTS.items()
        ]
    )
    return plan_against_built(
        list(rows),
        StateFrames(
            features=frames,
            evidence=pd.DataFrame(said, columns=list(evidence("planned", dt.date.min))),
            sources=sources(),
            names=pd.DataFrame(facts, columns=list(fact("planned", "plan"))),
            documents=documents,
            towns=pd.DataFrame({"id": [*members], "members": [*members.values()]}),
        ),
    )


def hall(**given_frames: Any) -> BuiltState:
    return report([carrier()], **given_frames).features[0]


DAYS = st.dates(dt.date(2023, 12, 1), dt.date(2026, 6, 1))
STATEMENTS = st.builds(evidence, st.sampled_from(STATUSES), DAYS, st.sampled_from(CLASSES))
FACTS = st.builds(
    fact,
    st.sampled_from(["named", "encouraged", "planned", "building", "in_use"]),
    st.sampled_from(sorted(DOCUMENTS)),
)


def surely_before(one: Any, other: Any) -> bool:
    if one.on is None or other.on is None:
        return bool(one.year < other.year)
    return bool(one.on < other.on)


def brute_contradiction(state: BuiltState) -> bool:
    """Go through all ordered pairs: the second reported, the stages known."""
    for first, second in product(state.evidence, repeat=2):
        if not {first.status, second.status} <= set(STAGES) or second.evidence_class == "plan_text":
            continue
        order = STAGES.index(second.status) - STAGES.index(first.status)
        if surely_before(first, second) and order < 0:
            return True
        same_day = first.on is not None and first.on == second.on
        same_text = first.document is not None and first.document == second.document
        if (same_day or same_text) and order and first.evidence_class != "plan_text":
            return True
    return False


@given(st.lists(STATEMENTS, max_size=4), st.lists(FACTS, max_size=3))
def test_contradictions_are_those_of_all_pairs(said: list[dict], facts: list[dict]) -> None:
    state = hall(said=said, facts=facts)
    assert len(state.evidence) == len(said) + len(facts)
    assert state.contradicted == brute_contradiction(state)


def test_what_was_opened_and_is_then_being_built_is_contradicted() -> None:
    opened, later = dt.date(2026, 2, 2), dt.date(2026, 3, 3)
    said = [evidence("building", later), evidence("in_use", opened)]
    state = hall(said=said)
    assert state.contradicted
    assert [one.on for one in state.evidence] == [opened, later]
    assert not hall(said=[evidence("building", opened), evidence("in_use", later)]).contradicted


def test_the_words_of_a_plan_never_contradict_a_report() -> None:
    assert not hall(
        said=[evidence("in_use", dt.date(2025, 1, 1))], facts=[fact("planned", "dated")]
    ).contradicted


def test_a_year_alone_contradicts_only_another_year() -> None:
    """A plan of 2024 without a date may be later than a report of July 2024."""
    plan = [fact("in_use", "plan")]
    assert not hall(said=[evidence("building", dt.date(2024, 7, 1))], facts=plan).contradicted
    assert hall(said=[evidence("building", dt.date(2025, 1, 1))], facts=plan).contradicted


def test_an_undated_document_gives_no_day_to_what_rests_on_it() -> None:
    (feature,) = report([carrier(source="d-plan", as_of=dt.date(2022, 1, 1))]).features
    (own,) = feature.evidence
    assert (own.evidence_class, own.on, own.year, own.line) == ("plan_text", None, 2024, 12)
    (feature,) = report([carrier(source="d-dated")]).features
    (own,) = feature.evidence
    assert (own.on, own.year, own.line) == (dt.date(2026, 3, 22), 2026, None)


def test_a_feature_rests_on_its_own_source_once() -> None:
    assert hall().evidence == ()
    (own,) = report([carrier(source="paper")]).features[0].evidence
    assert (own.evidence_class, own.on) == ("news", dt.date(2026, 1, 1))
    said = [evidence("building", dt.date(2026, 1, 1))]
    assert len(report([carrier(source="paper")], said=said).features[0].evidence) == 1
    facts = [fact("planned", "plan")]
    assert len(report([carrier(source="d-plan")], facts=facts).features[0].evidence) == 1
    assert report([carrier(source="d-lost")]).features[0].evidence == ()


@pytest.mark.parametrize(("written", "status"), [("named", "unknown"), ("in_use", "in_use")])
def test_a_fact_of_the_record_is_a_statement(written: str, status: str) -> None:
    (one,) = hall(facts=[fact(written, "letter"), fact("planned", "plan", None)]).evidence
    assert (one.evidence_class, one.status) == ("official_notice", status)
    assert (one.document, one.line, one.on, one.year) == ("letter", 7, None, 2025)


def test_a_stage_that_no_statement_says_is_unsupported() -> None:
    day = dt.date(2026, 1, 1)
    assert unsupported(hall())
    assert unsupported(hall(said=[evidence("in_use", day), evidence("unknown", day)]))
    assert not unsupported(hall(said=[evidence("in_use", day), evidence("building", day)]))
    assert not unsupported(report([carrier(status="unknown")]).features[0])


def test_what_rests_on_plans_alone() -> None:
    plan = [fact("building", "plan")]
    assert rests_on_plans(hall(facts=plan))
    assert not rests_on_plans(hall(facts=[*plan, fact("building", "letter")]))
    assert not rests_on_plans(hall())


UNITS = ("humen", "changan", "mayong", "shuixiang")
FIELDS = ("electronics", "materials")
PAIRS = st.sets(st.tuples(st.sampled_from(UNITS), st.sampled_from(FIELDS)))


@given(PAIRS, PAIRS)
def test_gaps_are_the_difference_of_designated_and_located(
    named: set[tuple[str, str]], located: set[tuple[str, str]]
) -> None:
    rows = [
        TownRow(
            unit,
            unit,
            unit,
            "town",
            tuple(naming("p24", field, unit) for field in FIELDS if (unit, field) in named),
            (),
            {},
            {},
            {},
        )
        for unit in UNITS
    ]
    carriers = [
        carrier(f"{unit}-{field}", towns=[unit], clusters=[field]) for unit, field in located
    ]
    found = report(carriers, rows=rows, members={"shuixiang": ["mayong"]})
    filled = located | {("shuixiang", field) for unit, field in located if unit == "mayong"}
    assert {(one.town, one.field) for one in found.gaps if one.kind == "nothing_located"} == (
        named - filled
    )
    assert {(one.town, one.field) for one in found.gaps if one.kind == "nowhere_designated"} == (
        located - named
    )
    assert len(found.gaps) == len({(one.kind, one.town, one.field) for one in found.gaps})


def test_a_gap_names_what_it_rests_on() -> None:
    through = naming("p24", "materials", "changan", place="east-park")
    rows = [
        TownRow("changan", "长安", "Chang'an", "town", (through,), (), {}, {}, {}),
        TownRow("humen", "虎门", "Humen", "town", (), (), {}, {}, {}),
    ]
    lost = carrier("lost", towns=[])
    elsewhere = carrier("elsewhere", towns=[], clusters=["electronics"])
    found = report([carrier(), lost, elsewhere], rows=rows)
    nothing, nowhere = found.gaps
    assert (nothing.kind, nothing.designations) == ("nothing_located", (through.designation,))
    assert (nothing.through_area, nowhere.through_area) == (True, False)
    assert (nowhere.kind, nowhere.carriers) == ("nowhere_designated", ("hall",))
    assert found.unlocated == ("lost",)


def test_a_field_outside_the_twelve_clusters_leaves_no_gap() -> None:
    said = naming("p24", "culture", "humen")
    rows = [TownRow("humen", "虎门", "Humen", "town", (said,), (), {}, {}, {})]
    assert report([], rows=rows).gaps == ()
