"""Clauses as pages cite them: in words, with the address of what the record holds there."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from gis.policy.lookup import RecordLookup
from gis.policy.results import Naming
from gis.policy.vocabulary import CLUSTER_FIELDS, TOPIC_KINDS
from gis.schema import Term
from web.shell.citations import citation, document_words
from web.shell.template import Frame
from web.shell.texts import Texts

_FIELDS = {term.id: term for term in CLUSTER_FIELDS}
_KINDS = {term.id: term for term in TOPIC_KINDS}
WAYS = ("direct", "inferred", "via")
"""How a document names a town, the surest first: it writes unit and field; it writes the unit, and
its name or the field is a reading; it writes a place that the unit belongs to or holds."""
_NO_NAMES: Mapping[str, tuple[str, str]] = {}


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause.

    Attributes
    ----------
    text, href
        The citation in words, and where the record shows the facts of that line.
    said
        What the document writes there; empty where the citation is enough.
    marks
        What a reader must know of it: through an area, inferred, an open list.
    """

    text: str
    href: str
    said: str = ""
    marks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TownClause:
    """One clause that names a town, and all it names the town for.

    Attributes
    ----------
    designation
        The fact of the record.
    way
        A word of :data:`WAYS`.
    fields
        The fields it names the town for.
    clause
        Where, as what, and how that reaches the town.
    document, line
        Where it stands.
    """

    designation: str
    way: str
    fields: str
    clause: Clause
    document: str
    line: int


def clause_anchor(document: str, line: int) -> str:
    """Return the id of a document's clause in a town's card."""
    return f"{document}-{line}"


def surest(namings: Iterable[Naming]) -> Naming:
    """Return the naming that reaches a town most surely; of several alike the earliest."""
    return min(namings, key=lambda one: (WAYS.index(_way(one)), one.year, one.line))


def surest_way(namings: Iterable[Naming]) -> str:
    """Return the surest of the ways in which namings reach a town, a word of :data:`WAYS`."""
    return min((_way(naming) for naming in namings), key=WAYS.index)


def _way(naming: Naming) -> str:
    if naming.via is not None:
        return "via"
    return "inferred" if naming.inferred else "direct"


class Clauses:
    """Cites clauses in a page's language.

    Parameters
    ----------
    lookup
        The rows of the record.
    frame
        The page.
    towns
        The Chinese and English names of units by id, where a clause may reach one through another.
    """

    def __init__(
        self,
        lookup: RecordLookup,
        frame: Frame,
        towns: Mapping[str, tuple[str, str]] = _NO_NAMES,
    ) -> None:
        self._lookup = lookup
        self._frame = frame
        self._towns = towns
        self._t = Texts(frame.shell.language)

    def document(self, document: str) -> str:
        """Return a document by its year and what it is."""
        return document_words(self._t, self._lookup.row("policy_documents", document))

    def field(self, field: str) -> str:
        """Return a field's title."""
        return self._title(_FIELDS[field])

    def kind(self, kind: str) -> str:
        """Return the title of a kind of topic."""
        return self._title(_KINDS[kind])

    def _title(self, term: Term) -> str:
        return self._t.pick(term.zh, term.en)

    def at(self, document: str, line: int) -> Clause:
        """Return the clause of a line, in the innermost section that holds it."""
        section = self._lookup.section_at(document, line)
        return self._cited(document, None if section is None else section["id"], line)

    def where(self, document: str, section: str, line: int) -> str:
        """Return document, section and line."""
        return self._cited(document, section, line).text

    def lines(self, namings: Iterable[Naming]) -> str:
        """Return which documents name a town, and in which lines."""
        t = self._t
        lines: dict[str, set[int]] = {}
        for one in namings:
            lines.setdefault(one.document, set()).add(one.line)
        each = (
            t(
                "naming.lines",
                document=self.document(document),
                lines=t("list.comma").join(map(str, sorted(found))),
            )
            for document, found in lines.items()
        )
        return t("list.semicolon").join(each)

    def of_namings(self, namings: Iterable[Naming]) -> tuple[Clause, ...]:
        """Return where and as what places are named, one clause a naming."""
        return tuple(self._named(one, self._said(one)) for one in namings)

    def of_town(self, namings: Iterable[Naming]) -> Iterator[TownClause]:
        """Yield the clauses that name a town, each once, oldest document first."""
        held: dict[str, list[Naming]] = {}
        for naming in namings:
            held.setdefault(naming.designation, []).append(naming)
        for group in sorted(held.values(), key=lambda group: (group[0].year, group[0].line)):
            fields = self._t("list.comma").join(self.field(one.field) for one in group)
            first = group[0]
            yield TownClause(
                designation=first.designation,
                way=surest_way(group),
                fields=fields,
                clause=self._named(first, self._said_fully(first)),
                document=first.document,
                line=first.line,
            )

    def _named(self, naming: Naming, said: str) -> Clause:
        cited = self._cited(naming.document, naming.section, naming.line)
        return Clause(cited.text, cited.href, said, tuple(self._marks(naming)))

    def _cited(self, document: str, section: str | None, line: int) -> Clause:
        row = self._lookup.row("policy_documents", document)
        held = None if section is None else self._lookup.row("policy_sections", section)
        href = self._frame.link("/planners/record", document=document, line=str(line))
        return Clause(citation(self._t, row, held, line), href)

    def _said(self, naming: Naming) -> str:
        topic = self._t.pick(naming.topic_zh, naming.topic_en)
        return self._t("naming.place_topic", place=self._written(naming), topic=topic)

    def _said_fully(self, naming: Naming) -> str:
        t = self._t
        topic = t.pick(naming.topic_zh, naming.topic_en)
        role = t.pick(naming.role_zh, naming.role_en)
        facts = (
            t("naming.topic", kind=self.kind(naming.topic_kind), topic=topic),
            t("naming.role", role=role) if role else "",
            t("naming.written", place=self._written(naming)),
        )
        return t("list.semicolon").join(fact for fact in facts if fact)

    def _written(self, naming: Naming) -> str:
        """Return a place as written; for an English reader its English name goes before."""
        known = self._lookup.row("policy_places", naming.place)
        return self._t.pick(naming.place_zh, f"{known['name_en']} ({naming.place_zh})")

    def _marks(self, naming: Naming) -> Iterator[str]:
        t = self._t
        if naming.via is not None:
            yield t("naming.via", area=self._area(naming.via))
        if naming.inferred:
            yield t("naming.inferred")
        if naming.open_list:
            yield t("naming.open")

    def _area(self, id_: str) -> str:
        """Return what a naming goes through: an area among the towns, or a place as written."""
        if id_ in self._towns:
            return self._t.pick(*self._towns[id_])
        row = self._lookup.row("policy_places", id_)
        return self._t.pick(row["name_zh"], row["name_en"])
