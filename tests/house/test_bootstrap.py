"""The file behind both of the README's commands, where it can be checked without a fresh machine.

``.ci/run`` does the rest: it runs both commands on one.
"""

import ast
from pathlib import Path

import pytest

import bootstrap


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a checkout with an environment that works, and a pip that only writes a log."""
    for file in ("requirements.lock", "pyproject.toml", ".venv/pyvenv.cfg", "pip.log"):
        (tmp_path / file).parent.mkdir(exist_ok=True)
        (tmp_path / file).write_text("")
    monkeypatch.setattr(bootstrap, "ROOT", tmp_path)
    monkeypatch.setattr(bootstrap, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(bootstrap, "works", lambda *_: True)

    def pip(*options: str) -> None:
        with (tmp_path / "pip.log").open("a") as log:
            log.write(" ".join(options) + "\n")

    monkeypatch.setattr(bootstrap, "pip", pip)
    return tmp_path


def _installs(checkout: Path) -> int:
    return len((checkout / "pip.log").read_text().splitlines())


def test_an_old_python_can_read_it(repository: Path) -> None:
    text = (repository / "bootstrap.py").read_text(encoding="utf-8")
    ast.parse(text, feature_version=(3, 7))


def test_an_old_python_gets_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bootstrap, "works", lambda *_: False)
    with pytest.raises(bootstrap.SetupError, match=r"needs Python 3\.11 or newer"):
        bootstrap.find_python()


def test_the_oldest_python_is_the_one_pyproject_says(repository: Path) -> None:
    written = (repository / "pyproject.toml").read_text(encoding="utf-8")
    assert 'requires-python = ">={}.{}"'.format(*bootstrap.OLDEST) in written


def test_the_second_start_installs_nothing(checkout: Path) -> None:
    bootstrap.set_up("start")
    assert _installs(checkout) == 2
    bootstrap.set_up("start")
    assert _installs(checkout) == 2


@pytest.mark.parametrize("file", ["requirements.lock", "pyproject.toml", ".venv/pyvenv.cfg"])
def test_a_change_is_installed(file: str, checkout: Path) -> None:
    bootstrap.set_up("start")
    (checkout / file).write_text("changed")
    bootstrap.set_up("start")
    assert _installs(checkout) == 4


def test_an_install_that_failed_is_done_again(
    checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: str) -> None:
        raise bootstrap.SetupError("no network")

    with monkeypatch.context() as patched:
        patched.setattr(bootstrap, "pip", fail)
        with pytest.raises(bootstrap.SetupError):
            bootstrap.set_up("start")
    bootstrap.set_up("start")
    assert _installs(checkout) == 2


@pytest.mark.parametrize(("arguments", "code"), [([], 2), (["fly"], 2), (["--help"], 0)])
def test_what_it_does_not_know_is_answered_with_its_usage(
    arguments: list[str], code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert bootstrap.main(arguments) == code
    assert "python3 bootstrap.py start" in "".join(capsys.readouterr())
