"""What the page of conflicts says: what stands where, side by side, and nothing of who is right."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from gis.policy.lookup import RecordLookup
from gis.policy.record import CONFLICTS
from gis.records import Record
from web.record.fact_words import FactWords
from web.record.record_views import ConflictsView
from web.shell.citations import citation, document_words
from web.shell.template import Frame
from web.shell.texts import Texts
from web.shell.words import Words

RECORD_PATH = "/planners/record"
_KIND = CONFLICTS.column("kind")


@dataclass(frozen=True, slots=True)
class Side:
    """What stands at one place of one document.

    Attributes
    ----------
    cited, href
        Where, and the address of every fact that cites that line.
    said
        The fact in words; empty where only the line is named.
    quote
        Words that stand there; empty where only the line is named.
    note
        Whatever had to be said about the fact.
    inferred
        Whether the fact is inferred.
    """

    cited: str
    href: str
    said: str = ""
    quote: str = ""
    note: str = ""
    inferred: bool = False


@dataclass(frozen=True, slots=True)
class ShownConflict:
    """One conflict: its name, the note that explains it, and its sides."""

    id: str
    name: str
    note: str
    cited: str
    href: str
    inferred: bool
    sides: tuple[Side, ...]


class Cited:
    """Where things stand, in words and as addresses.

    Parameters
    ----------
    t
        The page's language.
    known
        The rows of the record.
    frame
        The page, which knows the addresses.
    """

    def __init__(self, t: Texts, known: RecordLookup, frame: Frame) -> None:
        self._t = t
        self._known = known
        self._frame = frame

    def fact(self, row: Record) -> tuple[str, str]:
        """Return citation and address of a fact."""
        document = self._known.row("policy_documents", row["document"])
        section = self._known.row("policy_sections", row["section"])
        said = citation(self._t, document, section, row["line"], row["last_line"])
        return said, self._address(row["document"], row["line"])

    def line(self, document_id: str, line: int) -> tuple[str, str]:
        """Return citation and address of a line."""
        document = self._known.row("policy_documents", document_id)
        section = self._known.section_at(document_id, line)
        return citation(self._t, document, section, line), self._address(document_id, line)

    def _address(self, document: str, line: int) -> str:
        return self._frame.link(RECORD_PATH, document=document, line=str(line))


def conflict_sides(
    row: Record, words: FactWords, known: RecordLookup, cited: Cited
) -> Iterator[Side]:
    """Yield the facts a conflict concerns, then the lines it names that none of them cites.

    Parameters
    ----------
    row
        A row of ``policy_conflicts``.
    words, known, cited
        Facts in words, the rows of the record, and where they stand.
    """
    cited_lines = {(row["document"], row["line"])}
    for one in row["facts"] or ():
        found = known.find(one)
        if found is None:
            continue
        table, fact = found
        lines = range(fact["line"], fact["last_line"] + 1)
        cited_lines.update((fact["document"], line) for line in lines)
        note = words.t.pick(fact["note_zh"], fact["note_en"])
        yield Side(
            *cited.fact(fact),
            said=words.sentence(table, fact),
            quote=fact["anchor"],
            note=note,
            inferred=fact["basis"] == "inferred",
        )
    for mention in row["also_at"] or ():
        at = known.line(mention)
        if at is not None and at not in cited_lines:
            yield Side(*cited.line(*at), said=_heading(*at, words, known))


def _heading(document: str, line: int, words: FactWords, known: RecordLookup) -> str:
    """Return the heading that a line is; empty where it is none."""
    section = known.section_at(document, line)
    if section is None or section["line"] != line:
        return ""
    return words.sentence("policy_sections", section)


def conflicts_content(view: ConflictsView, frame: Frame) -> tuple[str, dict[str, Any]]:
    """Return the template's name and what it prints.

    Parameters
    ----------
    view, frame
        The conflicts, and the page round them.
    """
    t = Texts(view.shell.language)
    words = FactWords(t, view.known, view.towns)
    cited = Cited(t, view.known, frame)
    order = [term.id for term in _KIND.vocabulary]
    rows = sorted(view.conflicts, key=lambda row: order.index(row["kind"]))
    filters = {"kind": view.kind or "", "document": view.document or ""}
    return "conflicts.html", {
        "path": "/planners/conflicts",
        "filters": filters,
        "kinds": _kinds(view, t),
        "documents": [
            (id_, document_words(t, row))
            for id_, row in view.known.tables["policy_documents"].items()
        ],
        "groups": [
            (
                kind,
                Words(t).term(_KIND, kind),
                [_shown(one, words, view.known, cited) for one in found],
            )
            for kind, found in ((kind, list(rows)) for kind, rows in groupby(rows, _kind_of))
        ],
        "open": bool(view.kind or view.document),
        "matched": len(view.conflicts),
        "total": len(view.known.tables[CONFLICTS.name]),
        "json": frame.link("/planners/conflicts", f="json", **filters),
        "csv": frame.link("/planners/conflicts", f="csv", **filters),
    }


def _kind_of(row: Record) -> str:
    return str(row["kind"])


def _kinds(view: ConflictsView, t: Texts) -> list[tuple[str, str]]:
    """Return the kinds there are with how many there are of each."""
    counts = Counter(row["kind"] for row in view.known.tables[CONFLICTS.name].values())
    return [
        (term.id, t("record.counted", name=t.pick(term.zh, term.en), n=counts[term.id]))
        for term in _KIND.vocabulary
        if counts[term.id]
    ]


def _shown(row: Record, words: FactWords, known: RecordLookup, cited: Cited) -> ShownConflict:
    said, href = cited.fact(row)
    return ShownConflict(
        id=row["id"],
        name=words.t.pick(row["name_zh"], row["name_en"]),
        note=words.t.pick(row["note_zh"], row["note_en"]),
        cited=said,
        href=href,
        inferred=row["basis"] == "inferred",
        sides=tuple(conflict_sides(row, words, known, cited)),
    )
