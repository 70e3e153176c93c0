"""The documents say what is: commands, settings, version, links."""

import re
import tomllib
from pathlib import Path

import pytest

from api import VERSION
from api.settings import Settings
from tests.tree import name, own_files

START, TEST = "python3 bootstrap.py start", "python3 bootstrap.py test"
OF_THE_TESTS = {"GUANTU_REFERENCE_DATA", "GUANTU_SEEDS"}
OF_COMPOSE = {"GUANTU_DB_PASSWORD"}
VARIABLE = re.compile(r"\bGUANTU_[A-Z_]+\b")
LINK = re.compile(r"\]\((?!https?://|#|mailto:)([^)#]+)")
DOCUMENTS = [file for file in own_files() if file.suffix == ".md"]


def _text(*parts: str) -> str:
    return Path(__file__).parents[2].joinpath(*parts).read_text(encoding="utf-8")


def test_the_readme_has_exactly_the_two_commands() -> None:
    shown = re.findall(r"```sh\n(.*?)\n```", _text("README.md"), re.DOTALL)
    assert [command for command in shown if "bootstrap" in command] == [START, TEST]


def test_ci_runs_the_commands_of_the_readme() -> None:
    assert f"\n  {TEST} " in _text(".ci", "run")
    as_list = ", ".join(f'"{word}"' for word in START.split())
    assert f"[{as_list}, *options]" in _text(".ci", "check_server.py")


def test_every_setting_is_documented_and_no_other_is_named() -> None:
    settings = {f"GUANTU_{field.upper()}" for field in Settings.model_fields}
    table = set(re.findall(r"^\| `(GUANTU_[A-Z_]+)`", _text("docs", "operations.md"), re.MULTILINE))
    assert table == settings
    named = {variable for file in DOCUMENTS for variable in VARIABLE.findall(_text(str(file)))}
    assert named - settings - OF_THE_TESTS - OF_COMPOSE == set()


def test_the_changelog_is_about_this_version() -> None:
    version = tomllib.loads(_text("pyproject.toml"))["project"]["version"]
    headings = re.findall(r"^## \[([^\]]+)\]", _text("CHANGELOG.md"), re.MULTILINE)
    assert headings[0] == version == VERSION


@pytest.mark.parametrize("document", DOCUMENTS, ids=name)
def test_every_link_to_a_file_leads_somewhere(document: Path) -> None:
    links = LINK.findall(document.read_text(encoding="utf-8"))
    assert [link for link in links if not (document.parent / link).exists()] == []
