"""The project's own files, found without git: CI may have none."""

import ast
from collections.abc import Iterator
from fnmatch import fnmatch
from functools import cache
from pathlib import Path

REPOSITORY = Path(__file__).parents[1]
PACKAGES = ("gis", "layers", "api", "web")


@cache
def own_files() -> tuple[Path, ...]:
    """Return every file of the checkout that ``.gitignore`` does not leave out."""
    lines = (REPOSITORY / ".gitignore").read_text(encoding="utf-8").splitlines()
    ignored = [".git", *(line.strip("/") for line in lines if line and not line.startswith("#"))]
    return tuple(sorted(_walk(REPOSITORY, ignored)))


def _walk(folder: Path, ignored: list[str]) -> Iterator[Path]:
    for entry in folder.iterdir():
        if any(fnmatch(entry.name, pattern) for pattern in ignored):
            continue
        if entry.is_dir():
            yield from _walk(entry, ignored)
        else:
            yield entry


def name(file: Path) -> str:
    """Return a file's path within the checkout."""
    return file.relative_to(REPOSITORY).as_posix()


def files_of(*packages: str) -> list[Path]:
    """Return the files of some of the packages."""
    return [file for file in own_files() if name(file).partition("/")[0] in packages]


def python_files(*packages: str) -> list[Path]:
    """Return the Python files of some packages; of the whole checkout if none is named."""
    files = files_of(*packages) if packages else own_files()
    return [file for file in files if file.suffix == ".py"]


@cache
def syntax(file: Path) -> ast.Module:
    """Return a Python file's syntax tree."""
    return ast.parse(file.read_text(encoding="utf-8"), filename=str(file))
