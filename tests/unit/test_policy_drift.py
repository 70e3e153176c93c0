"""What was kept, dropped and added from plan to plan."""

from itertools import pairwise

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gis.policy.drift import Standing, drift, histories
from gis.policy.results import Change, Drift, DriftReport, Naming, TownRow

YEARS = {"p18": 2018, "p22": 2022, "p24": 2024}
FIELDS = ("electronics", "materials")
UNITS = ("humen", "changan", "shilong")
PLACES = ("humen", "changan", "shilong", "east-park")
LEFT_OUT = {Change.DROPPED, Change.NOT_REPEATED}


def naming(
    document: str,
    field: str,
    unit: str,
    *,
    place: str | None = None,
    kind: str = "cluster",
    open_list: bool = False,
) -> Naming:
    """Return one naming; through an area where ``place`` is another than the unit."""
    place = place or unit
    return Naming(
        field=field,
        designation=f"{document}-{field}-{place}-{kind}",
        topic=f"{document}-{field}",
        topic_kind=kind,
        topic_zh="题",
        topic_en="topic",
        role_zh=None,
        role_en=None,
        document=document,
        year=YEARS.get(document, 2025),
        section=f"{document}-s1",
        line=1,
        place=place,
        place_zh=place,
        via=None if place == unit else place,
        inferred=False,
        open_list=open_list,
    )


def report(said: dict[str, list[Naming]], years: dict[str, int] | None = None) -> DriftReport:
    """Return the drift of what is said of each unit."""
    rows = [
        TownRow(unit, unit, unit, "town", tuple(said.get(unit, ())), (), {}, {}, {})
        for unit in UNITS
    ]
    years = years or YEARS
    kinds = ["plan"] * len(years)
    documents = pd.DataFrame(
        {
            "id": [*years, "letter"],
            "year": [*years.values(), 2023],
            "kind": [*kinds, "letter"],
        }
    )
    places = pd.DataFrame({"id": PLACES, "name_zh": PLACES, "name_en": PLACES})
    return drift(rows, documents, places)


def changes(found: DriftReport, level: str = "town") -> dict[tuple[str, str, str, str], Drift]:
    return {
        (one.field, one.before, one.after, one.unit): one
        for one in found.changes
        if one.level == level
    }


@st.composite
def sayings(draw: st.DrawFn) -> dict[str, list[Naming]]:
    """Draw who is named by which plan for what, directly, through an area, or by a landmark."""
    said: dict[str, list[Naming]] = {}
    for unit in UNITS:
        for document in YEARS:
            for field in FIELDS:
                way = draw(st.sampled_from(["", "", "direct", "area", "landmark"]))
                if way == "direct":
                    said.setdefault(unit, []).append(naming(document, field, unit))
                if way == "area":
                    named = naming(document, field, unit, place="east-park")
                    said.setdefault(unit, []).append(named)
                if way == "landmark":
                    named = naming(document, field, unit, kind="landmark")
                    said.setdefault(unit, []).append(named)
    return said


def named_by(said: dict[str, list[Naming]], document: str, field: str) -> set[str]:
    return {
        unit
        for unit, namings in said.items()
        for one in namings
        if (one.document, one.field) == (document, field)
    }


@given(sayings())
def test_each_step_parts_its_units_into_kept_left_out_and_added(
    said: dict[str, list[Naming]],
) -> None:
    found = report(said)
    by_step: dict[tuple[str, str, str], dict[str, Change]] = {}
    for (field, before, after, unit), one in changes(found).items():
        by_step.setdefault((field, before, after), {})[unit] = one.change
    for field in FIELDS:
        plans = [plan for plan in YEARS if named_by(said, plan, field)]
        assert found.addressed.get(field, ()) == tuple(plans)
        for before, after in pairwise(plans):
            then, now = named_by(said, before, field), named_by(said, after, field)
            became = by_step.pop((field, before, after))
            assert {u for u in became if became[u] is Change.KEPT} == then & now
            assert {u for u in became if became[u] in LEFT_OUT} == then - now
            assert {u for u in became if became[u] is Change.ADDED} == now - then
            assert len({became[u] for u in then - now}) <= 1
    assert by_step == {}


@given(sayings())
def test_reversed_plans_swap_what_was_added_and_left_out(said: dict[str, list[Naming]]) -> None:
    reversed_years = {plan: 5000 - year for plan, year in YEARS.items()}
    forwards, backwards = report(said), report(said, reversed_years)
    turned = {
        (field, after, before, unit): one
        for (field, before, after, unit), one in changes(backwards).items()
    }
    assert changes(forwards).keys() == turned.keys()
    for key, one in changes(forwards).items():
        other = turned[key]
        assert (one.change is Change.KEPT) == (other.change is Change.KEPT)
        assert (one.change is Change.ADDED) == (other.change in LEFT_OUT)
        assert one.namings_before == other.namings_after
        assert one.through_area == other.through_area


@given(sayings(), st.sampled_from(UNITS), st.sampled_from(FIELDS))
def test_one_more_naming_in_the_last_plan_never_drops_what_was_kept(
    said: dict[str, list[Naming]], unit: str, field: str
) -> None:
    more = {**said, unit: [*said.get(unit, []), naming("p24", field, unit)]}
    after = changes(report(more))
    for key, one in changes(report(said)).items():
        if one.change is Change.KEPT:
            assert after[key].change is Change.KEPT


@pytest.mark.parametrize("level", ["town", "place"])
def test_silence_of_a_plan_drops_nothing(level: str) -> None:
    kept = [naming(plan, "materials", "humen") for plan in ("p18", "p24")]
    found = report({"humen": kept, "changan": [naming("p22", "electronics", "changan")]})
    (one,) = changes(found, level).values()
    assert (one.before, one.after, one.change) == ("p18", "p24", Change.KEPT)


def test_a_plan_of_landmarks_alone_drops_nothing() -> None:
    first = naming("p22", "materials", "humen")
    landmark = naming("p24", "materials", "changan", kind="landmark")
    found = changes(report({"humen": [first], "changan": [landmark]}))
    assert {key[3]: one.change for key, one in found.items()} == {
        "humen": Change.NOT_REPEATED,
        "changan": Change.ADDED,
    }
    layout = naming("p24", "materials", "shilong")
    found = changes(report({"humen": [first], "changan": [landmark], "shilong": [layout]}))
    assert found["materials", "p22", "p24", "humen"].change is Change.DROPPED


def test_an_open_list_and_an_area_are_marked() -> None:
    first = naming("p22", "materials", "humen", place="east-park")
    later = naming("p24", "materials", "changan", open_list=True)
    found = changes(report({"humen": [first], "changan": [later]}))
    dropped = found["materials", "p22", "p24", "humen"]
    added = found["materials", "p22", "p24", "changan"]
    assert (dropped.open_list, dropped.through_area) == (True, True)
    assert (added.open_list, added.through_area) == (False, False)


def test_a_letter_is_no_plan() -> None:
    said = {"humen": [naming("p18", "materials", "humen"), naming("letter", "materials", "humen")]}
    found = report(said)
    assert found.plans == tuple((plan, year) for plan, year in YEARS.items())
    assert found.addressed == {"materials": ("p18",)}
    assert found.changes == ()


def test_an_area_named_is_one_place_and_many_towns() -> None:
    said = {
        unit: [naming(document, "materials", unit, place="east-park") for document in YEARS]
        for unit in ("humen", "changan")
    }
    found = report(said)
    assert {key[3] for key in changes(found)} == {"humen", "changan"}
    places = changes(found, "place")
    assert {key[3] for key in places} == {"east-park"}
    assert not any(one.through_area for one in places.values())
    assert {one.namings_after for one in places.values()} == {
        ("p22-materials-east-park-cluster",),
        ("p24-materials-east-park-cluster",),
    }


@given(sayings(), st.sampled_from(["town", "place"]))
def test_histories_say_what_the_changes_say(said: dict[str, list[Naming]], level: str) -> None:
    found = report(said)
    rows = [
        TownRow(unit, unit, unit, "town", tuple(said.get(unit, ())), (), {}, {}, {})
        for unit in UNITS
    ]
    places = pd.DataFrame({"id": PLACES, "name_zh": PLACES, "name_en": PLACES})
    told = {(one.field, one.unit): one.plans for one in histories(found, rows, places, level)}
    named = {Standing.DIRECT, Standing.THROUGH_AREA}
    for (field, before, after, unit), one in changes(found, level).items():
        then, now = told[field, unit][before], told[field, unit][after]
        assert (then in named, now in named) == {
            Change.KEPT: (True, True),
            Change.ADDED: (False, True),
            Change.DROPPED: (True, False),
            Change.NOT_REPEATED: (True, False),
        }[one.change]
        assert (now is Standing.DROPPED) == (one.change is Change.DROPPED)
        through = Standing.THROUGH_AREA in (then, now)
        assert one.through_area == through
    for (field, _), plans in told.items():
        for plan, standing in plans.items():
            addressed = plan in found.addressed[field]
            assert addressed == (standing is not Standing.NOT_ADDRESSED)
        assert named & set(plans.values())
