"""What the packages import is declared, so that a wheel in an empty environment runs."""

import ast
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.tree import PACKAGES, python_files, syntax


def _imported(file: Path) -> Iterator[str]:
    for node in ast.walk(syntax(file)):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.partition(".")[0]


@pytest.mark.parametrize("package", PACKAGES)
def test_every_import_is_a_declared_dependency(package: str, repository: Path) -> None:
    project = tomllib.loads((repository / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = {canonicalize_name(Requirement(line).name) for line in project["dependencies"]}
    distributions = packages_distributions()
    imported = {module for file in python_files(package) for module in _imported(file)}
    third_party = imported - sys.stdlib_module_names - set(PACKAGES)
    undeclared = {
        module
        for module in third_party
        if not declared & {canonicalize_name(name) for name in distributions.get(module, [])}
    }
    assert undeclared == set()
