"""``guantu policy``: the same answers as the service, and tables that fit a terminal."""

import csv
import io
import json
import re
import shutil
import sys
import unicodedata
import zipfile
from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import pytest
from fastapi.testclient import TestClient

from api.cli import main
from gis.policy.record import RECORD
from layers.policy_files import RecordFormat, read_record_file
from layers.seed.pack import read_pack

WIDTH = 100
Told = tuple[int, str, str]
"""Exit code, standard output, standard error."""
Guantu = Callable[..., Told]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return one data folder for this module: the pack is loaded into it once."""
    return tmp_path_factory.mktemp("policy")


@pytest.fixture
def guantu(
    data: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Guantu:
    """Return a runner of ``guantu policy`` in this process."""

    def run(*arguments: str) -> Told:
        monkeypatch.setenv("GUANTU_DATA_DIR", str(data))
        monkeypatch.setenv("COLUMNS", str(WIDTH))
        monkeypatch.setattr(sys, "argv", ["guantu", "policy", *arguments])
        capfd.readouterr()
        try:
            main()
            code = 0
        except SystemExit as left:
            code = int(left.code or 0)
        printed = capfd.readouterr()
        return code, printed.out, printed.err

    return run


@pytest.mark.parametrize(
    ("arguments", "path"),
    [
        (("towns",), "towns"),
        (
            ("towns", "--document", "d004", "--field", "low_altitude"),
            "towns?document=d004&field=low_altitude",
        ),
        (("targets", "--due", "2025"), "targets?due=2025"),
        (("drift",), "drift"),
        (("drift", "--town", "tangxia", "--change", "added"), "drift?town=tangxia&change=added"),
        (
            ("drift", "--level", "place", "--field", "materials"),
            "drift?level=place&field=materials",
        ),
        (("built",), "built"),
        (
            ("built", "--layer", "carriers", "--contradicted"),
            "built?layer=carriers&contradicted=true",
        ),
        (("targets",), "targets"),
        (("targets", "--document", "d000"), "targets?document=d000"),
        (("conflicts", "--document", "d003"), "conflicts?document=d003"),
    ],
)
def test_json_is_what_the_service_answers(
    guantu: Guantu, client: TestClient, arguments: tuple[str, ...], path: str
) -> None:
    code, out, _ = guantu(*arguments, "--json")
    served = client.get(f"/planners/{path}")
    assert code == 0
    assert served.status_code == 200
    assert json.loads(out) | {"edition": ""} == served.json() | {"edition": ""}


def test_facts_in_json_are_those_of_the_service_all_at_once(
    guantu: Guantu, client: TestClient
) -> None:
    _, out, _ = guantu("facts", "松山湖", "--table", "names", "--document", "d001", "--json")
    found = json.loads(out)
    query = "text=松山湖&table=policy_names&document=d001&limit=500"
    served = client.get(f"/planners/record?{query}").json()
    assert found["facts"] == served["facts"]
    assert found["matched"] == found["returned"] == served["matched"] > 10


@pytest.mark.parametrize(
    ("arguments", "path"),
    [
        (("towns", "--document", "d000"), "towns?document=d000&f=csv"),
        (("drift",), "drift?f=csv"),
        (("built", "--layer", "facilities"), "built?layer=facilities&f=csv"),
        (("targets",), "targets?f=csv"),
        (("conflicts",), "conflicts?f=csv"),
        (("facts", "--table", "figures"), "record?table=policy_figures&f=csv"),
    ],
)
def test_csv_is_what_the_service_answers(
    guantu: Guantu, client: TestClient, arguments: tuple[str, ...], path: str
) -> None:
    code, out, _ = guantu(*arguments, "--csv")
    assert code == 0
    rows = list(csv.reader(io.StringIO(out.lstrip("\ufeff"))))
    served = client.get(f"/planners/{path}").content.decode("utf-8-sig")
    assert rows == list(csv.reader(io.StringIO(served)))
    assert len(rows) > 1


TABLES = (
    ("facts", "低空", "--most", "12"),
    ("facts", "--line", "39", "--document", "d002"),
    ("facts", "--place", "tangxia"),
    ("towns",),
    ("towns", "--town", "tangxia"),
    ("towns", "--field", "low_altitude"),
    ("drift",),
    ("built",),
    ("targets",),
    ("conflicts",),
)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("arguments", TABLES, ids=" ".join)
def test_tables_fit_a_terminal(guantu: Guantu, arguments: tuple[str, ...], lang: str) -> None:
    code, out, _ = guantu(*arguments, "--lang", lang)
    assert code == 0
    lines = out.splitlines()
    assert len(lines) > 4
    assert max(map(cells_wide, lines)) <= WIDTH
    assert any("\u4e00" <= character <= "\u9fff" for character in lines[0]) == (lang == "zh")


def cells_wide(line: str) -> int:
    """Return how many cells of a terminal a line takes."""
    return sum(2 if unicodedata.east_asian_width(one) in "WF" else 1 for one in line.rstrip())


def test_what_is_inferred_says_so(guantu: Guantu) -> None:
    for command in ("towns", "drift"):
        assert "推断" in guantu(command)[1]
        assert "inferred" in guantu(command, "--lang", "en")[1]


def test_one_town_is_told_by_clause(guantu: Guantu) -> None:
    _, out, _ = guantu("towns", "--town", "tangxia", "--json")
    (row,) = json.loads(out)["towns"]
    assert row["town"] == "tangxia"
    _, out, _ = guantu("towns", "--town", "tangxia")
    assert out.count("塘厦镇") == len(row["namings"]) == 6
    lines = {str(one["clause"]["line"]) for one in row["namings"]}
    assert lines <= set(re.findall(r"\d+", out))


def test_tables_cite_documents_by_name_and_year(guantu: Guantu) -> None:
    for command in ("drift", "built", "targets"):
        assert not re.search(r"\bd00\d\b", guantu(command)[1])
    assert "2018年规划" in guantu("drift")[1]
    _, out, _ = guantu("towns", "--field", "low_altitude", "--lang", "en")
    assert "not named: " in out
    assert "Low-altitude" in out


def test_only_some_rows_are_printed_and_the_rest_is_told(guantu: Guantu) -> None:
    _, out, err = guantu("facts", "--table", "lists", "--most", "3", "--lang", "en")
    matched = len(read_pack()["policy_lists"])
    assert f"{matched} facts" in out
    assert f"{matched - 3} more" in err


@pytest.mark.parametrize("kind", RecordFormat)
def test_the_whole_record_leaves_as_one_file(
    guantu: Guantu, tmp_path: Path, kind: RecordFormat
) -> None:
    target = tmp_path / f"record.{kind.extension}"
    code, out, err = guantu("export", str(target))
    assert (code, out) == (0, "")
    assert target.name in err.replace("\n", "")
    back = read_record_file(target.read_bytes(), kind)
    pack = read_pack()
    assert {name: len(frame) for name, frame in back.items()} == {
        spec.name: len(pack[spec.name]) for spec in RECORD
    }


@pytest.mark.parametrize("name", ["record.txt", "record", "nowhere/record.json"])
def test_a_file_that_cannot_be_written_is_told(guantu: Guantu, tmp_path: Path, name: str) -> None:
    code, _, err = guantu("export", str(tmp_path / name))
    assert code == 1
    assert "guantu:" in err
    assert not (tmp_path / name).exists()


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (("facts", "--document", "d009"), "d009"),
        (("facts", "--table", "novels"), "novels"),
        (("facts", "--place", "mars"), "mars"),
        (("facts", "字" * 201), "text"),
        (("towns", "--field", "magic"), "magic"),
        (("towns", "--town", "mars"), "mars"),
        (("targets", "--due", "1999"), "1999"),
        (("drift", "--town", "mars"), "mars"),
        (("drift", "--change", "forgot"), "forgot"),
        (("built", "--layer", "hubs"), "hubs"),
        (("targets", "--met", "maybe"), "maybe"),
        (("conflicts", "--kind", "war"), "war"),
        (("towns", "--json", "--csv"), "--csv"),
    ],
)
def test_what_cannot_be_asked_is_told_without_a_traceback(
    guantu: Guantu, arguments: tuple[str, ...], word: str
) -> None:
    code, out, err = guantu(*arguments)
    assert (code, out) == (1, "")
    assert "guantu:" in err
    assert word in err
    assert "Traceback" not in err


def test_the_shipped_record_passes_its_check(guantu: Guantu, seeds: Path) -> None:
    assert guantu("check")[:2] == (0, "")
    code, out, _ = guantu("check", str(seeds), "--json")
    answer = json.loads(out)
    assert code == 0
    assert answer["with_texts"] is True
    assert answer["faults"] == []
    assert answer["facts"] > 4_500


@pytest.mark.parametrize("form", ["table", "json", "csv"])
def test_a_changed_text_fails_the_check_and_is_named(
    guantu: Guantu, seeds: Path, tmp_path: Path, form: str
) -> None:
    for text in seeds.glob("D*.txt"):
        shutil.copyfile(text, tmp_path / text.name)
    (plan,) = tmp_path.glob("D004*.txt")
    text = plan.read_text(encoding="utf-8")
    plan.write_text(text.replace("塘厦", "塘夏", 1), encoding="utf-8")
    code, out, err = guantu("check", str(tmp_path), *([] if form == "table" else [f"--{form}"]))
    assert code == 1
    if form == "json":
        faults = json.loads(out)["faults"]
        assert {"digest", "anchor", "mentions"} <= {fault["kind"] for fault in faults}
        assert {fault["document"] for fault in faults if fault["kind"] == "digest"} == {"d004"}
    elif form == "csv":
        rows = list(csv.DictReader(io.StringIO(out.lstrip("\ufeff"))))
        assert ("mentions", "policy_places", "tangxia") in {
            (row["kind"], row["table"], row["fact"]) for row in rows
        }
    else:
        assert max(map(cells_wide, out.splitlines())) <= WIDTH
        assert "places/tangxia" in out.replace(" ", "").replace("\n", "")
        assert "处有误" in err


def test_the_zip_opens_as_a_spreadsheet_expects(guantu: Guantu, tmp_path: Path) -> None:
    target = tmp_path / "record.zip"
    guantu("export", str(target))
    with zipfile.ZipFile(target) as archive:
        assert archive.read("policy_places.csv").startswith(b"\xef\xbb\xbf")
    guantu("export", str(tmp_path / "record.gpkg"))
    assert len(gpd.read_file(tmp_path / "record.gpkg", layer="policy_documents")) == 5
