"""``guantu policy``: a table of one's own on the command line."""

import csv
import io
import json
from pathlib import Path

import pytest

from tests.http.test_cli import Guantu
from tests.made_workbook import workbook

TABLE = "镇街,产业,企业数,从业人数,亩均税收\n" + "".join(
    f"{town},[red]服装,{n},{n if n > 1 else ''},{n}\n"
    for n, town in enumerate(("虎门", "长安", "大朗", "常平", "滨海湾新区"), 1)
)


@pytest.fixture(scope="module")
def guantu(tmp_path_factory: pytest.TempPathFactory) -> Guantu:
    return Guantu(tmp_path_factory.mktemp("policy"))


@pytest.fixture(scope="module")
def file(guantu: Guantu) -> Path:
    found = guantu.folder / "table.csv"
    found.write_text(TABLE, encoding="utf-8")
    return found


@pytest.mark.parametrize(("lang", "words"), [("zh", ("虎门镇", "推断")), ("en", ("Humen", "Tax"))])
def test_for_people_a_table(guantu: Guantu, file: Path, lang: str, words: tuple[str, ...]) -> None:
    done = guantu("policy", "specialisation", str(file), "--lang", lang)
    assert done.returncode == 0, done.stderr
    assert [word for word in (*words, "[red]服装", "1.00", "A 90") if word not in done.stdout] == []
    assert "counted twice" in done.stderr
    assert "employment 1" in done.stderr


def test_for_scripts_json_and_csv_with_the_same_figures(guantu: Guantu, file: Path) -> None:
    answer = json.loads(guantu("policy", "specialisation", str(file), "--json").stdout)
    table = guantu("policy", "specialisation", str(file), "--csv").stdout.lstrip("\ufeff")
    rows = list(csv.DictReader(io.StringIO(table)))
    assert [row["town"] for row in answer["rows"]] == [row["town"] for row in rows]
    for told, row in zip(answer["rows"], rows, strict=True):
        assert float(row["firms_lq"]) == told["quotients"]["firms"]["value"]
        assert row["tax_per_mu_band"] == told["standings"]["tax_per_mu"]["band"]
    assert rows[0]["employment_lq_note"] == "blank"


def test_a_workbook_is_read_too(guantu: Guantu) -> None:
    book = guantu.folder / "table.xlsx"
    rows = [line.split(",") for line in TABLE.splitlines()]
    book.write_bytes(workbook({"表": rows, "说明": [["甲"]]}))
    done = guantu("policy", "specialisation", str(book), "--json")
    assert json.loads(done.stdout)["form"] == "xlsx"
    assert "说明" in guantu("policy", "specialisation", str(book)).stderr


def test_mistakes_are_told_in_sentences(guantu: Guantu, file: Path) -> None:
    bad = guantu.folder / "bad.csv"
    bad.write_text(TABLE.replace("大朗", "大浪").replace(",4,4,4", ",4,x,4"), encoding="utf-8")
    done = guantu("policy", "specialisation", str(bad))
    assert (done.returncode, done.stdout) == (1, "")
    assert "row 3, 镇街: no town is called so" in done.stderr
    assert "row 4, 从业人数: not a number" in done.stderr
    both = guantu("policy", "specialisation", str(file), "--json", "--csv")
    assert (both.returncode, both.stdout) == (1, "")
    absent = guantu("policy", "specialisation", str(guantu.folder / "absent.csv"))
    assert absent.returncode == 1
    assert "absent.csv" in absent.stderr
