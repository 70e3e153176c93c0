"""Every public thing in ``gis`` says what it is, so that a geographer need not read its code."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.tree import PACKAGES, name, python_files, syntax

Documented = ast.Module | ast.ClassDef | ast.FunctionDef


def _public(node: Documented, path: str) -> Iterator[tuple[str, Documented]]:
    yield path, node
    if isinstance(node, ast.FunctionDef):
        return
    for child in node.body:
        wanted = isinstance(child, ast.ClassDef | ast.FunctionDef)
        if wanted and not child.name.startswith("_") and not _is_overload(child):
            yield from _public(child, f"{path}.{child.name}")


def _is_overload(node: ast.ClassDef | ast.FunctionDef) -> bool:
    return any(ast.unparse(decorator) == "overload" for decorator in node.decorator_list)


def _undocumented(file: Path) -> list[str]:
    return [
        path
        for path, node in _public(syntax(file), name(file))
        if len((ast.get_docstring(node) or "").split()) < 3
    ]


@pytest.mark.parametrize("package", PACKAGES)
def test_every_public_thing_has_a_docstring(package: str) -> None:
    assert [path for file in python_files(package) for path in _undocumented(file)] == []


def test_ignored_findings_have_their_reason() -> None:
    """``noqa`` and ``type: ignore`` stand with a word why, on the same line or the one above."""
    marks = ("# no" + "qa", "# type" + ": ignore")
    bare = []
    for file in python_files():
        lines = file.read_text(encoding="utf-8").splitlines()
        for number, line in enumerate(lines):
            mark = next((mark for mark in marks if mark in line), None)
            if mark is None:
                continue
            after = line.partition(mark)[2].partition("]")[2] or line.partition(mark)[2]
            above = lines[number - 1].strip() if number else ""
            if len(after.split()) < 3 and not above.startswith("#"):
                bare.append(f"{name(file)}:{number + 1}")
    assert bare == []
