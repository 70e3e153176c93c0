"""What the page of a planner's own table needs: frozen views, filled by :mod:`api`."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from gis.errors import RowProblem
from gis.policy.results_specialisation import Specialisation
from web.views import Shell


@dataclass(frozen=True, slots=True)
class OwnTable:
    """What a planner's table gave.

    Attributes
    ----------
    found
        Quotients and standings.
    form
        What it was read as: ``utf-8``, ``gb18030`` or ``xlsx``.
    units
        The units that headings state, by column.
    left_out
        Sheets of a workbook that were not read.
    overlaps
        Pairs of ids of an area and a town on the same ground, both in the table.
    """

    found: Specialisation
    form: str
    units: Mapping[str, str]
    left_out: tuple[str, ...] = ()
    overlaps: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class SpecialisationView:
    """The form, and what came of the table that was handed in.

    Attributes
    ----------
    shell
        What every page shows.
    names
        Chinese and English name of each town by its id.
    columns
        Chinese and English heading of each column a table may have, and whether it must.
    most_rows, most_bytes
        How large a table may be.
    table
        What the table gave; ``None`` where there is none or it has problems.
    problems
        What is wrong with it, by row.
    pasted
        The text that was pasted, to be mended.
    """

    shell: Shell
    names: Mapping[str, tuple[str, str]]
    columns: tuple[tuple[str, str, bool], ...]
    most_rows: int
    most_bytes: int
    table: OwnTable | None = None
    problems: tuple[RowProblem, ...] = ()
    pasted: str = field(default="", repr=False)
