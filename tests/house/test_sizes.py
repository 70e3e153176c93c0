"""Small files and short functions: one can be read at a sitting."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.tree import name, own_files, python_files, syntax

MOST_LINES = 300
MOST_STATEMENTS = 40
READ_BY_PEOPLE = {".py", ".js", ".css", ".html", ".sh"}

Function = ast.FunctionDef | ast.AsyncFunctionDef


def _functions(file: Path) -> Iterator[Function]:
    return (node for node in ast.walk(syntax(file)) if isinstance(node, Function))


def _statements(function: Function) -> int:
    return sum(isinstance(node, ast.stmt) for node in ast.walk(function)) - 1


def test_files_are_short() -> None:
    lengths = {
        name(file): len(file.read_text(encoding="utf-8").splitlines())
        for file in own_files()
        if file.suffix in READ_BY_PEOPLE
    }
    assert {file: lines for file, lines in lengths.items() if lines > MOST_LINES} == {}


def test_functions_are_short() -> None:
    lengths = {
        f"{name(file)}:{function.lineno} {function.name}": _statements(function)
        for file in python_files()
        for function in _functions(file)
    }
    assert {where: number for where, number in lengths.items() if number > MOST_STATEMENTS} == {}


@pytest.mark.parametrize("vague", ["utils", "util", "helpers", "common", "misc", "manager"])
def test_no_module_has_a_vague_name(vague: str) -> None:
    assert [name(file) for file in python_files() if vague in (file.stem, file.parent.name)] == []
