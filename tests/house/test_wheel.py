"""The wheel holds the four packages with their data, and nothing else."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.tree import PACKAGES, files_of, name

NEEDED = [
    "layers/seed/dongguan/*.csv",
    "layers/seed/dongguan/towns.geojson",
    "layers/migrations/env.py",
    "layers/migrations/script.py.mako",
    "layers/migrations/versions/*.py",
    "web/templates/*.html",
    "web/static/**/*.css",
    "web/static/**/*.js",
    "web/locale/**/*",
]
KNOWN_SUFFIXES = {
    ".css", ".csv", ".geojson", ".html", ".js", ".json", ".mako", ".md", ".png", ".py", ".svg",
    ".toml", ".typed",
}  # fmt: skip


@pytest.fixture(scope="module")
def in_the_wheel(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    folder = tmp_path_factory.mktemp("dist")
    done = subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, "."],
        capture_output=True, text=True, check=False, cwd=repository,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    (wheel,) = folder.iterdir()
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def test_the_top_level_is_exactly_the_four_packages(in_the_wheel: set[str]) -> None:
    top = {file.partition("/")[0] for file in in_the_wheel}
    (information,) = (folder for folder in top if folder.endswith(".dist-info"))
    assert top - {information} == set(PACKAGES)
    assert {f"{information}/licenses/LICENSE", f"{information}/licenses/NOTICE"} <= in_the_wheel


def test_it_holds_every_file_of_the_packages_and_no_other(in_the_wheel: set[str]) -> None:
    packed = {file for file in in_the_wheel if ".dist-info/" not in file}
    assert packed == {name(file) for file in files_of(*PACKAGES)}


def test_only_known_kinds_of_file_are_packed(in_the_wheel: set[str]) -> None:
    packed = [Path(file) for file in in_the_wheel if ".dist-info/" not in file]
    assert [file for file in packed if file.suffix not in KNOWN_SUFFIXES] == []


@pytest.mark.parametrize("pattern", NEEDED)
def test_the_data_the_product_needs_is_packed(pattern: str, repository: Path) -> None:
    assert list(repository.glob(pattern)), "nothing to pack"
