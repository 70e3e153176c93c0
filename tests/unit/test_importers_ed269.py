"""UAS zones by ED-269 and ED-318: made files with the members of the standards' examples."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
from pyproj import Geod

from gis.datums import Datum
from gis.errors import InvalidInputError, InvalidRowsError
from gis.opening_hours import holds_at
from layers.importers.ed269_hours import hours_text
from layers.importers.geozones import read_geozones, supposed_zones
from tests.made_ed269 import CIRCLE, HOLE, LAYER, RING, SQUARE, volume, write, zone_269, zone_318

DAY = dt.date(2026, 5, 1)
CITY_TIME = dt.timezone(dt.timedelta(hours=8))


def read(path: Path) -> Any:
    return read_geozones(path, None, accuracy_m=50, on=DAY).frames["geozones"]


def test_an_ed269_zone(tmp_path: Path) -> None:
    across = {"type": "Polygon", "coordinates": [RING, HOLE]}
    path = write(tmp_path, zone_269(volume(across), message="Made for a test"))
    (zone,) = read(path).itertuples()
    assert zone.id.endswith(".dg001")
    assert (zone.name_en, zone.restriction, zone.status) == ("Made zone", "prohibited", "advisory")
    assert (zone.floor_m, zone.ceiling_m, zone.vertical_reference) == (0.0, 120.0, "ground")
    assert (zone.hours, zone.authority, zone.edition) == ("24/7", "Made authority", "Made set")
    assert zone.note_en == "Made for a test"
    assert len(zone.geometry.interiors) == 1


def test_an_ed318_zone(tmp_path: Path) -> None:
    path = write(tmp_path, zone_318(SQUARE | {"layer": LAYER}), ending="geojson")
    (zone,) = read(path).itertuples()
    assert (zone.name_zh, zone.name_en, zone.authority) == ("甲区", "Zone A", "Office")
    assert zone.restriction == "authorisation"
    assert (zone.floor_m, zone.ceiling_m) == (0.0, pytest.approx(121.92))
    assert (zone.vertical_reference, zone.edition) == ("sea_level", "2026-04-01T00:00:00Z")
    assert zone.hours is None  # not stated stays so


@pytest.mark.parametrize("standard", ["ED-269", "ED-318"])
def test_circles_become_polygons_that_contain_them(tmp_path: Path, standard: str) -> None:
    if standard == "ED-269":
        zone = zone_269(volume(CIRCLE))
    else:
        point = {"type": "Point", "coordinates": [113.75, 22.9]}
        zone = zone_318(point | {"extent": {"subType": "Circle", "radius": 5_000}, "layer": LAYER})
    shape = read(write(tmp_path, zone)).geometry[0]
    bearings = np.arange(0, 360, 0.05)
    ones = np.ones(len(bearings))
    lon, lat, _ = Geod(ellps="WGS84").fwd(113.75 * ones, 22.9 * ones, bearings, 5_000 * ones)
    assert shapely.contains_xy(shape, lon, lat).all()
    lon, lat, _ = Geod(ellps="WGS84").fwd(113.75 * ones, 22.9 * ones, bearings, 5_001 * ones)
    assert not shapely.contains_xy(shape, lon, lat).all()


def test_a_zone_of_several_volumes_is_several_rows(tmp_path: Path) -> None:
    high = volume(CIRCLE, upperLimit=300, upperVerticalReference="WGS84", lowerLimit=None)
    zones = read(write(tmp_path, zone_269(volume(), high)))
    assert [name.rpartition(".dg001.")[2] for name in zones.id] == ["v1", "v2"]
    assert zones.vertical_reference.tolist() == ["ground", "ellipsoid"]
    assert zones.floor_m.isna().tolist() == [False, True]
    collection = {"type": "GeometryCollection", "geometries": [SQUARE | {"layer": LAYER}] * 2}
    assert len(read(write(tmp_path, zone_318(collection)))) == 2


def test_two_references_leave_the_floor_unstated_and_say_so(tmp_path: Path) -> None:
    mixed = volume(upperVerticalReference="AMSL", lowerLimit=30)
    (zone,) = read(write(tmp_path, zone_269(mixed))).itertuples()
    assert np.isnan(zone.floor_m)
    assert (zone.ceiling_m, zone.vertical_reference) == (120.0, "sea_level")
    assert zone.note_en == "Its floor is published as 30 M AGL."


def test_what_is_not_stated_stays_so(tmp_path: Path) -> None:
    bare = volume()
    for key in ("lowerLimit", "upperLimit", "lowerVerticalReference", "upperVerticalReference"):
        del bare[key]
    zone = zone_269(bare)
    for key in ("applicability", "zoneAuthority", "name"):
        del zone[key]
    (row,) = read(write(tmp_path, zone)).itertuples()
    assert np.isnan(row.floor_m)
    assert np.isnan(row.ceiling_m)
    assert (row.vertical_reference, row.hours, row.authority) == ("not_stated", None, None)
    assert row.name_en == "zone 1"


def test_a_circle_in_a_file_of_feet_is_read_the_larger_way(tmp_path: Path) -> None:
    (row,) = read(write(tmp_path, zone_269(volume(CIRCLE, uomDimensions="FT")))).itertuples()
    assert row.ceiling_m == pytest.approx(36.576)
    assert "metres" in row.note_en
    assert row.geometry.area * 111_320**2 * np.cos(np.radians(22.9)) > np.pi * 4_900**2


@pytest.mark.parametrize(
    ("zone", "field"),
    [
        (zone_269(restriction="FORBIDDEN"), "restriction"),
        (zone_269(volume(uomDimensions="FL")), "uomDimensions"),
        (zone_269(volume(upperLimit="high")), "upperLimit"),
        (zone_269(volume(upperVerticalReference="STD")), "verticalReference"),
        (zone_269(volume(CIRCLE | {"radius": 0})), "radius"),
        (zone_269(volume(CIRCLE | {"center": [113.75]})), "geometry"),
        (zone_269(volume(CIRCLE | {"center": [500.0, 100.0]})), "geometry"),
        (zone_269(volume({"type": "Polygon", "coordinates": [RING[:-1]]})), "geometry"),
        (zone_269(volume({"type": "Point", "coordinates": [113.75, 22.9]})), "geometry"),
        (zone_269(volume(horizontalProjection=None)), "horizontalProjection"),
        (zone_269(geometry=[]), "geometry"),
        (zone_318(SQUARE | {"layer": LAYER}, type="COMMON"), "type"),
        (zone_318({"type": "Point", "coordinates": [1, 2], "layer": LAYER}), "geometry"),
        (zone_318(SQUARE | {"layer": "upperReference"}), "layer"),
    ],
)
def test_wrong_zones_are_refused_by_row(tmp_path: Path, zone: dict[str, Any], field: str) -> None:
    good = zone_318(SQUARE | {"layer": LAYER}) if "properties" in zone else zone_269()
    with pytest.raises(InvalidRowsError) as caught:
        read(write(tmp_path, good, zone))
    assert [(problem.row, problem.field) for problem in caught.value.problems] == [(2, field)]


def test_faults_that_the_layer_finds_name_the_zones_own_row(tmp_path: Path) -> None:
    abroad = [[x + 10, y] for x, y in RING]
    far = volume({"type": "Polygon", "coordinates": [abroad]})
    with pytest.raises(InvalidRowsError, match="outside") as caught:
        read(write(tmp_path, zone_269(volume(), volume()), zone_269(far, identifier="DG2")))
    assert [problem.row for problem in caught.value.problems] == [2]
    with pytest.raises(InvalidRowsError, match="twice"):
        read(write(tmp_path, zone_269(), zone_269()))


def test_plain_geojson_with_such_a_word_is_still_geojson(tmp_path: Path) -> None:
    properties = {"restriction": "prohibited", "name": "horizontalProjection"}
    feature = {"type": "Feature", "properties": properties, "geometry": SQUARE}
    file = tmp_path / "plain.geojson"
    file.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    with pytest.raises(InvalidInputError, match="datum"):
        read(file)


DAYTIME = {"day": ["MON", "FRI"], "startTime": "08:00+08:00", "endTime": "18:00+08:00"}

# --- hours --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("period", "said"),
    [
        ({"permanent": "YES"}, "24/7"),
        ({"permanent": "NO"}, None),
        (
            {"schedule": [DAYTIME]},
            "Mo,Fr 08:00-18:00",
        ),
        (
            {"schedule": [{"day": ["ANY"], "startTime": "00:00:00Z", "endTime": "12:00:00Z"}]},
            "08:00-20:00",
        ),
        (
            {"schedule": [{"day": ["SUN"], "startTime": "20:00Z", "endTime": "22:00Z"}]},
            "Mo 04:00-06:00",
        ),
        (
            {"schedule": [{"day": ["MON"], "startEvent": "SR", "endEvent": "SS"}]},
            "MON SR-SS",
        ),
        (
            {"startDateTime": "2026-10-01T00:00:00Z", "permanent": "NO"},
            "2026-10-01T00:00:00Z/..",
        ),
    ],
)  # fmt: skip
def test_applicability_in_words(period: dict[str, Any], said: str | None) -> None:
    assert hours_text([period]) == said
    assert hours_text(None) is None


def test_hours_in_words_hold_when_the_schedule_does() -> None:
    schedule = {"day": ["WED", "SUN"], "startTime": "14:30Z", "endTime": "18:00Z"}
    said = hours_text([{"schedule": [schedule]}])
    begin = dt.datetime(2026, 5, 4, tzinfo=dt.UTC)
    for half_hour in range(2 * 24 * 7):
        moment = begin + dt.timedelta(minutes=30 * half_hour)
        true = moment.weekday() in {2, 6} and 14.5 <= moment.hour + moment.minute / 60 < 18
        assert holds_at(said, moment.astimezone(CITY_TIME)) is true
    dated = hours_text([{"startDateTime": "2026-10-01T00:00:00Z", "schedule": [schedule]}])
    assert holds_at(dated, begin) is None


def test_whoever_imports_may_answer_for_their_being_in_force(tmp_path: Path) -> None:
    """What a file itself says of a zone stays as it is."""
    path = write(tmp_path, zone_269())
    frame = read_geozones(path, None, accuracy_m=50, on=DAY, in_force=True).frames["geozones"]
    assert frame.status.tolist() == ["in_force"]
    expired = {"type": "Feature", "geometry": SQUARE, "properties": {"restriction": "prohibited"}}
    expired["properties"] |= {"status": "expired"}
    plain = tmp_path / "zones.geojson"
    plain.write_text(json.dumps({"type": "FeatureCollection", "features": [expired]}))
    told = read_geozones(plain, Datum.CGCS2000, accuracy_m=50, on=DAY, in_force=True)
    assert told.frames["geozones"].status.tolist() == ["expired"]


def test_a_supposed_zone_holds_always_and_exactly_unless_it_says_otherwise() -> None:
    bare = {"type": "Feature", "geometry": SQUARE, "properties": {"restriction": "prohibited"}}
    said = {"hours": "Mo-Fr 08:00-18:00", "accuracy_m": 80, "status": "advisory", "id": "own"}
    full = bare | {"properties": {"restriction": "height_limit", **said}}
    content = json.dumps({"type": "FeatureCollection", "features": [bare, full]}).encode()
    first, second = supposed_zones(content, "zones", DAY).itertuples()
    assert (first.id, first.status, first.hours, first.accuracy_m) == (
        "what-if.1",
        "in_force",
        "24/7",
        0.0,
    )
    assert (second.id, second.status, second.hours, second.accuracy_m) == (
        "what-if.own",
        "advisory",
        "Mo-Fr 08:00-18:00",
        80.0,
    )


def test_a_supposed_zone_may_be_written_by_the_standard() -> None:
    content = json.dumps({"features": [zone_269(volume(SQUARE))]}).encode()
    (zone,) = supposed_zones(content, "zones", DAY).itertuples()
    assert (zone.id, zone.status, zone.ceiling_m) == ("what-if.dg001", "in_force", 120.0)
