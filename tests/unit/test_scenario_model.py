"""A scenario's id is its content's: the same however it was written down."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gis.scenario.model import (
    AddedCarrier,
    AddedSegment,
    AddedSite,
    Changes,
    Place,
    Scenario,
    Settings,
    canonical,
    document,
    scenario_id,
)

PLACE = Place(113.75, 23.0, 100.0)
SCENARIO = Scenario(
    title="试点",
    settings=Settings("delivery", 5_000.0),
    changes=Changes(
        add_sites=(AddedSite(PLACE, "甲"), AddedSite(Place(113.8, 22.9))),
        drop_sites=("b", "a"),
        move_sites={"d": PLACE, "c": PLACE},
        open_segments=("r2", "r1"),
        add_segments=(AddedSegment(((113.7, 23.0), (113.71, 23.0)), 20.0, "路"),),
        add_carriers=(AddedCarrier("园", "park", "changan", ("materials", "electronics")),),
    ),
    base_digest="0" * 64,
)


def changed(**values):
    return Scenario(**{name: getattr(SCENARIO, name) for name in Scenario.__slots__} | values)


def test_the_id_is_short_and_of_the_content_alone():
    assert scenario_id(SCENARIO) == scenario_id(changed())
    assert len(scenario_id(SCENARIO)) == 26
    others = [
        changed(title="其他"),
        changed(parent=scenario_id(SCENARIO)),
        changed(base_digest="1" * 64),
        changed(settings=Settings("delivery")),
        changed(changes=Changes()),
    ]
    assert len({scenario_id(one) for one in (SCENARIO, *others)}) == len(others) + 1


def test_order_of_ids_whole_numbers_blanks_and_composition_make_no_other_scenario():
    same = changed(
        title=" 试点 ",
        settings=Settings("delivery", 5_000),
        changes=Changes(
            add_sites=SCENARIO.changes.add_sites,
            drop_sites=("a", "b", "a"),
            move_sites={"c": PLACE, "d": PLACE},
            open_segments=("r1", "r2"),
            add_segments=SCENARIO.changes.add_segments,
            add_carriers=(AddedCarrier("园", "park", "changan", ("electronics", "materials")),),
        ),
    )
    assert scenario_id(same) == scenario_id(SCENARIO)
    composed, apart = changed(title="caf\u00e9"), changed(title="cafe\u0301")
    assert scenario_id(composed) == scenario_id(apart)
    minus = changed(changes=Changes(add_sites=(AddedSite(Place(-0.0, 0.0)),)))
    plus = changed(changes=Changes(add_sites=(AddedSite(Place(0.0, 0.0)),)))
    assert scenario_id(minus) == scenario_id(plus)


def test_additions_keep_their_order_for_their_ids_follow_it():
    first, second = SCENARIO.changes.add_sites
    turned = changed(changes=Changes(add_sites=(second, first)))
    assert scenario_id(turned) != scenario_id(changed(changes=Changes(add_sites=(first, second))))


@settings(max_examples=40)
@given(lon=st.floats(allow_nan=False, allow_infinity=False), name=st.text(max_size=80))
def test_the_canonical_text_reads_back_to_the_same_document(lon, name):
    values = document(changed(changes=Changes(add_sites=(AddedSite(Place(lon, 0.0), name),))))
    assert canonical(json.loads(canonical(values))) == canonical(values)


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_what_is_no_number_has_no_text(value):
    with pytest.raises(ValueError, match="JSON compliant"):
        canonical(document(changed(settings=Settings("delivery", value))))
