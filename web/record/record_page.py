"""What the page of the policy record says: a search form, and facts by document and section."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from gis.policy.facts import Fact
from gis.policy.record import RECORD
from web.record.conflicts_page import RECORD_PATH, Cited, Side, conflict_sides
from web.record.fact_words import SPECS, FactText, FactWords
from web.record.record_overview import overview
from web.record.record_views import RecordView
from web.shell.citations import document_words, lines_words, section_words
from web.shell.template import Frame
from web.shell.texts import Texts
from web.shell.words import Words

_FIELDS = ("text", "document", "table", "line", "place")


@dataclass(frozen=True, slots=True)
class ShownFact:
    """A fact in words with where it stands; a conflict with its sides."""

    id: str
    text: FactText
    cited: str
    href: str
    inferred: bool
    sides: tuple[Side, ...]


@dataclass(frozen=True, slots=True)
class SectionFacts:
    """The facts of one section."""

    number: str
    name: str
    href: str
    facts: tuple[ShownFact, ...]


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """The facts of one document."""

    short: str
    name: str
    sections: tuple[SectionFacts, ...]


def record_content(view: RecordView, frame: Frame) -> tuple[str, dict[str, Any]]:
    """Return the template's name and what it prints.

    Parameters
    ----------
    view, frame
        What was asked and found, and the page round it.
    """
    t = Texts(view.shell.language)
    words = FactWords(t, view.known, view.towns)
    return "record.html", {
        "path": RECORD_PATH,
        "filters": {name: view.filters.get(name, "") for name in _FIELDS},
        "documents": [
            (id_, f"{document_words(t, row)} · {t.pick(row['name_zh'], row['name_en'])}")
            for id_, row in view.known.tables["policy_documents"].items()
        ],
        "tables": [(spec.name, t.pick(spec.zh, spec.en)) for spec in RECORD],
        "chips": list(_chips(view, words, frame)),
        "overview": None if view.filters else overview(view, words, frame),
        "groups": list(_groups(view, words, frame)),
        "matched": view.matched,
        "shown": len(view.facts),
        "first": frame.link(RECORD_PATH, **view.filters) if view.begun else "",
        "next": frame.link(RECORD_PATH, **view.filters, after=view.following)
        if view.following
        else "",
        "json": frame.link(RECORD_PATH, **view.filters, f="json"),
        "csv": frame.link(RECORD_PATH, **view.filters, f="csv"),
        "exports": [
            (kind.upper(), frame.link(f"{RECORD_PATH}/export", f=kind))
            for kind in ("json", "gpkg", "csv")
        ],
    }


def _chips(view: RecordView, words: FactWords, frame: Frame) -> Iterator[tuple[str, str]]:
    """Yield each filter that the form has no field for, with the address of the search without."""
    t = words.t
    for name, value in view.filters.items():
        said = ""
        if name == "kind":
            said = t("record.chip.kind", name=_kind(view, value, Words(t)))
        elif name == "place":
            place = view.known.row("policy_places", value)
            said = t("record.chip.place", name=t.pick(place["name_zh"], place["name_en"]))
        elif name == "section":
            section = view.known.row("policy_sections", value)
            lines = lines_words(t, section["line"], section["last_line"])
            said = t("record.chip.section", name=section_words(t, section), lines=lines)
        if said:
            rest = {key: one for key, one in view.filters.items() if key != name}
            yield said, frame.link(RECORD_PATH, **rest)


def _kind(view: RecordView, value: str, words: Words) -> str:
    specs = [SPECS[view.filters["table"]]] if "table" in view.filters else RECORD
    known = (spec.column("kind") for spec in specs if spec.has("kind"))
    column = next(one for one in known if value in {term.id for term in one.vocabulary})
    return words.term(column, value)


def _groups(view: RecordView, words: FactWords, frame: Frame) -> Iterator[DocumentFacts]:
    t = words.t
    cited = Cited(t, view.known, frame)
    for document, facts in groupby(view.facts, lambda fact: str(fact.record["document"])):
        row = view.known.row("policy_documents", document)
        yield DocumentFacts(
            document_words(t, row),
            t.pick(row["name_zh"], row["name_en"]),
            tuple(_sections(facts, view, words, cited, frame)),
        )


def _sections(
    facts: Iterator[Fact], view: RecordView, words: FactWords, cited: Cited, frame: Frame
) -> Iterator[SectionFacts]:
    for section, found in groupby(facts, lambda fact: str(fact.record["section"])):
        row = view.known.row("policy_sections", section)
        yield SectionFacts(
            number=row["number"] or "",
            name=words.t.pick(row["name_zh"], row["name_en"]),
            href=frame.link(RECORD_PATH, document=row["document"], section=section),
            facts=tuple(_shown(fact, view, words, cited) for fact in found),
        )


def _shown(fact: Fact, view: RecordView, words: FactWords, cited: Cited) -> ShownFact:
    row = fact.record
    said, href = cited.fact(row)
    sides = (
        conflict_sides(row, words, view.known, cited) if fact.table == "policy_conflicts" else ()
    )
    return ShownFact(
        id=f"{fact.table}/{row['id']}",
        text=words.text(fact.table, row),
        cited=said,
        href=href,
        inferred=row["basis"] == "inferred",
        sides=tuple(sides),
    )
