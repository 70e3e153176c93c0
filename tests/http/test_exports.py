"""Files to take along: each format holds what the answer says, under a name that says what."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pyogrio
import pytest
from fastapi.testclient import TestClient

from layers.exporters import FORMULA_STARTS, ExportFormat

GAPS = "/exports/coverage/gaps"
TOWNS = "/exports/coverage/towns"
ASKED = "?mission=medical&radius_m=8000"


def rows_of(client: TestClient, address: str, folder: Path) -> list[dict[str, Any]]:
    """Return the rows of a file by its ending."""
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    ending = address.partition("?")[0].rpartition(".")[2]
    assert (
        answer.headers["content-type"].partition(";")[0]
        == (ExportFormat(ending).media_type.partition(";")[0])
    )
    if ending == "csv":
        text = io.StringIO(answer.content.decode("utf-8-sig"), newline="")
        return list(csv.DictReader(text))
    if ending == "geojson":
        return [
            one["properties"] | {"id": one["id"], "geometry": one["geometry"]}
            for one in answer.json()["features"]
        ]
    file = folder / f"export.{ending}"
    file.write_bytes(answer.content)
    layer = pyogrio.list_layers(file)[0][0]
    found: list[dict[str, Any]] = pyogrio.read_dataframe(file, layer=layer).to_dict("records")
    return found


@pytest.mark.parametrize("ending", ExportFormat)
def test_gaps_in_every_format_are_those_of_the_answer(
    client: TestClient, ending: str, tmp_path: Path
) -> None:
    said = client.get(f"/operators/coverage{ASKED}").json()["gaps"]
    rows = rows_of(client, f"{GAPS}.{ending}{ASKED}", tmp_path)
    assert [row["id"] for row in rows] == [f"{gap['town']}-{gap['reason']}" for gap in said]
    assert [float(row["area_m2"]) for row in rows] == pytest.approx(
        [gap["area_m2"] for gap in said]
    )
    if ending in ("geojson", "gpkg"):
        assert all(row["geometry"] is not None for row in rows)


@pytest.mark.parametrize("ending", ExportFormat)
def test_towns_in_every_format_are_intervals(
    client: TestClient, ending: str, tmp_path: Path
) -> None:
    said = {one["town"]: one for one in client.get(f"/operators/coverage{ASKED}").json()["towns"]}
    rows = rows_of(client, f"{TOWNS}.{ending}{ASKED}", tmp_path)
    assert {row["id"] for row in rows} == said.keys()
    for row in rows:
        covered = said[row["id"]]["covered_m2"]
        assert float(row["covered_surely_m2"]) == pytest.approx(covered["low"])
        assert float(row["covered_possibly_m2"]) == pytest.approx(covered["high"])


def test_the_answer_to_another_question_is_another_file(client: TestClient) -> None:
    one, other = (client.get(f"{GAPS}.csv?mission={m}") for m in ("inspection", "logistics"))
    assert one.content != other.content
    names = [answer.headers["content-disposition"] for answer in (one, other)]
    assert "guantu-gaps-inspection-edition-" in names[0]
    assert "guantu-gaps-logistics-edition-" in names[1]


@pytest.mark.parametrize("ending", ExportFormat)
@pytest.mark.parametrize("layer", ["takeoff_points", "landmarks", "towns", "sources"])
def test_a_layer_in_every_format_has_every_feature(
    client: TestClient, layer: str, ending: str, tmp_path: Path
) -> None:
    matched = client.get(f"/collections/{layer}/items?limit=1").json()["numberMatched"]
    rows = rows_of(client, f"/exports/layers/{layer}.{ending}", tmp_path)
    assert len(rows) == matched
    assert all(row["name_zh"] and row["name_en"] and row["source"] for row in rows)


def test_the_workbook_says_what_its_columns_mean(client: TestClient, tmp_path: Path) -> None:
    file = tmp_path / "layer.xlsx"
    file.write_bytes(client.get("/exports/layers/takeoff_points.xlsx").content)
    assert [name for name, _ in pyogrio.list_layers(file)] == ["takeoff_points", "columns"]
    columns = pyogrio.read_dataframe(file, layer="columns").to_numpy().tolist()
    assert ["accuracy_m", "位置精度", "Accuracy", "m"] in columns


def test_namings_as_workbook_and_as_csv_are_the_same(client: TestClient, tmp_path: Path) -> None:
    asked = "?document=d004"
    as_csv = rows_of(client, f"/exports/planning/towns.csv{asked}", tmp_path)
    as_workbook = rows_of(client, f"/exports/planning/towns.xlsx{asked}", tmp_path)
    assert len(as_csv) == len(as_workbook) > 50
    assert [row["topic_zh"] for row in as_csv] == [row["topic_zh"] for row in as_workbook]
    assert client.get(f"/exports/planning/towns.gpkg{asked}").status_code == 404


def test_no_cell_of_any_csv_starts_a_formula(client: TestClient) -> None:
    for address in (f"{GAPS}.csv", f"{TOWNS}.csv", "/exports/layers/sources.csv"):
        text = client.get(address).content.decode("utf-8-sig")
        cells = [cell for row in csv.reader(io.StringIO(text, newline="")) for cell in row]
        numbers = [cell for cell in cells if cell.replace(".", "").replace("-", "").isdigit()]
        started = [cell for cell in cells if cell.startswith(FORMULA_STARTS)]
        assert set(started) <= set(numbers)


@pytest.mark.parametrize("subject", ["coverage", "towns", "landmarks"])
def test_a_map_is_one_file_that_asks_for_nothing(client: TestClient, subject: str) -> None:
    answer = client.get(f"/exports/maps/{subject}.html?lang=en")
    assert answer.status_code == 200
    assert f"guantu-map-{subject}-" in answer.headers["content-disposition"]
    assert "-en-edition-" in answer.headers["content-disposition"]
    assert "default-src 'none'" in answer.text
    assert 'src="' not in answer.text
    facts = answer.text.partition('id="map-facts">')[2].partition("</script>")[0]
    assert len(json.loads(facts)["layers"]) > 3


def test_the_operators_map_keeps_the_question(client: TestClient) -> None:
    one = client.get("/exports/maps/coverage.html?mission=medical&radius_m=7000")
    assert "guantu-map-coverage-medical-7000m-zh-" in one.headers["content-disposition"]
    assert "7.0 公里" in one.text


def test_what_is_tried_is_in_the_files_and_their_names(client: TestClient) -> None:
    asked = "?mission=medical&add=113.75,23.02,0,,"
    today, tried = (client.get(f"{GAPS}.csv?mission=medical"), client.get(f"{GAPS}.csv{asked}"))
    assert tried.status_code == 200, tried.text
    assert tried.content != today.content
    assert "-medical-tried-edition" in tried.headers["content-disposition"]
    page = client.get(f"/exports/maps/coverage.html{asked}")
    assert "-medical-tried-zh-" in page.headers["content-disposition"]
    assert page.content != client.get("/exports/maps/coverage.html?mission=medical").content


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/exports/layers/nowhere.csv", 404),
        ("/exports/layers/towns.shp", 400),
        ("/exports/coverage/gaps.csv?mission=war", 400),
        ("/exports/coverage/gaps.csv?radius=1", 400),
        ("/exports/maps/moon.html", 400),
        ("/exports/planning/towns.csv?field=none", 400),
    ],
)
def test_what_cannot_be_exported_says_why(client: TestClient, address: str, status: int) -> None:
    answer = client.get(address)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["detail"]
