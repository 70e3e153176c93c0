"""Clauses as a page cites them: in words, with the address of what the record holds there."""

from collections.abc import Iterable
from dataclasses import dataclass

from gis.policy.lookup import RecordLookup
from gis.policy.results import Naming
from web.citations import citation, document_words
from web.template import Frame
from web.texts import Texts


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


class Clauses:
    """Cites clauses in a page's language.

    Parameters
    ----------
    lookup
        The rows of the record.
    frame
        The page.
    """

    def __init__(self, lookup: RecordLookup, frame: Frame) -> None:
        self._lookup = lookup
        self._frame = frame
        self._t = Texts(frame.shell.language)

    def document(self, document: str) -> str:
        """Return a document by its year and what it is."""
        return document_words(self._t, self._lookup.row("policy_documents", document))

    def at(self, document: str, line: int) -> Clause:
        """Return the clause of a line."""
        row = self._lookup.row("policy_documents", document)
        section = self._lookup.section_at(document, line)
        href = self._frame.link("/planners/record", document=document, line=str(line))
        return Clause(citation(self._t, row, section, line), href)

    def of_namings(self, namings: Iterable[Naming]) -> tuple[Clause, ...]:
        """Return where and as what places are named, one clause a naming."""
        return tuple(self._naming(one) for one in namings)

    def _naming(self, naming: Naming) -> Clause:
        t = self._t
        place = self._lookup.row("policy_documents", naming.document)
        section = self._lookup.tables["policy_sections"].get(naming.section)
        href = self._frame.link("/planners/record", document=naming.document, line=str(naming.line))
        marks = []
        if naming.via is not None:
            marks.append(t("drift.mark.via"))
        elif naming.inferred:
            marks.append(t("drift.mark.inferred"))
        if naming.open_list:
            marks.append(t("drift.mark.open"))
        said = t(
            "drift.said", place=naming.place_zh, topic=t.pick(naming.topic_zh, naming.topic_en)
        )
        return Clause(citation(t, place, section, naming.line), href, said, tuple(marks))
