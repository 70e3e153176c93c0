"""What may be asked of the policy record, and the facts that answer it, a page at a time."""

import base64
import json
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema

from api.params import SAME_SCENARIO, NoParameters, ScenarioId, absent_if_empty
from api.policy_record import chosen_documents, facts, record_frames
from api.snapshot import Snapshot
from gis.errors import InvalidInputError
from gis.policy.facts import Fact, FactQuery, reading_order
from gis.policy.lookup import RecordLookup, record_lookup
from gis.policy.record import CONFLICTS, PLACES, RECORD, SECTIONS
from gis.records import Record
from gis.schema import LayerSpec

MAX_LIMIT = 500
DEFAULT_LIMIT = 50
MAX_TEXT = 200
TABLES = {spec.name: spec for spec in RECORD}
WITH_KINDS = {name: spec for name, spec in TABLES.items() if spec.has("kind")}

OptionalText = Annotated[str | None, BeforeValidator(absent_if_empty)]
_Table = Annotated[OptionalText, WithJsonSchema({"type": "string", "enum": [*TABLES]})]
_ConflictKind = Annotated[
    OptionalText,
    WithJsonSchema(
        {"type": "string", "enum": [term.id for term in CONFLICTS.column("kind").vocabulary]}
    ),
]


class TableParameters(NoParameters):
    """How an answer is shown that is also there as a page and as CSV."""

    f: Literal["json", "html", "csv"] | None = Field(None, description="Format; else by Accept.")
    lang: Literal["zh", "en"] = Field("zh", description="Language of a page.")
    scenario: ScenarioId = SAME_SCENARIO


class RecordParameters(TableParameters):
    """Which facts are wanted; whatever is left out keeps all."""

    text: str = Field(
        "",
        max_length=MAX_TEXT,
        description="Words in either language, each of which must stand in the fact; width and "
        "case do not count.",
        examples=["起降点"],
    )
    document: OptionalText = Field(None, max_length=80, description="Id of a document, as d004.")
    table: _Table = Field(None, description="A table of the record.")
    kind: OptionalText = Field(None, max_length=80, description="A word of the column `kind`.")
    section: OptionalText = Field(
        None, max_length=80, description="Facts whose lines meet those of this section."
    )
    line: Annotated[int | None, BeforeValidator(absent_if_empty)] = Field(
        None, ge=1, le=1_000_000, description="Facts that cite this line of the text."
    )
    place: OptionalText = Field(
        None, max_length=200, description="Id of a place as written (policy_places)."
    )
    limit: int = Field(
        DEFAULT_LIMIT, ge=1, le=MAX_LIMIT, description="Facts on one page; CSV has every fact."
    )
    after: OptionalText = Field(
        None, max_length=1_000, description="Where the page begins: follow the link named next."
    )

    @property
    def filters(self) -> dict[str, str]:
        """What narrows the facts, by parameter, as it stands in an address."""
        names = ("text", "document", "table", "kind", "section", "line", "place")
        given = {name: getattr(self, name) for name in names}
        return {name: str(value) for name, value in given.items() if value}


class ConflictParameters(TableParameters):
    """Which conflicts are wanted."""

    kind: _ConflictKind = Field(None, description="A kind of conflict.")
    document: OptionalText = Field(None, max_length=80, description="Id of a document, as d004.")


@dataclass(frozen=True, slots=True)
class FactsFound:
    """The facts that match a query, and the page of them that is asked for.

    Attributes
    ----------
    facts
        Every fact that matches, in reading order.
    shown
        Those of this page.
    following
        ``after`` of the next page; empty on the last.
    """

    facts: tuple[Fact, ...]
    shown: tuple[Fact, ...]
    following: str


def lookup(snapshot: Snapshot) -> RecordLookup:
    """Return the rows of the record by their ids."""
    return snapshot.answer("record lookup", lambda: record_lookup(record_frames(snapshot)))


def find(snapshot: Snapshot, asked: RecordParameters) -> FactsFound:
    """Return the facts that are asked for.

    Raises
    ------
    gis.errors.InvalidInputError
        If a parameter names nothing there is.
    """
    query = checked_query(snapshot, asked)
    found = facts(snapshot, query)
    if asked.section is not None:
        section = _section(lookup(snapshot), asked.section)
        found = tuple(fact for fact in found if _meets(fact, section))
    begin = 0
    if asked.after is not None:
        begin = bisect_right(found, decoded(asked.after), key=reading_order)
    shown = found[begin : begin + asked.limit]
    more = begin + asked.limit < len(found)
    return FactsFound(found, shown, encoded(shown[-1]) if more else "")


def checked_query(snapshot: Snapshot, asked: RecordParameters) -> FactQuery:
    """Return the query of parameters that name what there is.

    Raises
    ------
    gis.errors.InvalidInputError
        If one does not.
    """
    document = asked.document and asked.document.lower()
    chosen_documents(snapshot, document)
    if asked.table is not None and asked.table not in TABLES:
        raise _unknown("table", asked.table, TABLES)
    if asked.kind is not None:
        _check_kind(asked.kind, asked.table)
    places = lookup(snapshot).tables[PLACES.name]
    if asked.place is not None and asked.place not in places:
        raise InvalidInputError(
            f"there is no place {asked.place!r}",
            field="place",
            remedy=_near(asked.place, places) + "See /planners/record?table=policy_places",
        )
    return FactQuery(asked.text, document, asked.table, asked.kind, asked.line, asked.place)


def conflicts(snapshot: Snapshot, asked: ConflictParameters) -> tuple[Record, ...]:
    """Return the conflicts that are asked for, by document and line.

    Raises
    ------
    gis.errors.InvalidInputError
        If a parameter names nothing there is.
    """
    whole = RecordParameters.model_validate(
        {"document": asked.document, "kind": asked.kind, "table": CONFLICTS.name}
    )
    return tuple(fact.record for fact in facts(snapshot, checked_query(snapshot, whole)))


def _check_kind(kind: str, table: str | None) -> None:
    if table is not None and table not in WITH_KINDS:
        raise InvalidInputError(
            f"{table} has no kinds",
            field="kind",
            remedy="Leave kind out, or use a table of " + ", ".join(WITH_KINDS),
        )
    words = [term.id for spec in _of_kinds(table) for term in spec.column("kind").vocabulary]
    if kind not in words:
        raise _unknown("kind", kind, dict.fromkeys(words))


def _of_kinds(table: str | None) -> tuple[LayerSpec, ...]:
    return tuple(WITH_KINDS.values()) if table is None else (WITH_KINDS[table],)


def _section(known: RecordLookup, section: str) -> Record:
    sections = known.tables[SECTIONS.name]
    if section not in sections:
        raise InvalidInputError(
            f"there is no section {section!r}",
            field="section",
            remedy=_near(section, sections) + "See /planners/record?table=policy_sections",
        )
    return sections[section]


def _meets(fact: Fact, section: Record) -> bool:
    """Tell whether a fact cites a line of a section; a section cites its heading only."""
    row = fact.record
    last = row["line"] if fact.table == SECTIONS.name else row["last_line"]
    return bool(
        row["document"] == section["document"]
        and row["line"] <= section["last_line"]
        and last >= section["line"]
    )


def _unknown(field: str, value: str, known: Iterable[str]) -> InvalidInputError:
    return InvalidInputError(
        f"there is no {field} {value!r}", field=field, remedy="Use one of " + ", ".join(known)
    )


def _near(value: str, known: Mapping[str, Record]) -> str:
    close = get_close_matches(value, known, n=3)
    return f"Did you mean {', '.join(close)}? " if close else ""


def encoded(fact: Fact) -> str:
    """Return a fact's position as an opaque word for an address."""
    text = json.dumps(reading_order(fact), ensure_ascii=False, separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def decoded(position: str) -> tuple[str, int, str, str]:
    """Return document, line, table and id of a position that :func:`encoded` returned.

    Raises
    ------
    gis.errors.InvalidInputError
        If it is no such word.
    """
    try:
        padded = position + "=" * (-len(position) % 4)
        document, line, table, id_ = json.loads(base64.b64decode(padded, b"-_", validate=True))
    except (ValueError, TypeError, RecursionError):
        raise _bad_position() from None
    texts = all(isinstance(part, str) for part in (document, table, id_))
    if not texts or type(line) is not int:
        raise _bad_position()
    return document, line, table, id_


def _bad_position() -> InvalidInputError:
    return InvalidInputError(
        "after is no position of this record",
        field="after",
        remedy="Follow the link named next of the page before, or leave after out.",
    )
