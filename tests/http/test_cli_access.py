"""Access, roads, demand points, surveys and bands on the command line."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.http.test_cli import Guantu

TABLE = (
    "name,lon,lat,weight,accuracy_m,town\n"
    "甲,113.75,23.02,120,250,\n"
    "乙,113.66,22.81,30,50,humen\n"
    "丙,113.9,22.95,4,,\n"
)


@pytest.fixture(scope="module")
def guantu(tmp_path_factory: pytest.TempPathFactory) -> Guantu:
    return Guantu(tmp_path_factory.mktemp("access"))


def answer(guantu: Guantu, *arguments: str) -> Any:
    done = guantu(*arguments, "--json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def file(guantu: Guantu, name: str, content: str) -> str:
    path: Path = guantu.folder / name
    path.write_text(content, encoding="utf-8")
    return str(path)


def test_help_names_the_commands(guantu: Guantu) -> None:
    told = guantu("--help").stdout
    for command in ("access", "band", "demand", "roads", "survey-next"):
        assert f" {command} " in told


def test_demand_of_a_table_is_counted_with_its_towns(guantu: Guantu) -> None:
    table = file(guantu, "demand.csv", TABLE)
    found = answer(guantu, "demand", table, "--datum", "cgcs2000", "--mission", "logistics")
    assert found["city"]["points"] == 2
    assert found["unplaced"] == {"points": 1, "weight": 4}
    assert {row["town"]: row["weight"] for row in found["towns"]} == {"humen": 30, "nancheng": 120}
    done = guantu("demand", table, "--datum", "cgcs2000", "--lang", "en")
    assert "Humen" in done.stdout
    assert "left out: 1, weight 4" in done.stderr


def test_a_bad_table_is_told_by_row_field_and_remedy(guantu: Guantu) -> None:
    bad = file(guantu, "bad.csv", TABLE.replace(",120,", ",many,").replace(",humen", ",atlantis"))
    done = guantu("demand", bad, "--datum", "cgcs2000")
    assert done.returncode == 1
    assert "row 1, weight: not a number from 0 to 1e+12. Write 1 where" in done.stderr
    assert "Write 1 where points are only counted." in done.stderr
    assert "row 2, town: no town has this id" in done.stderr
    unstated = guantu("demand", file(guantu, "demand.csv", TABLE))
    assert unstated.returncode == 1
    assert "datum" in unstated.stderr


@pytest.mark.parametrize(("lang", "word"), [("zh", "松山湖悠兰里"), ("en", "Youlanli")])
def test_survey_next_ranks_the_serving_sites(guantu: Guantu, lang: str, word: str) -> None:
    found = answer(guantu, "survey-next", "--unit", "people")
    assert found["unit"] == "people"
    assert [row["rank"] for row in found["rows"]] == [1, 2, 3]
    told = guantu("survey-next", "--unit", "people", "--lang", lang).stdout
    assert f"1. {found['rows'][0]['name_zh' if lang == 'zh' else 'name_en']}" in told
    assert word in told


def test_a_band_stands_beside_the_guarantee_and_says_what_it_supposes(guantu: Guantu) -> None:
    arguments = ("band", "--draws", "20", "--seed", "5", "--displacement", "common_shift")
    found = answer(guantu, *arguments)
    assert found["sampled_band"]["seed"] == 5
    low, high = (found["sampled_band"]["covered_m2"][side] for side in ("low", "high"))
    sure = found["guaranteed"]["covered_m2"]
    assert sure["low"] <= low <= high <= sure["high"]
    chinese, english = (guantu(*arguments, "--lang", lang) for lang in ("zh", "en"))
    assert "保证区间" in chinese.stdout
    assert "抽样带" in chinese.stdout
    assert "Guaranteed interval" in english.stdout
    assert "20 draws, seed 5" in english.stdout
    assert "no document" in english.stderr


def test_access_of_hospitals_says_that_one_each_is_an_assumption(guantu: Guantu) -> None:
    found = answer(guantu, "access", "--method", "gaussian", "--cell-m", "2000")
    assert found["capacity_basis"] == "assumed_one"
    assert found["rings"] is None
    told = guantu("access", "--cell-m", "2000", "--lang", "en")
    assert "Guancheng" in told.stdout
    assert "Gini" in told.stdout
    assert "assumption" in told.stderr
    assert "基尼系数" in guantu("access", "--cell-m", "2000").stdout


def test_access_of_a_supply_of_ones_own(guantu: Guantu) -> None:
    own = file(
        guantu, "beds.csv", "lon,lat,capacity,accuracy_m\n113.75,23.02,40,100\n113.8,23,,5\n"
    )
    found = answer(guantu, "access", "--points", own, "--datum", "cgcs2000", "--cell-m", "2000")
    assert found["supply"] == "own"
    assert found["capacity"] == 40
    assert [one["site"] for one in found["without_capacity"]] == ["own-2"]


def test_roads_of_the_register_cannot_be_said(guantu: Guantu) -> None:
    found = answer(guantu, "roads", "--status", "planned")
    assert found["reach"]["verdict"] == "cannot_be_said"
    assert found["links"]["links"] == []
    told = guantu("roads", "--status", "planned", "--lang", "en")
    assert "it cannot be said; 5 segments, 1 – 5 parts" in told.stderr
    assert "没有此类状态的路段" in guantu("roads").stderr


def test_roads_of_ones_own_lines_lack_a_link(guantu: Guantu) -> None:
    lines = [[[113.65, 22.78], [113.67, 22.80]], [[113.70, 22.82], [113.72, 22.83]]]
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "LineString", "coordinates": line},
            "properties": {"accuracy_m": 20},
        }
        for line in lines
    ]
    collection = {"type": "FeatureCollection", "features": features}
    own = file(guantu, "own.geojson", json.dumps(collection))
    found = answer(guantu, "roads", "--lines", own, "--datum", "cgcs2000")
    assert found["reach"]["verdict"] == "said"
    assert len(found["links"]["links"]) == 1
    told = guantu("roads", "--lines", own, "--datum", "cgcs2000", "--lang", "en").stdout
    assert "1. own-1 – own-2" in told


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (("survey-next", "--unit", "hectares"), "hectares"),
        (("survey-next", "--mission", "flying"), "inspection"),
        (("band", "--share", "2"), "share"),
        (("access", "--cell-m", "1"), "larger side"),
        (("access", "--reach-m", "nan"), "rings"),
        (("access", "--capacity", "stated"), "supply of your own"),
        (("roads", "--status", "closed"), "suspended"),
        (("roads", "--walk-m", "-1"), "walk"),
        (("roads", "--lines", "absent.geojson"), "absent.geojson"),
        (("demand", "absent.csv"), "absent.csv"),
    ],
)
def test_a_mistake_is_told_in_a_sentence(
    guantu: Guantu, arguments: tuple[str, ...], word: str
) -> None:
    done = guantu(*arguments)
    assert done.returncode == 1
    assert word in done.stderr
    assert "Traceback" not in done.stderr
