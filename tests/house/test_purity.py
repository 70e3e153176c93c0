"""``gis`` and ``web`` read and write nothing: no frame to or from a file, no ``open``."""

import ast
from collections.abc import Iterator

import pytest

from tests.tree import name, python_files, syntax

WRITES = {
    "to_csv", "to_excel", "to_feather", "to_file", "to_parquet", "to_pickle", "to_postgis",
    "to_sql", "write_bytes", "write_text",
}  # fmt: skip
READS = {
    "read_bytes", "read_csv", "read_excel", "read_feather", "read_file", "read_json",
    "read_parquet", "read_pickle", "read_postgis", "read_sql", "read_text",
}  # fmt: skip
OF_PACKAGED_FILES = {"web/about/methods.py", "web/shell/assets.py", "web/shell/texts.py"}
"""Modules that read the files shipped inside ``web``: templates, scripts, texts."""


def _reads_and_writes(tree: ast.Module) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in WRITES | READS:
            yield node.lineno, node.attr
        match node:
            case ast.Call(func=ast.Name(id="open" | "exec" | "eval" | "__import__" as called)):
                yield node.lineno, called


@pytest.mark.parametrize("package", ["gis", "web"])
def test_a_pure_package_reads_and_writes_nothing(package: str) -> None:
    found = [
        f"{name(file)}:{line} {what}"
        for file in python_files(package)
        for line, what in _reads_and_writes(syntax(file))
        if not (name(file) in OF_PACKAGED_FILES and what in ("read_text", "read_bytes"))
    ]
    assert found == []


def test_the_check_sees_a_write() -> None:
    tree = ast.parse("frame.to_file('x.gpkg')\nopen('x')")
    assert set(_reads_and_writes(tree)) == {(1, "to_file"), (2, "open")}
