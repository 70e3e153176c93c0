"""Scenarios on the command line: saved, shown, compared, taken out and in."""

import json
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from api.cli import app
from gis.errors import GuantuError
from tests.made_scenarios import EVERYTHING, SITE, body


@dataclass
class Guantu:
    """Runs commands in this process, with a data folder of the test's own."""

    folder: Path

    def __call__(self, *arguments: str) -> Result:
        environment = {"GUANTU_DATA_DIR": str(self.folder / "data"), "COLUMNS": "200"}
        return CliRunner().invoke(app, ["scenario", *arguments], env=environment)


@pytest.fixture(scope="module")
def guantu(tmp_path_factory: pytest.TempPathFactory) -> Guantu:
    return Guantu(tmp_path_factory.mktemp("scenarios"))


def write(guantu: Guantu, name: str, content: object) -> str:
    file: Path = guantu.folder / name
    file.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    return str(file)


def test_a_scenario_is_saved_shown_compared_exported_and_imported(guantu: Guantu) -> None:
    done = guantu("save", write(guantu, "one.json", EVERYTHING))
    assert done.exit_code == 0, done.output
    first = done.stdout.strip()
    exported = guantu.folder / "exported.json"
    assert guantu("export", first, "-o", str(exported)).exit_code == 0
    file = json.loads(exported.read_text(encoding="utf-8"))
    assert (file["id"], file["format"]) == (first, "guantu-scenario/1")
    assert guantu("import", str(exported)).stdout.strip() == first
    shown = guantu("show", first, "--lang", "en")
    assert "Whole city" in shown.stdout
    assert "Xiegang" in shown.stdout
    second = write(guantu, "two.json", file | body(takeoff_points={"add": [SITE]}))
    child = guantu("save", second, "--parent", first, "--title", "第二版").stdout.strip()
    found = json.loads(guantu("compare", first, child, "--json").stdout)
    assert (found["a"]["id"], found["b"]["id"]) == (first, child)
    listed = json.loads(guantu("list", "--json").stdout)
    assert {one["id"]: one["parent"] for one in listed["scenarios"]} == {first: None, child: first}
    assert guantu("remove", child).exit_code == 0
    gone = guantu("show", child).exception
    assert isinstance(gone, GuantuError)
    assert "no scenario is kept" in gone.message


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (body() | {"title": ""}, "title"),
        (body() | {"id": "a" * 26}, "it was changed"),
        ([], "holds no scenario"),
        (body(takeoff_points={"add": [{"lon": 1.0, "lat": 1.0}]}), "geometry"),
    ],
)
def test_what_is_wrong_with_a_file_is_told_and_nothing_kept(
    guantu: Guantu, content: object, said: str
) -> None:
    done = guantu("import", write(guantu, "wrong.json", content))
    assert done.stdout == ""
    assert isinstance(done.exception, GuantuError)
    assert said in done.exception.message
    assert json.loads(guantu("list", "--json").stdout)["kept"] == 1
