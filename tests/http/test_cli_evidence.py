"""``guantu import evidence``: a survey beside what others said, and nothing else changed."""

from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.settings import Settings
from tests.http.test_cli import Guantu

HEADER = "layer,feature,status,date,note\n"
FEATURE = "takeoff-nancheng-central-park"


@pytest.fixture(scope="module")
def guantu(tmp_path_factory: pytest.TempPathFactory) -> Guantu:
    return Guantu(tmp_path_factory.mktemp("evidence"))


@pytest.fixture(scope="module")
def survey(guantu: Guantu) -> Path:
    found = guantu.folder / "survey.csv"
    found.write_text(
        f"{HEADER}takeoff_points,{FEATURE},building,2026-04-01,围挡未拆\n", encoding="utf-8"
    )
    return found


def test_a_dry_run_writes_nothing_and_the_import_is_seen(guantu: Guantu, survey: Path) -> None:
    before = guantu("export", "evidence", "--format", "csv").stdout
    done = guantu("import", "evidence", str(survey), "--dry-run")
    assert done.returncode == 0, done.stderr
    assert "1 rows, none written" in done.stderr
    assert guantu("export", "evidence", "--format", "csv").stdout == before
    points = guantu("export", "takeoff_points").stdout
    assert "evidence: 1 added" in guantu("import", "evidence", str(survey)).stderr
    assert "evidence: 0 added" in guantu("import", "evidence", str(survey)).stderr
    assert guantu("export", "takeoff_points").stdout == points
    app = create_app(Settings(data_dir=guantu.folder / "data"))
    with TestClient(app) as client:
        found = client.get("/planners/built?layer=takeoff_points&contradicted=true").json()
        page = client.get("/planners/built", headers={"Accept": "text/html"}).text
    assert found["contradicted"] == 4
    (one,) = [feature for feature in found["features"] if feature["feature"] == FEATURE]
    assert one["status"] == "in_use"
    assert [said["evidence_class"] for said in one["evidence"]] == ["news", "news", "user_survey"]
    assert "用户查勘" in page
    assert "围挡未拆" in page


def test_a_survey_with_a_problem_changes_nothing(guantu: Guantu) -> None:
    before = guantu("export", "evidence", "--format", "csv").stdout
    bad = guantu.folder / "bad.csv"
    bad.write_text(
        f"{HEADER}takeoff_points,{FEATURE},in_use,2026-04-02,\ncarriers,nowhere,in_use,2026-04-02,\n"
    )
    done = guantu("import", "evidence", str(bad))
    assert done.returncode == 1
    assert "row 2" in done.stderr
    assert "no such feature" in done.stderr
    assert "Traceback" not in done.stderr
    assert guantu("export", "evidence", "--format", "csv").stdout == before
