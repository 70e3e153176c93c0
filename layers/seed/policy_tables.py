"""The files of the policy record: ``layers/seed/policy``, one folder for each document.

What spans the documents lies beside the folders (``documents.csv``, ``places.csv``,
``conflicts.csv``); everything else stands in its document's folder, one file a table.
"""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from importlib.abc import Traversable
from importlib.resources import files

from gis.errors import InvalidInputError
from gis.schema import STORE_COLUMNS, LayerSpec
from layers.seed.cells import Cell, read_table

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


def read_facts(folder: Traversable, spec: LayerSpec) -> list[tuple[str, int, dict[str, Cell]]]:
    """Return every fact of a table: its file, its row in that file, and its cells.

    Parameters
    ----------
    folder
        The record.
    spec
        One of :data:`gis.policy.record.RECORD`.

    Raises
    ------
    gis.errors.InvalidInputError
        If a file is not UTF-8 or has a wrong header, or there is no file at all.
    gis.errors.InvalidRowsError
        If a cell cannot be read.
    """
    columns = {column.name: column for column in spec.columns if column.name in header(spec)}
    found: list[tuple[str, int, dict[str, Cell]]] = []
    read = 0
    for name, file in table_files(folder, spec):
        try:
            text = file.read_text(encoding="utf-8")
        except UnicodeDecodeError as error:
            raise InvalidInputError(
                f"{name} is not UTF-8 (byte {error.start})", field=name, remedy="Save it as UTF-8."
            ) from error
        rows = read_table(text, columns, layer=spec.name, file=name)
        found += [(name, number, row) for number, row in enumerate(rows, start=1)]
        read += 1
    if not read:
        name = f"policy/{file_name(spec)}"
        raise InvalidInputError(
            f"the record has no {name}", field=name, remedy="Add the file; a header line will do."
        )
    return found


def written(spec: LayerSpec, rows: Sequence[Mapping[str, str]]) -> str:
    """Return rows as the text of one of the table's files."""
    text = io.StringIO()
    writer = csv.DictWriter(text, header(spec), restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()
