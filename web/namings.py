"""Who names a town for what, in words: each clause with how it reaches the town."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import geopandas as gpd

from gis.policy.lookup import numbered_sections
from gis.policy.results import Naming
from gis.policy.vocabulary import CLUSTER_FIELDS, TOPIC_KINDS
from gis.records import records
from gis.schema import Term
from web.citations import citation, document_words
from web.words import Words

_FIELDS = {term.id: term for term in CLUSTER_FIELDS}
_KINDS = {term.id: term for term in TOPIC_KINDS}
MARKS = ("direct", "inferred", "via")
"""How a document names a town, the surest first: it writes unit and field; it writes the unit, and
its name or the field is a reading; it writes a place that the unit belongs to or holds."""


@dataclass(frozen=True, slots=True)
class ClauseText:
    """One clause that names a town, in words.

    Attributes
    ----------
    mark
        A word of :data:`MARKS`.
    fields
        The fields it names the town for.
    where
        Document, section and line.
    facts
        What it names the town for and as what, the words used, and how they reach the town.
    """

    mark: str
    fields: str
    where: str
    facts: str


class Namings:
    """Puts namings into words.

    Parameters
    ----------
    words
        The page's language.
    documents, sections, places
        Those tables of the record.
    towns
        The layer ``towns``.
    """

    def __init__(
        self,
        words: Words,
        *,
        documents: gpd.GeoDataFrame,
        sections: gpd.GeoDataFrame,
        places: gpd.GeoDataFrame,
        towns: gpd.GeoDataFrame,
    ) -> None:
        self._words = words
        self._documents = {row["id"]: row for row in records(documents)}
        self._sections = numbered_sections(records(sections))
        # A naming reaches a town through a place as written, or through an area among the towns.
        self._places = {row["id"]: words.name(row) for row in (*records(towns), *records(places))}

    def document(self, id_: str) -> str:
        """Return a document by its year and what it is."""
        return document_words(self._words.t, self._documents[id_])

    def where(self, document: str, section: str, line: int) -> str:
        """Return document, section and line."""
        found = self._documents[document], self._sections[section]
        return citation(self._words.t, *found, line)

    def field(self, field: str) -> str:
        """Return a field's title."""
        return self._title(_FIELDS[field])

    def kind(self, kind: str) -> str:
        """Return the title of a kind of topic."""
        return self._title(_KINDS[kind])

    def _title(self, term: Term) -> str:
        return self._words.t.pick(term.zh, term.en)

    @staticmethod
    def mark(namings: Iterable[Naming]) -> str:
        """Return the surest of the ways in which namings reach a town."""
        return min((_mark(naming) for naming in namings), key=MARKS.index)

    def said(self, namings: Iterable[Naming]) -> str:
        """Return which documents name a town, and in which lines."""
        t = self._words.t
        lines: dict[str, list[int]] = {}
        for one in namings:
            lines.setdefault(one.document, []).append(one.line)
        each = (
            t(
                "naming.lines",
                document=self.document(document),
                lines=t("list.comma").join(str(line) for line in sorted(set(found))),
            )
            for document, found in lines.items()
        )
        return t("list.semicolon").join(each)

    def clauses(self, namings: Iterable[Naming]) -> Iterator[ClauseText]:
        """Yield the clauses that name a town, each once, oldest document first."""
        held: dict[str, list[Naming]] = {}
        for naming in namings:
            held.setdefault(naming.designation, []).append(naming)
        for group in sorted(held.values(), key=lambda group: (group[0].year, group[0].line)):
            yield self._clause(group)

    def _clause(self, group: list[Naming]) -> ClauseText:
        t, first = self._words.t, group[0]
        facts = [
            t("naming.topic", kind=self.kind(first.topic_kind),
              topic=t.pick(first.topic_zh, first.topic_en)),
            t("naming.role", role=t.pick(first.role_zh, first.role_en))
            if first.role_zh or first.role_en else "",
            t("naming.written", place=first.place_zh),
            *self._reached(first),
        ]  # fmt: skip
        return ClauseText(
            mark=self.mark(group),
            fields=t("list.comma").join(self.field(one.field) for one in group),
            where=self.where(first.document, first.section, first.line),
            facts=t("list.semicolon").join(fact for fact in facts if fact),
        )

    def _reached(self, naming: Naming) -> Iterator[str]:
        t = self._words.t
        if naming.via is not None:
            yield t("naming.via", area=self._places[naming.via])
        if naming.inferred:
            yield t("naming.inferred")
        if naming.open_list:
            yield t("naming.open")


def _mark(naming: Naming) -> str:
    if naming.via is not None:
        return "via"
    return "inferred" if naming.inferred else "direct"
