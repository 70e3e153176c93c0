"""The kinds of test that need something from the machine, and whether it is here."""

import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

from tests.postgis_server import PostgisUnavailableError, find_programs

NEEDED_IN_CI = ("postgis", "browser", "gdal")
"""Kinds that CI must run: there a missing one is a failure, not a skip."""

CHROMIUMS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)


def in_ci() -> bool:
    """Tell whether this is a CI run (``CI`` is set to something true)."""
    return os.environ.get("CI", "").lower() not in ("", "0", "false", "no")


@cache
def missing(kind: str) -> str | None:
    """Say why tests of this kind cannot run here; ``None`` if they can."""
    if kind == "postgis":
        try:
            find_programs()
        except PostgisUnavailableError as error:
            return str(error)
        return None
    if kind == "browser":
        if not _starts(sys.executable, "-m", "playwright"):
            return "Playwright does not start (on Debian it needs libatomic1)"
        return None if find_chromium() else "no Chromium on this machine"
    if kind == "gdal":
        return None if shutil.which("ogrinfo") else "GDAL's command line tools are not installed"
    return None


@cache
def find_chromium() -> Path | None:
    """Return a Chromium that starts: the machine's own, else the one Playwright downloaded."""
    for name in CHROMIUMS:
        found = shutil.which(name)
        # Ubuntu ships a chromium that only tells to install a snap, so each is tried.
        if found and _starts(found):
            return Path(found)
    asked = (
        "from playwright.sync_api import sync_playwright\n"
        "with sync_playwright() as playwright: print(playwright.chromium.executable_path)"
    )
    # In a process of its own: Playwright leaves an event loop behind in the one it is started in.
    said = subprocess.run(
        [sys.executable, "-c", asked], capture_output=True, text=True, check=False
    )
    downloaded = Path(said.stdout.strip() or "/nowhere")
    return downloaded if downloaded.is_file() and _starts(str(downloaded)) else None


def _starts(*program: str) -> bool:
    try:
        done = subprocess.run(
            [*program, "--version"], stdin=subprocess.DEVNULL, capture_output=True, timeout=60,
            check=False,
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def reference_folder(variable: str, beside: str) -> Path:
    """Return the folder a variable names, else the one of that name beside the checkout."""
    named = os.environ.get(variable)
    return Path(named) if named else Path(__file__).parents[2] / "shared" / beside
