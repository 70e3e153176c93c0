"""Whatever a map draws stands in its legend."""

import pytest

from gis.scenario.frames import PROPOSED
from tests.page_views import Frames, page_cases, planner_view
from web.maps.drawn_map import DrawnMap
from web.pages import Pages
from web.shell.template import Frame
from web.views import Language, Shell

GROUND = {"land", "border"}
"""What is under everything: nobody asks what it means."""
WITH_MAP = ("operator", "planner", "resident", "landmark")


def unexplained(drawn: DrawnMap) -> set[tuple[str, str]]:
    """Return layer and look of what is drawn and is in no entry of the legend of that layer."""
    missing = set()
    for layer in drawn.layers:
        told = {
            look
            for entry in drawn.legend
            for look in entry.swatches
            if not entry.layers or layer.name in entry.layers
        }
        missing |= {(layer.name, one.look) for one in layer.features} - {
            (layer.name, look) for look in told | GROUND
        }
    return missing


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> list[DrawnMap]:
    """Return the list that every map drawn from now on is added to."""
    maps: list[DrawnMap] = []
    made = Pages._map  # every page's map goes through it

    def kept(self: Pages, drawn: DrawnMap, frame: Frame) -> dict[str, object]:
        maps.append(drawn)
        return made(self, drawn, frame)

    monkeypatch.setattr(Pages, "_map", kept)
    return maps


def surveyed(frames: Frames) -> Frames:
    """Return frames in which one road has been surveyed."""
    roads = frames["road_segments"].copy()
    roads.loc[roads.index[roads.geometry.notna()][0], "geometry_basis"] = "surveyed"
    return {**frames, "road_segments": roads}


@pytest.mark.parametrize("name", WITH_MAP)
def test_every_look_drawn_stands_in_the_legend(
    pack: Frames, seen: list[DrawnMap], name: str
) -> None:
    page_cases(surveyed(pack))[name].html()
    (drawn,) = seen
    assert any(layer.features for layer in drawn.layers)
    assert unexplained(drawn) == set()


def test_what_a_scenario_proposes_stands_in_the_planners_legend(
    pack: Frames, seen: list[DrawnMap]
) -> None:
    points = pack["takeoff_points"].copy()
    points["name_zh"] = f"{PROPOSED.added[0]}试点"
    view = planner_view({**pack, "takeoff_points": points}, Shell(Language.EN, "/planners/towns"))
    html = Pages().planner(view, "")
    (drawn,) = seen
    looks = {one.look for layer in drawn.layers if layer.name == "sites" for one in layer.features}
    assert looks == {"suggested"}
    assert unexplained(drawn) == set()
    assert 'href="#symbol-suggested"' in html
