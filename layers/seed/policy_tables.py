"""The files of the policy record: ``layers/seed/policy``, one folder for each document.

What spans the documents lies beside the folders (``documents.csv``, ``places.csv``,
``conflicts.csv``); everything else stands in its document's folder, one file a table.
"""

import csv
import io
from collections.abc import Iterator, Sequence
from importlib.abc import Traversable
from importlib.resources import files

from gis.policy.record import RECORD
from gis.schema import STORE_COLUMNS, LayerSpec

SHIPPED_RECORD = files("layers.seed") / "policy"
"""The record that comes with the product."""
PREFIX = "policy_"


def file_name(spec: LayerSpec) -> str:
    """Return the name of a table's files."""
    return f"{spec.name.removeprefix(PREFIX)}.csv"


def header(spec: LayerSpec) -> list[str]:
    """Return the columns of a table's files, in order."""
    return [column.name for column in spec.columns if column.name not in STORE_COLUMNS]


def table_files(folder: Traversable, spec: LayerSpec) -> Iterator[tuple[str, Traversable]]:
    """Yield the files of a table, with the path that messages call them by."""
    name = file_name(spec)
    folders = sorted((one for one in folder.iterdir() if one.is_dir()), key=lambda one: one.name)
    for place, prefix in ((folder, ""), *((one, f"{one.name}/") for one in folders)):
        if (place / name).is_file():
            yield f"policy/{prefix}{name}", place / name


def written(spec: LayerSpec, rows: Sequence[dict[str, str]]) -> str:
    """Return rows as the text of one of the table's files."""
    text = io.StringIO()
    writer = csv.DictWriter(text, header(spec), restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


__all__ = ["RECORD", "SHIPPED_RECORD", "file_name", "header", "table_files", "written"]
