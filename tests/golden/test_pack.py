"""The Dongguan pack as a whole: nothing missing, nothing invented, nothing dangling."""

import re
import shutil
from importlib.resources import as_file
from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from gis.catalogue import LAYERS
from gis.errors import InvalidInputError, InvalidRowsError
from gis.policy.record import RECORD
from gis.schema import GeometryKind, Kind
from layers.seed.pack import SHIPPED, read_pack

Pack = dict[str, gpd.GeoDataFrame]

FACTS = {spec.name for spec in RECORD}
"""Tables of facts cite a document instead of a source and have no position; tests of their own
(``test_policy_*``) judge them."""

HUBS = {
    "electronics": ["松山湖", "滨海湾", "长安", "塘厦"],
    "equipment": ["松山湖", "滨海湾", "厚街", "谢岗"],
    "semiconductors": ["松山湖", "滨海湾", "临深新一代电子信息产业基地"],
    "materials": ["松山湖", "水乡", "寮步", "大朗"],
    "new_energy": ["水乡", "松山湖", "塘厦", "长安"],
    "biomedicine": ["松山湖", "滨海湾", "石龙", "水乡"],
    "artificial_intelligence": ["松山湖", "滨海湾", "南城", "凤岗"],
    "low_altitude": ["松山湖", "谢岗", "水乡"],
    "life_health": ["松山湖", "茶山", "东城"],
}
WATER_TOWNS = ("麻涌镇", "中堂镇", "望牛墩镇", "洪梅镇", "道滘镇")
TELEPHONE = re.compile(r"(?<![\d.])(?:1[3-9]\d{9}|0\d{2,3}[- ]\d{7,8}|\+86)(?![\d.])")
PERSON = re.compile(r"[\u4e00-\u9fff]{2,3}(?:先生|女士|教授|研究员|院士|局长|镇长|书记|主任|委员)")
CHINESE = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")


@pytest.fixture(scope="module")
def pack() -> Pack:
    return read_pack()


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Return a copy of the pack to spoil."""
    with as_file(SHIPPED) as shipped:
        return Path(shutil.copytree(shipped, tmp_path / "pack"))


def spoil(copy: Path, file: str, old: str, new: str) -> None:
    text = (copy / file).read_text(encoding="utf-8")
    assert old in text
    (copy / file).write_text(text.replace(old, new, 1), encoding="utf-8")


def test_every_layer_is_there_in_loading_order(pack: Pack) -> None:
    assert list(pack) == list(LAYERS)
    for name, frame in pack.items():
        expected = [column.name for column in LAYERS[name].columns]
        assert list(frame.columns.drop("geometry")) == expected
        assert frame.crs == "EPSG:4490"
        assert frame["id"].is_monotonic_increasing
        assert name in FACTS or frame["public"].all()


def test_the_ten_landmarks_stand_on_their_facilities(pack: Pack) -> None:
    landmarks = pack["landmarks"]
    assert sorted(landmarks["number"]) == list(range(1, 11))
    assert list(landmarks["id"]) == [f"landmark-{number:02d}" for number in range(1, 11)]
    assert landmarks.geometry.notna().all()
    for landmark in landmarks.itertuples():
        own = pack["facilities"].query("landmark == @landmark.id")
        assert {(p.x, p.y) for p in own.geometry} == {(p.x, p.y) for p in landmark.geometry.geoms}
        assert landmark.accuracy_m == own["accuracy_m"].max()
        assert len(landmark.sub_scenarios_zh) == len(landmark.sub_scenarios_en) >= 1
    count = pack["facilities"].groupby("landmark").size()
    assert [int(number) for number in count] == [3, 1, 1, 1, 2, 1, 1, 2, 3, 1]


def test_the_fourth_landmark_names_five_roads_and_five_vehicles(pack: Pack) -> None:
    fourth = pack["landmarks"].set_index("id").loc["landmark-04"]
    roads = pack["road_segments"]
    assert fourth["roads"] == ["滨海湾大道", "东湾大道", "振海路", "兴海路", "中海路"]
    assert set(fourth["roads"]) == set(roads["road_zh"])
    assert len(fourth["vehicles"]) == 5
    assert set(roads["geometry_basis"]) == {"schematic"}
    assert roads["length_km"].isna().all()
    assert roads.to_crs(4547).accuracy_m.min() > roads.to_crs(4547).length.max()
    assert not any(
        a.intersects(b) for i, a in enumerate(roads.geometry) for b in roads.geometry[i + 1 :]
    )


def test_every_hub_of_the_2024_plan_is_there_once(pack: Pack) -> None:
    hubs = pack["hubs"]
    found = hubs.groupby("cluster")["place_zh"].apply(sorted).to_dict()
    assert found == {cluster: sorted(places) for cluster, places in HUBS.items()}
    assert len(hubs) == 33
    assert set(hubs.loc[hubs["open_list"], "cluster"]) == {"new_energy", "low_altitude"}
    assert hubs["towns"].str.len().eq(1).all()


def test_takeoff_points_are_as_published(pack: Pack) -> None:
    points = pack["takeoff_points"]
    assert points.groupby("status").size().to_dict() == {
        "building": 2,
        "in_use": 3,
        "planned": 3,
        "unknown": 4,
    }
    assert points["town"].value_counts()["nancheng"] == 5
    assert points[["capacity_per_day", "operator", "service_radius_m"]].isna().all().all()
    first_ten = points[points["town"].eq("nancheng")]
    assert first_ten["note_en"].str.contains("2 February 2026").all()


def test_places_centres_and_zones(pack: Pack) -> None:
    kinds = pack["places"].groupby("kind").size().to_dict()
    assert kinds == {
        "airport": 1,
        "bus_station": 2,
        "government": 1,
        "hospital": 8,
        "rail_station": 7,
    }
    assert list(pack["display_centres"]["role"]) == ["branch", "main"]
    assert pack["display_centres"].geometry.isna().all()
    assert pack["geozones"].empty


def test_carriers_are_rich(pack: Pack) -> None:
    carriers = pack["carriers"]
    assert len(carriers) >= 70
    assert carriers.geometry.notna().sum() >= 50
    assert set(carriers["kind"]) == {
        term.id for term in LAYERS["carriers"].column("kind").vocabulary
    }
    areas = carriers[["floor_area_m2", "land_area_m2"]].notna().any(axis=1)
    assert (areas == carriers["area_qualifier"].notna()).all()


def test_every_position_says_how_good_it_is_and_from_where(pack: Pack) -> None:
    for name, frame in pack.items():
        placed = frame[frame.geometry.notna()]
        if LAYERS[name].geometry is GeometryKind.NONE:
            assert placed.empty, name
            continue
        assert placed["accuracy_m"].gt(0).all(), name
        assert placed["geometry_source"].notna().all(), name
        assert placed["geometry_basis"].ne("unknown").all(), name
        assert frame.loc[frame.geometry.isna(), "accuracy_m"].isna().all(), name


def test_no_position_is_written_finer_than_its_accuracy(pack: Pack) -> None:
    for name in ("facilities", "hubs", "carriers", "takeoff_points", "places"):
        placed = pack[name][pack[name].geometry.notna()]
        for feature in placed.itertuples():
            decimals = max(len(f"{v!r}".partition(".")[2]) for v in feature.geometry.coords[0])
            assert decimals <= (2 if feature.accuracy_m >= 1_000 else 3), feature.id


def test_every_source_is_used_or_named_in_a_note(pack: Pack) -> None:
    used: set[str] = {"towns-schematic", "town-points"}
    notes = ""
    for name, frame in pack.items():
        if name != "sources" and name not in FACTS:
            used |= set(frame["source"])
            if LAYERS[name].has("geometry_source"):
                used |= set(frame["geometry_source"].dropna())
        notes += " ".join(frame["note_en"].dropna())
    sources = pack["sources"]
    idle = sources[~sources["id"].isin(used)]
    assert [source for source in idle["name_en"] if source not in notes] == []
    assert {"census-2020", "towns-schematic", "town-points"} <= set(pack["sources"]["id"])


def test_names_are_in_both_languages_and_name_no_person(pack: Pack) -> None:
    for name, frame in pack.items():
        if name in FACTS:
            continue
        assert frame["name_zh"].str.contains(CHINESE).mean() > 0.9 or frame.empty
        english = [c for c in frame.columns if c.endswith("_en")]
        texts = frame[english].stack().explode().dropna().astype(str)
        assert not texts.str.contains(CHINESE).any(), name
        assert frame["name_en"].str.len().ge(3).all()
        kinds = {column.name: column.kind for column in LAYERS[name].columns}
        words = [c for c in frame if kinds.get(c) in (Kind.TEXT, Kind.LIST) and c != "digest"]
        written = frame[words].stack().explode().dropna().astype(str)
        assert not written.str.contains(TELEPHONE).any(), name
        assert not written.str.contains(PERSON).any(), name


def test_notes_come_in_both_languages(pack: Pack) -> None:
    for name, frame in pack.items():
        assert (frame["note_zh"].isna() == frame["note_en"].isna()).all(), name


def test_town_discs_hold_their_towns(pack: Pack, reference_data: Path) -> None:
    """A feature placed at its town is somewhere in it, so its accuracy must reach all of it."""
    towns = gpd.read_file(reference_data / "towns_35_wgs84.geojson").to_crs(4547)
    real = dict(zip(towns["name"], towns.geometry, strict=True))
    names = pack["towns"].set_index("id")["name_zh"].to_dict()
    known = {"松山湖": "松山湖管委会", "虎门港": "虎门港管委会"}
    real["水乡经济区"] = shapely.union_all([real[name] for name in WATER_TOWNS])
    checked = 0
    for layer, column in (("takeoff_points", "town"), ("facilities", "town"), ("hubs", "towns")):
        frame = pack[layer].to_crs(4547)
        for feature in frame[frame["geometry_basis"].eq("town")].itertuples():
            value = getattr(feature, column)
            town = names.get(value[0] if isinstance(value, list) else value)
            polygon = real.get(known.get(town, town))
            if polygon is not None:
                assert feature.geometry.hausdorff_distance(polygon) <= feature.accuracy_m
                assert feature.geometry.within(polygon)
                checked += 1
    assert checked >= 45


@pytest.mark.parametrize(
    ("file", "old", "new", "field"),
    [
        ("hubs.csv", "D004,2024,", "D004,soon,", "year"),
        ("hubs.csv", "designated", "desired", "status"),
        ("facilities.csv", "landmark-01", "landmark-11", "landmark"),
        ("places.csv", "113.811,22.639", "22.639,113.811", "geometry"),
        ("places.csv", "113.811,22.639", "113.811,", "lat"),
        ("road_segments.csv", "LINESTRING", "LINE", "wkt"),
        ("takeoff_points.csv", "takeoff-changping-customs", "Changping Customs", "id"),
        ("carriers.csv", "employees=5000", "employees", "counts"),
    ],
)
def test_a_spoilt_cell_is_told_by_file_row_and_field(
    copy: Path, file: str, old: str, new: str, field: str
) -> None:
    spoil(copy, file, old, new)
    with pytest.raises(InvalidRowsError) as told:
        read_pack(copy)
    problem = told.value.problems[0]
    assert problem.field == field
    assert problem.row >= 1
    assert problem.reason.startswith(file)
    assert problem.remedy


@pytest.mark.parametrize(
    ("file", "spoilt"),
    [
        ("hubs.csv", None),
        ("hubs.csv", b"id,name_zh\n\xb6\xab\xdd\xb8,x\n"),
        ("hubs.csv", b"id,colour\n"),
        ("towns.geojson", b'{"type": "FeatureCollection"}'),
        ("towns.geojson", b'{"features": [{"id": "atlantis", "geometry": null}]}'),
    ],
)
def test_a_spoilt_file_is_told_by_name(copy: Path, file: str, spoilt: bytes | None) -> None:
    (copy / file).unlink()
    if spoilt is not None:
        (copy / file).write_bytes(spoilt)
    with pytest.raises(InvalidInputError, match=re.escape(file)) as told:
        read_pack(copy)
    assert told.value.remedy


def test_shuixiang_is_the_union_of_its_towns(pack: Pack) -> None:
    towns = pack["towns"].set_index("id").to_crs(4547)
    shuixiang = towns.loc["shuixiang"]
    parts = towns.loc[shuixiang["members"]]
    assert shuixiang.geometry.area == pytest.approx(parts.area.sum(), rel=1e-6)
    assert towns.loc["binhaiwan"].geometry is None


@pytest.mark.parametrize("layer", LAYERS)
def test_every_feature_has_a_chinese_and_an_english_name(pack: Pack, layer: str) -> None:
    frame, spec = pack[layer], LAYERS[layer]
    for language in ("name_zh", "name_en"):
        if spec.has(language):
            assert [row.id for row in frame.itertuples() if not getattr(row, language)] == []
    if spec.has("name_en") and layer not in FACTS:  # a fact's name may quote its document
        assert [name for name in frame["name_en"].dropna() if CHINESE.search(name)] == []
