"""The siting family on the command line: a question, its certificate, and its check."""

import json
import os
import pty
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from tests.http.test_cli import Guantu

SMALL = ("--spacing-m", "10000", "--seconds", "5")
QUESTIONS = {
    "maximal": ("--count", "2"),
    "fewest": (),
    "partial": ("--share", "0.5"),
    "backup": ("--count", "3", "--backup-share", "0.5"),
    "capacitated": ("--capacity-per-day", "2000", "--movements-per-person-day", "0.01"),
    "build_order": ("--counts", "1,2"),
    "median": ("--count", "2", "--cell-m", "5000"),
    "center": ("--count", "2", "--cell-m", "5000"),
    "connected": ("--count", "3", "--flight-m", "12000"),
}


@pytest.fixture(scope="module")
def guantu(tmp_path_factory: pytest.TempPathFactory) -> Guantu:
    return Guantu(tmp_path_factory.mktemp("siting"))


@pytest.mark.parametrize("problem", QUESTIONS)
def test_a_question_is_answered_and_its_certificate_verified(guantu: Guantu, problem: str) -> None:
    file = guantu.folder / f"{problem}.json"
    done = guantu(
        "siting", problem, *QUESTIONS[problem], *SMALL, "--certificate", str(file), "--json"
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["problem"] == problem
    assert found["sites"]
    checked = guantu("verify", str(file))
    assert checked.returncode == 0
    assert checked.stdout.startswith("valid")
    assert "not proven" not in checked.stdout
    assert found["bound_certified"] is True


def test_own_demand_points_are_reached_from_where_their_circles_cross(guantu: Guantu) -> None:
    file = guantu.folder / "orders.csv"
    file.write_text(
        "lon,lat,weight,accuracy_m\n113.70,23.0,5,100\n113.75,23.0,7,100\n113.95,23.0,2,100\n"
    )
    asked = ("--demand-points", str(file), "--datum", "cgcs2000", "--candidates", "circles")
    done = guantu("siting", "maximal", "--count", "1", "--radius-m", "2800", *asked, "--json")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert (found["value"], found["bound"], found["demand"]) == (12, 12, "weight")
    shown = guantu("siting", "partial", "--share", "0.6", "--radius-m", "2800", *asked)
    assert shown.returncode == 0, shown.stderr
    assert "weight" in guantu("siting", "median", *asked[:4], *SMALL, "--lang", "en").stderr


def test_a_changed_certificate_is_rejected_with_exit_code_1(guantu: Guantu) -> None:
    file = guantu.folder / "own.json"
    assert guantu("siting", "maximal", *SMALL, "--certificate", str(file)).returncode == 0
    certificate = json.loads(file.read_text(encoding="utf-8"))
    file.write_text(json.dumps(certificate | {"value": certificate["value"] + 1}))
    done = guantu("verify", str(file))
    assert done.returncode == 1
    assert "digest" in done.stdout
    told = guantu("verify", str(file), "--json")
    assert told.returncode == 1
    assert json.loads(told.stdout)["valid"] is False


@pytest.mark.parametrize("content", [None, "", "[]", "[" * 100_000, '{"format": "other"}'])
def test_what_is_no_certificate_is_told_in_a_sentence(guantu: Guantu, content: str | None) -> None:
    file = guantu.folder / ("absent.json" if content is None else "wrong.json")
    if content is not None:
        file.write_text(content)
    done = guantu("verify", str(file))
    assert done.returncode == 1
    told = done.stdout + done.stderr
    assert "Traceback" not in told
    assert told.strip()


WORTH = {
    "zh": ("数值", "上限", "差距", "已证明最优", "已覆盖", "候选点"),
    "en": ("value", "bound", "gap", "proven", "covered", "candidates"),
}


@pytest.mark.parametrize(("lang", "word"), [("zh", "网格点"), ("en", "Grid point")])
def test_people_get_a_table_with_value_bound_and_gap(guantu: Guantu, lang: str, word: str) -> None:
    asked = (("siting", "build_order", "--counts", "1,1"), ("site", "1"))
    for command in asked:
        done = guantu(*command, *SMALL, "--lang", lang)
        assert done.returncode == 0
        assert word in done.stdout
        for figure in WORTH[lang] if command is asked[0] else WORTH[lang][:4]:
            assert figure in done.stderr
        if lang == "zh":
            assert not any(english in done.stderr for english in WORTH["en"])


def test_own_points_outside_a_forbidden_area_beside_a_site_that_is_tried(guantu: Guantu) -> None:
    points = guantu.folder / "points.csv"
    points.write_text("name,lon,lat\n甲,113.75,23.02\n乙,113.80,22.80\n", encoding="utf-8")
    ring = [[113.7, 23.0], [113.77, 23.0], [113.77, 23.05], [113.7, 23.05], [113.7, 23.0]]
    area = {"type": "Feature", "properties": {}, "geometry": {}}
    area["geometry"] = {"type": "Polygon", "coordinates": [ring]}
    forbidden = guantu.folder / "forbidden.geojson"
    forbidden.write_text(json.dumps({"type": "FeatureCollection", "features": [area]}))
    files = ("--points", str(points), "--forbidden", str(forbidden), "--datum", "cgcs2000")
    found = json.loads(guantu("siting", "maximal", "--count", "2", *files, "--json").stdout)
    assert [site["name_zh"] for site in found["sites"]] == ["乙"]
    assert [one["area"] for one in found["forbidden"]] == ["area-1"]
    tried = guantu("siting", "maximal", "--count", "2", *files, "--json", "--add", "113.80,22.80")
    assert json.loads(tried.stdout)["sites"] == []


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (("capacitated",), "capacity_per_day"),
        (("connected",), "flight_m"),
        (("median", "--share", "0.5"), "share"),
        (("median", "--by-area"), "people"),
        (("build_order", "--counts", "1,x"), "counts"),
        (("maximal", "--add", "113"), "lon,lat"),
        (("maximal", "--drop", "atlantis"), "atlantis"),
        (("maximal", "--mission", "flying"), "inspection"),
        (("maximal", "--radius-m", "nan"), "radius"),
        (("maximal", "--certificate", "absent/folder/file.json", *SMALL), "absent"),
    ],
)
def test_a_mistake_is_told_in_a_sentence(
    guantu: Guantu, arguments: tuple[str, ...], word: str
) -> None:
    done = guantu("siting", *arguments)
    assert done.returncode == 1
    assert word in done.stderr
    assert "Traceback" not in done.stderr


def test_ctrl_c_ends_a_long_run(guantu: Guantu) -> None:
    guantu("seed")
    environment = os.environ | {"GUANTU_DATA_DIR": str(guantu.folder / "data")}
    question = ("siting", "backup", "--count", "9", "--seconds", "120")
    heard, told_to = pty.openpty()
    run = subprocess.Popen(
        [sys.executable, "-c", "from api.cli import main; main()", *question],
        stdout=subprocess.DEVNULL,
        stderr=told_to,
        env=environment | {"PYTHONPATH": str(Path(__file__).parents[2])},
        # Ctrl+C is heard also where a shell started the tests in the background.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509
    )
    os.close(told_to)
    told = ""
    while "Solving" not in told:
        told += os.read(heard, 1024).decode(errors="replace")
    time.sleep(2)
    assert run.poll() is None
    run.send_signal(signal.SIGINT)
    with suppress(OSError):  # a terminal nobody writes to any more ends so
        while more := os.read(heard, 1024):
            told += more.decode(errors="replace")
    os.close(heard)
    assert run.wait() == 130
    assert "Traceback" not in told
