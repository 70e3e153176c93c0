"""Zones on the command line: imported, and then in every answer, in both languages."""

import json
from typing import Any

import pytest

from tests.http.test_airspace import BARRED, EAST, WEST
from tests.http.test_cli import Guantu
from tests.made_ed269 import volume, write, zone_269


@pytest.fixture(scope="module")
def guantu(tmp_path_factory: pytest.TempPathFactory) -> Guantu:
    """Return a runner whose store holds an invented zone."""
    runner = Guantu(tmp_path_factory.mktemp("airspace"))
    file = write(runner.folder, zone_269(volume(BARRED), identifier="wall"))
    done = runner("import", "geozones", str(file), "--accuracy-m", "50", "--in-force")
    assert done.returncode == 0, done.stderr
    return runner


def answer(guantu: Guantu, *arguments: str) -> Any:
    done = guantu(*arguments, "--json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize(
    ("lang", "words", "notes"),
    [
        (
            "zh",
            ("空域阻断", "受阻于", ".wall", "禁飞", "真高", "Made set"),
            ("规划假设", "区外仍无数据"),
        ),
        (
            "en",
            ("blocked by zone", "Zones in the way", "in the way", "Prohibited", "Made authority"),
            ("120 m above ground (assumed)", "outside them still no data"),
        ),
    ],
)
def test_coverage_names_reasons_zones_and_what_is_known(
    guantu: Guantu, lang: str, words: tuple[str, ...], notes: tuple[str, ...]
) -> None:
    done = guantu("coverage", "--mission", "logistics", "--lang", lang)
    assert done.returncode == 0, done.stderr
    for word in words:
        assert word in done.stdout
    for note in notes:
        assert note in done.stderr


def test_losses_and_reach(guantu: Guantu) -> None:
    found = answer(guantu, "losses", "--mission", "logistics")
    assert found["together"]["possibly_m2"] > 0
    told = guantu("losses", "--mission", "logistics", "--lang", "en")
    assert "All together" in told.stdout
    assert "Made zone" in told.stdout
    above = answer(guantu, "losses", "--mission", "logistics", "--height-m", "130")
    assert (above["together"]["possibly_m2"], above["zones"]) == (0, [])
    site = "takeoff-nancheng-botanical-garden"
    reach = answer(guantu, "reach", site, "--mission", "logistics")
    assert reach["reach_m2"]["low"] < reach["free_m2"]["low"]
    assert reach["possibly"]["type"] == "Polygon"


def test_a_route_and_its_heights(guantu: Guantu) -> None:
    ends = [",".join(map(str, [*end, 20])) for end in (WEST, EAST)]
    found = answer(guantu, "route", *ends)
    assert found["least_m"] > found["straight_m"]["high"]
    told = guantu("route", *ends, "--height-m", "130", "--lang", "en")
    assert "Heights along the way" in told.stdout
    assert "120" in told.stdout
    assert "Made zone" in told.stdout


def test_new_sites_are_sought_round_the_zones(guantu: Guantu) -> None:
    own = guantu.folder / "own.csv"
    own.write_text("lon,lat\n113.81,22.95\n113.75,23.02\n")
    asked = ("--points", str(own), "--datum", "cgcs2000", "--lang", "en", "--height-m", "100")
    for command, note in (
        (("site", "1"), "100 m above ground,"),
        (("siting", "median", "--count", "1", "--cell-m", "5000"), "go round no zone"),
    ):
        told = guantu(*command, *asked)
        assert told.returncode == 0, told.stderr
        assert "may stand, in a zone" in told.stdout
        assert "Made zone" in told.stdout
        assert note in told.stderr.replace("100 m above ground,", "100 m above ground,")


def test_survey_band_and_own_demand_go_round_the_zones(guantu: Guantu) -> None:
    own = guantu.folder / "orders.csv"
    own.write_text("lon,lat,weight,accuracy_m\n113.81,22.95,7,100\n113.75,23.02,120,250\n")
    asked = ("--mission", "logistics", "--lang", "en", "--height-m")
    for command in (
        ("survey-next",),
        ("band", "--draws", "2"),
        ("demand", str(own), "--datum", "cgcs2000"),
    ):
        told = guantu(*command, *asked, "100")
        assert told.returncode == 0, told.stderr
        assert "Airspace zones" in told.stdout
        assert "Made zone" in told.stdout
        assert "100 m above ground, whatever time" in told.stderr
        # The wall ends at 120 m: higher up it is not in the way.
        below, above = (
            answer(guantu, *command, "--mission", "logistics", "--height-m", height)
            for height in ("100", "130")
        )
        assert below["airspace"]["zones"][0]["effect"] == "bars"
        assert above["airspace"]["zones"][0]["effect"] == "leaves_free"
        figures = [{**found, "airspace": None} for found in (below, above)]
        assert figures[0] != figures[1]


def test_hospitals(guantu: Guantu) -> None:
    told = guantu("hospitals", "--lang", "en", "--at", "2026-05-04T09:00+08:00", "--permitted")
    assert "perhaps no way" in told.stdout
    assert "permissions count as given" in told.stderr
    assert answer(guantu, "hospitals", "--range-m", "20000")["range_m"] == 20_000


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("coverage", "--at", "2026-05-04T09:00"), ("needs its zone", "2026-05-01T09:00+08:00")),
        (("coverage", "--movements-per-person-day", "0"), ("movements_per_person_day",)),
        (("losses", "--height-m", "0"), ("height_m",)),
        (("route", "atlantis", "113.8,23"), ("atlantis", "/collections")),
        (("reach", "takeoff-nancheng-fifth"), ("status", "in use")),
    ],
)
def test_what_cannot_be_asked_is_told(
    guantu: Guantu, arguments: tuple[str, ...], words: tuple[str, ...]
) -> None:
    done = guantu(*arguments)
    assert done.returncode == 1
    for word in words:
        assert word in done.stderr
