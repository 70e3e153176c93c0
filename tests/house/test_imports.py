"""Imports go one way: api -> (web | layers) -> gis. The contracts are in pyproject.toml."""

import subprocess
import sys
from pathlib import Path


def test_every_import_contract_holds(repository: Path) -> None:
    lint_imports = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run(
        [lint_imports, "--no-cache"], capture_output=True, text=True, check=False, cwd=repository
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "4 kept, 0 broken" in done.stdout, done.stdout
