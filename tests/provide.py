"""Bring what some kinds of test need from outside Python, where this machine lets us.

As root on Debian or Ubuntu the packages come by apt; elsewhere Playwright brings its own Chromium
and the rest is left to the developer, with the command to run. Never fails: a kind that stays
missing is told here and again by kind at the end of the tests, and CI fails for it there.
"""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

from tests.kinds import NEEDED_IN_CI, find_chromium, missing

CLUSTER_SETTINGS = Path("/etc/postgresql-common/createcluster.conf")
BY_HAND = {
    "postgis": "brew install postgresql postgis (macOS), or apt-get install postgis as root",
    "browser": ".venv/bin/python -m playwright install --with-deps chromium",
    "gdal": "brew install gdal (macOS), or apt-get install gdal-bin as root",
}


def main() -> None:
    """Bring each missing kind, and say which stay missing."""
    wanted = [kind for kind in NEEDED_IN_CI if missing(kind)]
    if wanted:
        started = time.monotonic()
        _say(f"bringing what tests need: {', '.join(wanted)}")
        may_use_apt = os.geteuid() == 0 and shutil.which("apt-get") is not None
        if may_use_apt:
            _from_apt(wanted)
        if _still_missing("browser"):  # Ubuntu's chromium is a snap, so it ends here too
            libraries = ["--with-deps"] if may_use_apt else []
            _run([sys.executable, "-m", "playwright", "install", *libraries, "chromium"])
        _say(f"that took {time.monotonic() - started:.0f} s")
    for kind in NEEDED_IN_CI:
        if _still_missing(kind):
            _say(f"NOT HERE: {kind} ({missing(kind)}). Its tests will not run. By hand:")
            _say(f"  {BY_HAND[kind]}")


def _from_apt(kinds: list[str]) -> None:
    _apt("update")
    for kind in kinds:
        packages = _packages(kind)
        if packages:
            _apt("install", "--yes", "--no-install-recommends", *packages)


def _packages(kind: str) -> list[str]:
    """Name the distribution's packages for a kind."""
    if kind == "gdal":
        return ["gdal-bin"]
    if kind == "browser":
        # Without a Chinese font every screenshot is a page of boxes; Playwright needs libatomic.
        return [*_known_to_apt("chromium"), "fonts-noto-cjk", "libatomic1"]
    _keep_debian_from_starting_a_cluster()
    servers = _known_to_apt("postgresql-[0-9]+-postgis-3")
    return sorted(servers, key=lambda name: int(name.split("-")[1]))[-1:]


def _known_to_apt(pattern: str) -> list[str]:
    """Return the names of the distribution's packages that match a whole pattern."""
    listed = subprocess.run(
        ["apt-cache", "search", "--names-only", f"^{pattern}$"],
        capture_output=True, text=True, check=False,
    ).stdout  # fmt: skip
    return [line.split()[0] for line in listed.splitlines()]


def _keep_debian_from_starting_a_cluster() -> None:
    """The tests start their own; a file somebody wrote before is left as it is."""
    if not CLUSTER_SETTINGS.exists():
        CLUSTER_SETTINGS.parent.mkdir(parents=True, exist_ok=True)
        CLUSTER_SETTINGS.write_text("create_main_cluster = false\n")


def _apt(*arguments: str) -> None:
    keep_our_settings = "Dpkg::Options::=--force-confold"
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    _run(["apt-get", "-qq", "-o", keep_our_settings, *arguments], environment)


def _run(command: list[str], environment: dict[str, str] | None = None) -> None:
    """Run a command; show what it said only if it failed."""
    done = subprocess.run(
        command, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        _say(f"{' '.join(command)} failed:\n{done.stdout[-2000:]}")


def _still_missing(kind: str) -> bool:
    missing.cache_clear()
    find_chromium.cache_clear()
    return missing(kind) is not None


def _say(what: str) -> None:
    sys.stdout.write(f"== {what}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
