"""The locks hold what pyproject.toml asks for, with hashes, and name no index."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

Pins = dict[str, set[str]]
LOCKS = ["requirements.lock", "requirements-dev.lock", "requirements-peers.lock"]
PIN = re.compile(r"^(\S+?)(?:\[[^\]]*\])?==([^\s;]+)", re.MULTILINE)


def _pins(lock: Path) -> Pins:
    """Return the versions pinned for each name; there may be one for each range of Pythons."""
    pins: Pins = {}
    for name, version in PIN.findall(lock.read_text(encoding="utf-8")):
        pins.setdefault(canonicalize_name(name), set()).add(version)
    return pins


@pytest.fixture(scope="module")
def project(repository: Path) -> dict[str, list[str]]:
    """Return the requirements that each lock answers."""
    written = tomllib.loads((repository / "pyproject.toml").read_text(encoding="utf-8"))
    run_time = written["project"]["dependencies"] + written["dependency-groups"]["build"]
    development = written["project"]["optional-dependencies"]["dev"]
    peers = written["project"]["optional-dependencies"]["peers"]
    return {
        "requirements.lock": run_time,
        "requirements-dev.lock": run_time + development,
        "requirements-peers.lock": run_time + development + peers,
    }


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_satisfies_the_project(
    lock: str, project: dict[str, list[str]], repository: Path
) -> None:
    pins = _pins(repository / lock)
    unmet = [
        requirement
        for requirement in map(Requirement, project[lock])
        if not pins.get(canonicalize_name(requirement.name))
        or not all(
            requirement.specifier.contains(version)
            for version in pins[canonicalize_name(requirement.name)]
        )
    ]
    assert unmet == []


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_has_a_hash_for_every_pin_and_names_no_index(lock: str, repository: Path) -> None:
    text = (repository / lock).read_text(encoding="utf-8")
    pinned = [part for part in re.split(r"\n(?=[a-z0-9])", text) if PIN.match(part)]
    assert pinned
    assert [part for part in pinned if "--hash=sha256:" not in part] == []
    assert re.findall(r"(?m)^--\S+|://|^#.*/.*/", text) == []


def test_both_locks_pin_the_same_run_time(repository: Path) -> None:
    run_time, development = (
        _pins(repository / lock) for lock in ("requirements.lock", "requirements-dev.lock")
    )
    assert {name: development.get(name) for name in run_time} == run_time
