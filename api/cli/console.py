"""What commands print: results on standard output, everything else on standard error."""

import io
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from pydantic import BaseModel, ValidationError
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from api.settings import Settings
from gis.errors import GuantuError, InvalidInputError, InvalidRowsError
from gis.results import Interval
from gis.rounding import down, up

OUT = Console()
NOTES = Console(stderr=True)
PROBLEMS_SHOWN = 20


class Language(StrEnum):
    """The languages a command can answer in."""

    ZH = "zh"
    EN = "en"


DatabaseUrl = Annotated[
    str, typer.Option(help="postgresql://… of a PostGIS database.", show_default=False)
]
DataDir = Annotated[
    Path | None, typer.Option(help="Folder of the embedded database.", show_default=False)
]
AsJson = Annotated[bool, typer.Option("--json", help="Answer in JSON, for scripts.")]
Lang = Annotated[Language, typer.Option(help="Language of tables.")]


def settings_of(database_url: str, data_dir: Path | None, **more: Any) -> Settings:
    """Return the settings of the environment with a command's options put over them.

    Raises
    ------
    gis.errors.InvalidInputError
        If one of them cannot be.
    """
    options = {"database_url": database_url or None, "data_dir": data_dir, **more}
    try:
        return Settings(**{name: value for name, value in options.items() if value is not None})
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0])
        raise InvalidInputError(
            f"{name} (GUANTU_{name.upper()}): {first['msg']}", field=name
        ) from error


def print_json(answer: BaseModel) -> None:
    """Print an answer as JSON, alone on standard output; in UTF-8 whatever the terminal's."""
    write_out(answer.model_dump_json(indent=2).encode() + b"\n")


def write_out(content: bytes) -> None:
    """Write bytes to standard output."""
    sys.stdout.buffer.write(content)
    sys.stdout.buffer.flush()


def print_what_the_terminal_can() -> None:
    """Let a character that the terminal's encoding lacks become a question mark, not a failure."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def print_table(title: str, columns: list[str], rows: list[list[str]]) -> None:
    """Print a table; every column but the first is set to the right."""
    table = Table(title=title, title_justify="left")
    for number, column in enumerate(columns):
        table.add_column(column, justify="left" if number == 0 else "right")
    for row in rows:
        table.add_row(*row)
    OUT.print(table)


def between(interval: Interval | None, scale: float = 1.0, digits: int = 1) -> str:
    """Return an interval as text, rounded outwards; a dash where there is none."""
    if interval is None:
        return "–"
    low, high = down(interval.low * scale, digits), up(interval.high * scale, digits)
    return f"{low:,.{digits}f} – {high:,.{digits}f}"


def say_error(error: GuantuError) -> None:
    """Print what went wrong and what to do about it."""
    NOTES.print(f"[bold red]guantu:[/] {escape(error.message)}", highlight=False, soft_wrap=True)
    if isinstance(error, InvalidRowsError):
        for problem in error.problems[:PROBLEMS_SHOWN]:
            NOTES.print(
                f"  {problem.place}: {problem.reason}. {problem.remedy}".rstrip(),
                highlight=False,
                markup=False,
                soft_wrap=True,
            )
        if len(error.problems) > PROBLEMS_SHOWN:
            NOTES.print(f"  and {len(error.problems) - PROBLEMS_SHOWN} more", highlight=False)
    elif error.remedy:
        NOTES.print(f"  {error.remedy}", highlight=False, markup=False, soft_wrap=True)


@contextmanager
def progress(what: str) -> Iterator[Callable[[float], None]]:
    """Show a bar on standard error while something long runs.

    Parameters
    ----------
    what
        What runs.

    Yields
    ------
    collections.abc.Callable
        To be told the share done, 0 to 1.
    """
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=NOTES, transient=True) as bar:
        task = bar.add_task(what, total=1.0)
        yield lambda share: bar.update(task, completed=share)
