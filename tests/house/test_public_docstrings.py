"""Every public thing in ``gis`` says what it is, so that a geographer need not read its code."""

import ast
import re
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


MARKS = re.compile(r"# (?:no" + r"qa|type: ig" + r"nore)\b(?:: ?[A-Z0-9, ]+|\[[a-z, -]+\])?(.*)")


def _ignored_without_reason(file: Path) -> Iterator[str]:
    """Find the marks without a reason behind them or in a comment above their run of lines."""
    reason_above = False
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
        mark = MARKS.search(line)
        if mark is None:
            reason_above = line.strip().startswith("#")
        elif not reason_above and len(mark[1].split()) < 3:
            yield f"{name(file)}:{number}"


def test_ignored_findings_have_their_reason() -> None:
    assert [where for file in python_files() for where in _ignored_without_reason(file)] == []
