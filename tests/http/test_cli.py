"""The command line, as a user types it, in a folder of its own."""

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import geopandas as gpd
import pytest

from layers.seed.pack import read_pack


class Guantu:
    """Runs commands with a data folder of the test's own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __call__(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        environment = os.environ | {"GUANTU_DATA_DIR": str(self.folder / "data"), "COLUMNS": "200"}
        root = Path(__file__).parents[2]
        return subprocess.run(
            [sys.executable, "-c", "from api.cli import main; main()", *arguments],
            capture_output=True,
            text=True,
            check=False,
            timeout=180,
            cwd=self.folder,
            env=environment | {"PYTHONPATH": str(root)},
        )


@pytest.fixture(scope="module")
def guantu(tmp_path_factory: pytest.TempPathFactory) -> Guantu:
    """Return a runner that shares one data folder among this module's tests."""
    return Guantu(tmp_path_factory.mktemp("cli"))


def test_help_names_every_command(guantu: Guantu) -> None:
    told = guantu("--help").stdout
    for command in ("serve", "seed", "migrate", "import", "export", "coverage", "site", "map"):
        assert command in told


def test_coverage_for_scripts_is_json_and_nothing_else(guantu: Guantu) -> None:
    done = guantu("coverage", "--json", "--mission", "logistics")
    answer = json.loads(done.stdout)
    assert done.returncode == 0
    assert answer["mission"] == "logistics"
    assert len(answer["towns"]) == 35
    city = answer["city"]
    assert 0 <= city["covered_m2"]["low"] <= city["covered_m2"]["high"] <= city["area_m2"]


@pytest.mark.parametrize(("lang", "word"), [("zh", "全市"), ("en", "Whole city")])
def test_coverage_for_people_is_a_table(guantu: Guantu, lang: str, word: str) -> None:
    done = guantu("coverage", "--lang", lang)
    assert done.returncode == 0
    assert word in done.stdout


def test_siting_says_value_bound_and_gap(guantu: Guantu) -> None:
    answer = json.loads(guantu("site", "2", "--spacing-m", "6000", "--json").stdout)
    assert len(answer["sites"]) == 2
    assert answer["value"] <= answer["bound"]
    told = guantu("site", "2", "--spacing-m", "6000", "--lang", "en")
    assert "bound" in told.stderr
    assert "Grid point" in told.stdout


def test_siting_among_own_points(guantu: Guantu) -> None:
    points = guantu.folder / "points.csv"
    points.write_text("name,lon,lat\n甲,113.75,23.02\n乙,113.80,22.80\n", encoding="utf-8")
    refused = guantu("site", "1", "--points", str(points))
    assert refused.returncode == 1
    assert "datum" in refused.stderr
    done = guantu("site", "1", "--points", str(points), "--datum", "cgcs2000", "--json")
    answer = json.loads(done.stdout)
    assert answer["candidates"] == 2
    assert answer["sites"][0]["name_zh"] in ("甲", "乙")


def test_a_layer_leaves_as_csv_geojson_and_geopackage(guantu: Guantu) -> None:
    hubs = read_pack()["hubs"]
    table = guantu("export", "hubs", "--format", "csv").stdout.lstrip("\ufeff")
    assert [row["id"] for row in csv.DictReader(io.StringIO(table))] == hubs["id"].tolist()
    collection = json.loads(guantu("export", "hubs").stdout)
    assert len(collection["features"]) == len(hubs)
    target = guantu.folder / "hubs.gpkg"
    done = guantu("export", "hubs", "--format", "gpkg", "--output", str(target))
    assert "features" in done.stderr
    assert len(gpd.read_file(target)) == len(hubs)


def test_imported_boundaries_replace_the_schematic_ones(
    tmp_path: Path, reference_data: Path
) -> None:
    own = Guantu(tmp_path)
    before = json.loads(own("coverage", "--json").stdout)
    file = str(reference_data / "towns_35_wgs84.geojson")
    done = own("import", "towns", file, "--accuracy-m", "100", "--datum", "cgcs2000")
    assert done.returncode == 0, done.stderr
    after = json.loads(own("coverage", "--json").stdout)
    assert after["city"]["area_m2"] == pytest.approx(2_460.89e6, rel=1e-4)
    assert after["edition"] != before["edition"]
    assert own("seed").returncode == 0
    assert json.loads(own("coverage", "--json").stdout)["city"] == after["city"]


def test_a_file_that_cannot_be_imported_changes_nothing(guantu: Guantu) -> None:
    before = guantu("export", "towns").stdout
    bad = guantu.folder / "towns.geojson"
    bad.write_text('{"type": "FeatureCollection", "features": [{"type": "Feature"}]}')
    done = guantu("import", "towns", str(bad), "--accuracy-m", "100", "--datum", "cgcs2000")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert done.stderr.lstrip().startswith("guantu:")
    assert guantu("export", "towns").stdout == before


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (("coverage", "--mission", "flying"), "inspection"),
        (("coverage", "--radius-m", "nan"), "radius_m"),
        (("export", "nowhere"), "takeoff_points"),
        (("coverage", "--database-url", "mysql://here"), "postgresql"),
        (("import", "towns", "absent.geojson", "--accuracy-m", "1"), "absent.geojson"),
        (("seed", "--database-url", "postgresql://nobody@127.0.0.1:9/none"), "cannot be reached"),
    ],
)
def test_a_mistake_is_told_in_a_sentence(
    guantu: Guantu, arguments: tuple[str, ...], word: str
) -> None:
    done = guantu(*arguments)
    assert done.returncode == 1
    assert word in done.stderr
    assert "Traceback" not in done.stderr


def test_a_map_is_one_file_that_asks_for_nothing(guantu: Guantu) -> None:
    for subject in ("coverage", "towns", "landmarks"):
        target = guantu.folder / f"{subject}.html"
        done = guantu("map", "--output", str(target), "--subject", subject)
        assert done.returncode == 0, done.stderr
        html = target.read_text(encoding="utf-8")
        html = html.replace('href="https://leafletjs.com"', "")  # Leaflet's credit, switched off
        for outside in ('src="http', 'href="http', "url(http", "src='http"):
            assert outside not in html
