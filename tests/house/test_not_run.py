"""The test command says what it could not run, and CI does not pass with a kind left out."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

A_TEST = """
import pytest

@pytest.mark.gdal
def test_that_needs_gdal():
    pass
"""


@pytest.mark.parametrize(("ci", "code"), [("", 0), ("true", 1)])
def test_a_missing_kind_is_told_and_fails_in_ci_only(
    ci: str, code: int, tmp_path: Path, repository: Path
) -> None:
    (tmp_path / "test_it.py").write_text(A_TEST)
    (tmp_path / "empty").mkdir()
    config = repository / "pyproject.toml"
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-c", config, "-p", "tests.conftest", tmp_path],
        capture_output=True, text=True, check=False, cwd=repository,
        env={**os.environ, "CI": ci, "PATH": str(tmp_path / "empty"), "PYTEST_ADDOPTS": ""},
    )  # fmt: skip
    assert "gdal: 1 test not run: GDAL's command line tools are not installed" in done.stdout
    assert done.returncode == code
