"""The policy record as JSON: each fact with its citation."""

from collections.abc import Iterable
from typing import Any, Literal

from pydantic import Field

from api.answers import Answer
from gis.geojson import encode_value
from gis.policy.facts import Fact
from gis.policy.lookup import RecordLookup
from gis.policy.record import DOCUMENTS, RECORD, SECTIONS
from gis.records import Record
from web.record.fact_words import FactWords
from web.shell.citations import citation
from web.shell.texts import Texts
from web.views import Language

OWN_COLUMNS = {spec.name: [column.name for column in spec.own] for spec in RECORD}


class CitationAnswer(Answer):
    """Where a document says it."""

    document: str
    document_name_zh: str
    document_name_en: str
    year: int
    section: str | None
    section_number: str | None = Field(description="The whole way down, such as 二（一）8.")
    section_name_zh: str | None
    section_name_en: str | None
    line: int
    last_line: int
    anchor: str | None = Field(description="Words that stand in those lines.")


class FactAnswer(Answer):
    """What one fact says, and where it stands."""

    table: str
    id: str
    citation: CitationAnswer
    basis: Literal["stated", "inferred"]
    name_zh: str
    name_en: str
    note_zh: str | None
    note_en: str | None
    values: dict[str, Any] = Field(description="The table's own columns.")


class LinkAnswer(Answer):
    """Where else to go."""

    href: str
    rel: str
    type: str


class FactsAnswer(Answer):
    """A page of the facts that match."""

    edition: str
    matched: int
    returned: int
    facts: tuple[FactAnswer, ...]
    links: tuple[LinkAnswer, ...]


class SideAnswer(Answer):
    """A fact that a conflict concerns, in words."""

    table: str
    id: str
    citation: CitationAnswer
    cited_zh: str
    cited_en: str
    basis: Literal["stated", "inferred"]
    said_zh: str
    said_en: str


class ConflictAnswer(Answer):
    """What stands against what; nothing here says which is right."""

    id: str
    kind: str
    citation: CitationAnswer
    basis: Literal["stated", "inferred"]
    name_zh: str
    name_en: str
    note_zh: str | None
    note_en: str | None
    facts: tuple[SideAnswer, ...]
    also_at: tuple[CitationAnswer, ...]


class ConflictsAnswer(Answer):
    """The conflicts that match."""

    edition: str
    matched: int
    conflicts: tuple[ConflictAnswer, ...]


class RecordAnswers:
    """Puts facts into answers.

    Parameters
    ----------
    known
        The rows of the record.
    towns
        Chinese and English name of each unit by its id.
    """

    def __init__(self, known: RecordLookup, towns: dict[str, tuple[str, str]]) -> None:
        self._known = known
        self._zh = FactWords(Texts(Language.ZH), known, towns)
        self._en = FactWords(Texts(Language.EN), known, towns)

    def facts(self, found: Iterable[Fact]) -> tuple[FactAnswer, ...]:
        """Return facts with their citations."""
        return tuple(self._fact(fact.table, fact.record) for fact in found)

    def conflicts(self, rows: Iterable[Record]) -> tuple[ConflictAnswer, ...]:
        """Return conflicts with the facts they concern in words."""
        return tuple(self._conflict(row) for row in rows)

    def _fact(self, table: str, row: Record) -> FactAnswer:
        return FactAnswer(
            table=table,
            values={name: encode_value(row[name]) for name in OWN_COLUMNS[table]},
            citation=self._cited(row),
            **{name: row[name] for name in _NAMED},
        )

    def _conflict(self, row: Record) -> ConflictAnswer:
        found = [self._known.find(one) for one in row["facts"] or ()]
        also_at = [self._known.line(one) for one in row["also_at"] or ()]
        return ConflictAnswer(
            kind=row["kind"],
            citation=self._cited(row),
            facts=tuple(self._side(*one) for one in found if one is not None),
            also_at=tuple(self._line(*at) for at in also_at if at is not None),
            **{name: row[name] for name in _NAMED},
        )

    def _side(self, table: str, row: Record) -> SideAnswer:
        document = self._known.row(DOCUMENTS.name, row["document"])
        section = self._known.row(SECTIONS.name, row["section"])
        lines = (row["line"], row["last_line"])
        return SideAnswer(
            table=table,
            id=row["id"],
            citation=self._cited(row),
            cited_zh=citation(self._zh.t, document, section, *lines),
            cited_en=citation(self._en.t, document, section, *lines),
            basis=row["basis"],
            said_zh=self._zh.sentence(table, row),
            said_en=self._en.sentence(table, row),
        )

    def _cited(self, row: Record) -> CitationAnswer:
        section = self._known.row(SECTIONS.name, row["section"])
        return self._citation(
            row["document"], section, (row["line"], row["last_line"]), row["anchor"]
        )

    def _line(self, document: str, line: int) -> CitationAnswer:
        section = self._known.section_at(document, line)
        return self._citation(document, section, (line, line), None)

    def _citation(
        self, document_id: str, section: Record | None, lines: tuple[int, int], anchor: str | None
    ) -> CitationAnswer:
        document = self._known.row(DOCUMENTS.name, document_id)
        place = section or dict.fromkeys(("id", "number", "name_zh", "name_en"))
        return CitationAnswer(
            document=document_id,
            document_name_zh=document["name_zh"],
            document_name_en=document["name_en"],
            year=document["year"],
            section=place["id"],
            section_number=place["number"],
            section_name_zh=place["name_zh"],
            section_name_en=place["name_en"],
            line=lines[0],
            last_line=lines[1],
            anchor=anchor,
        )


_NAMED = ("id", "basis", "name_zh", "name_en", "note_zh", "note_en")
