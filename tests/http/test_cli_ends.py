"""Ctrl+C ends every long command: exit code 130, nothing on standard output, no file."""

import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from api import coverage_band, demand_reached, road_network, siting_family, survey_advice
from api import town_access as access_use_case
from api.cli import main
from gis.progress import Progress

POINTS = "lon,lat,weight,accuracy_m\n113.75,23.02,120,250\n"
LONG: dict[str, tuple[object, str]] = {
    "demand": (demand_reached, "demand_coverage"),
    "survey-next": (survey_advice, "survey_next"),
    "band": (coverage_band, "sampled_band"),
    "access": (access_use_case, "town_access"),
    "roads": (road_network, "road_links"),
    "siting": (siting_family, "ask"),
}


@pytest.fixture(autouse=True)
def heard() -> Iterator[None]:
    """Hear Ctrl+C, also where a shell that started the tests in the background lets it pass."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("ends")
    (made / "points.csv").write_text(POINTS, encoding="utf-8")
    return made


def interrupted(told: list[float]) -> Callable[..., None]:
    def run(*_: object, on_progress: Progress, **__: object) -> None:
        on_progress(0.5)
        told.append(0.5)
        signal.raise_signal(signal.SIGINT)
        told.append(1.0)

    return run


@pytest.mark.parametrize("command", LONG)
def test_ctrl_c_ends_a_long_command(
    command: str, folder: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    given = {
        "demand": [str(folder / "points.csv"), "--datum", "cgcs2000"],
        "siting": ["maximal", "--certificate", str(folder / "certificate.json")],
    }
    told: list[float] = []
    use_case, function = LONG[command]
    monkeypatch.setattr(use_case, function, interrupted(told))
    data = ["--data-dir", str(folder / "data")]
    monkeypatch.setattr(sys, "argv", ["guantu", command, *given.get(command, []), "--json", *data])
    with pytest.raises(SystemExit) as ended:
        main()
    assert told == [0.5]
    assert ended.value.code == 130
    printed = capfd.readouterr()
    assert printed.out == ""
    assert "Traceback" not in printed.err
    assert sorted(file.name for file in folder.iterdir()) == ["data", "points.csv"]
