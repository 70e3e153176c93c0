"""The real city in the place of the pack's schematic one, in every format and datum."""

import datetime as dt
import json
from pathlib import Path

import geopandas as gpd
import numpy as np
import pyogrio
import pytest
import shapely

from gis import crs
from gis.crs import STORED, Datum
from gis.errors import InvalidRowsError
from layers.importers.towns import TownFile, read_towns
from layers.memory_store import MemoryStore
from layers.seed.pack import read_pack
from layers.store import Query

DAY = dt.date(2026, 5, 1)


@pytest.fixture(scope="module")
def reference_towns(reference_data: Path) -> gpd.GeoDataFrame:
    document = json.loads((reference_data / "towns_35_wgs84.geojson").read_text("utf-8"))
    return gpd.GeoDataFrame(
        [feature["properties"] for feature in document["features"]],
        geometry=[shapely.geometry.shape(feature["geometry"]) for feature in document["features"]],
        crs=STORED,
    )


@pytest.fixture(scope="module")
def pack_towns() -> gpd.GeoDataFrame:
    return read_pack()["towns"]


def write_towns(towns: gpd.GeoDataFrame, folder: Path, ending: str, datum: Datum) -> Path:
    path = folder / f"towns.{ending}"
    moved = towns.set_geometry(crs.from_cgcs2000(towns.geometry.to_numpy(), datum)).set_crs(STORED)
    if ending == "geojson":
        path.write_text(moved.to_json(drop_id=True))
    else:
        pyogrio.write_dataframe(moved, path)
    return path


def test_an_import_in_the_wrong_datum_does_not_speak_against_the_right_one(
    reference_towns: gpd.GeoDataFrame, pack_towns: gpd.GeoDataFrame, tmp_path: Path
) -> None:
    path = write_towns(reference_towns, tmp_path, "geojson", Datum.CGCS2000)
    wrong = read_towns(TownFile(path, Datum.GCJ02, 50.0, DAY), pack_towns)
    assert [notice.kind for notice in wrong.notices] == ["datum"]
    known = wrong.frames["towns"]
    right = TownFile(path, Datum.CGCS2000, 50.0, DAY)
    assert [notice.kind for notice in read_towns(right, known).notices] == ["datum"]
    assert read_towns(right, known, shipped=pack_towns).notices == ()


@pytest.mark.parametrize("ending", ["geojson", "gpkg", "shp"])
@pytest.mark.parametrize("datum", Datum)
def test_the_real_city_replaces_the_packs_schematic_one(
    reference_towns: gpd.GeoDataFrame,
    pack_towns: gpd.GeoDataFrame,
    tmp_path: Path,
    ending: str,
    datum: Datum,
) -> None:
    path = write_towns(reference_towns, tmp_path, ending, datum)
    imported = read_towns(TownFile(path, datum, 50.0, DAY), pack_towns)
    towns = imported.frames["towns"]
    real = towns[towns["in_partition"]]
    assert len(towns) == len(pack_towns)
    assert set(real["geometry_basis"]) == {"sourced"}
    assert crs.to_metric(real).area.sum() / 1e6 == pytest.approx(2460.89, abs=0.01)
    codes = towns.set_index("code").geometry
    for code, shape in zip(reference_towns["code"], reference_towns.geometry, strict=True):
        assert codes[code].hausdorff_distance(shape) * 111_320 < 0.01
    assert imported.notices == ()


@pytest.mark.parametrize("stated", Datum)
@pytest.mark.parametrize("true", Datum)
def test_a_datum_taken_for_another_is_noticed(
    reference_towns: gpd.GeoDataFrame,
    pack_towns: gpd.GeoDataFrame,
    tmp_path: Path,
    true: Datum,
    stated: Datum,
) -> None:
    """Also where the known boundaries are only schematic."""
    path = write_towns(reference_towns, tmp_path, "geojson", true)
    imported = read_towns(TownFile(path, stated, 50.0, DAY), pack_towns)
    told = [notice.message for notice in imported.notices if notice.kind == "datum"]
    assert len(told) == (true is not stated)
    assert all(f"in {true}, not {stated}" in message for message in told)


def test_a_store_takes_the_import_and_the_same_again_changes_nothing(
    reference_towns: gpd.GeoDataFrame, tmp_path: Path
) -> None:
    pack = read_pack()
    store = MemoryStore()
    store.write(pack)
    path = write_towns(reference_towns, tmp_path, "geojson", Datum.GCJ02)
    file = TownFile(path, Datum.GCJ02, 50.0, DAY)
    counts = store.write(read_towns(file, pack["towns"]).frames)
    assert (counts["sources"].added, counts["towns"].changed) == (1, 36)
    known = store.read(Query("towns"))
    edition = store.edition()
    again = store.write(read_towns(file, known).frames)
    assert (again["sources"].unchanged, again["towns"].unchanged) == (1, len(known))
    assert store.edition() == edition


def test_one_missing_town_stops_the_real_city(
    reference_towns: gpd.GeoDataFrame, pack_towns: gpd.GeoDataFrame, tmp_path: Path
) -> None:
    path = write_towns(reference_towns.iloc[1:], tmp_path, "gpkg", Datum.CGCS2000)
    with pytest.raises(InvalidRowsError) as caught:
        read_towns(TownFile(path, None, 50.0, DAY), pack_towns)
    assert [problem.value for problem in caught.value.problems] == ["chashan"]
    assert np.isfinite(caught.value.problems[0].row)
