"""How commands about the policy record ask and print: one form, tables of wrapped texts."""

from collections.abc import Iterable, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer
from pydantic import BaseModel, ValidationError
from rich.markup import escape
from rich.table import Table

from api.cli.console import OUT, Language, settings_of
from api.plans_asked import FIELDS
from api.snapshot import Snapshot, Snapshots
from api.wiring import ready_store
from gis.errors import InvalidInputError
from gis.policy.lookup import RecordLookup
from gis.policy.vocabulary import CLUSTER_FIELDS
from web.shell.citations import document_words
from web.shell.texts import Texts
from web.views import Language as PageLanguage

Document = Annotated[str | None, typer.Option(help="Id of a document, as d004.")]
Field = Annotated[str | None, typer.Option(help="A field: " + ", ".join(FIELDS))]
Town = Annotated[str | None, typer.Option(help="Id of a town, as tangxia.")]
AsCsv = Annotated[bool, typer.Option("--csv", help="Answer in CSV, for a spreadsheet.")]
Parameters = TypeVar("Parameters", bound=BaseModel)


class Form(StrEnum):
    """What a command answers with."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"

    @classmethod
    def of(cls, *, as_json: bool, as_csv: bool) -> "Form":
        """Return the form that two options ask for.

        Raises
        ------
        gis.errors.InvalidInputError
            If both are given.
        """
        if as_json and as_csv:
            raise InvalidInputError(
                "--json and --csv exclude each other", field="csv", remedy="Give one of them."
            )
        return cls.JSON if as_json else cls.CSV if as_csv else cls.TABLE


def asked_for(model: type[Parameters], **values: Any) -> Parameters:
    """Return the parameters of a question, the same as those of the service.

    Raises
    ------
    gis.errors.InvalidInputError
        If one of them cannot be.
    """
    given = {name: value for name, value in values.items() if value is not None}
    try:
        return model.model_validate(given)
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0])
        raise InvalidInputError(f"{name}: {first['msg']}", field=name) from error


def latest(database_url: str, data_dir: Path | None) -> Snapshot:
    """Return the layers of the store that a command's options name."""
    return Snapshots(ready_store(settings_of(database_url, data_dir))).latest()


def language(lang: Language) -> PageLanguage:
    """Return the language of a command's tables as pages know it."""
    return PageLanguage(lang.value)


def show_table(title: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a table of texts, set to the left and wrapped to the terminal's width.

    Brackets in a text are its own and no markup.
    """
    table = Table(title=escape(title), title_justify="left")
    for column in columns:
        table.add_column(column, justify="left", overflow="fold")
    for row in rows:
        table.add_row(*map(escape, row))
    OUT.print(table)


def field_names(t: Texts) -> dict[str, str]:
    """Return the title of each field."""
    return {term.id: t.pick(term.zh, term.en) for term in CLUSTER_FIELDS}


def lines_words(t: Texts, known: RecordLookup, mentions: Iterable[tuple[str, int]]) -> str:
    """Return documents with their lines: ``2018年规划第 372、386 行``.

    Parameters
    ----------
    t
        The table's language.
    known
        The rows of the record.
    mentions
        Ids of documents and lines of their texts.
    """
    lines: dict[str, set[int]] = {}
    for document, line in mentions:
        lines.setdefault(document, set()).add(line)
    return t("list.semicolon").join(
        t(
            "naming.lines",
            document=document_words(t, known.row("policy_documents", document)),
            lines=t("list.comma").join(map(str, sorted(found))),
        )
        for document, found in lines.items()
    )
