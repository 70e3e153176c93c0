"""What the record page says before anything is searched: documents, counts, outline, places."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from gis.policy.record import PLACES, RECORD
from gis.policy.vocabulary import DOCUMENT_PARTS
from gis.records import Record
from web.record.conflicts_page import RECORD_PATH, Cited
from web.record.fact_words import FactWords, Part
from web.record.record_views import RecordView
from web.shell.citations import document_words, lines_words
from web.shell.tables import Cell, Heading, Table
from web.shell.template import Frame
from web.shell.words import Words

PLACES_SHOWN = 12


@dataclass(frozen=True, slots=True)
class DocumentCard:
    """One document: what its text states, and what it does not."""

    id: str
    short: str
    name: str
    parts: tuple[Part, ...]
    missing: str
    note: str
    href: str
    facts: int


@dataclass(frozen=True, slots=True)
class Branch:
    """A section in the outline with what lies below it."""

    number: str
    name: str
    lines: str
    href: str
    children: tuple["Branch", ...]


def overview(view: RecordView, words: FactWords, frame: Frame) -> dict[str, Any]:
    """Return what the overview prints.

    Parameters
    ----------
    view, words, frame
        The record, facts in words, and the page.
    """
    documents = _by_year(view)
    counts = Counter(
        (spec.name, row["document"])
        for spec in RECORD
        for row in view.known.tables[spec.name].values()
    )
    return {
        "cards": [_card(row, words, frame, counts) for row in documents.values()],
        "counts": _counts(view, words, frame, counts),
        "outline": [
            (document_words(words.t, row), row, _branches(view, words, frame, id_))
            for id_, row in documents.items()
        ],
        "places": _places(view, words, frame),
        "total": counts.total(),
    }


def _by_year(view: RecordView) -> dict[str, Record]:
    rows = view.known.tables["policy_documents"].items()
    return dict(sorted(rows, key=lambda item: (item[1]["year"], item[0])))


def _card(
    row: Record, words: FactWords, frame: Frame, counts: Counter[tuple[str, str]]
) -> DocumentCard:
    t = words.t
    said = words.text("policy_documents", row)
    stated = row["states"] or ()
    missing = [t.pick(one.zh, one.en) for one in DOCUMENT_PARTS if one.id not in stated]
    return DocumentCard(
        id=row["id"],
        short=document_words(t, row),
        name=said.name,
        parts=said.parts,
        missing=t("list.comma").join(missing),
        note=said.note,
        href=frame.link(RECORD_PATH, document=row["id"]),
        facts=sum(n for (_, document), n in counts.items() if document == row["id"]),
    )


def _counts(
    view: RecordView, words: FactWords, frame: Frame, counts: Counter[tuple[str, str]]
) -> Table:
    t = words.t
    documents = _by_year(view)
    headings = (
        Heading(t("record.counts.table")),
        *(Heading(document_words(t, row), narrow=True) for row in documents.values()),
        Heading(t("record.counts.total"), narrow=True),
    )

    def cell(number: int, **query: str) -> Cell:
        href = frame.link(RECORD_PATH, **query) if number else ""
        return Cell(f"{number:,}", sort=number, href=href)

    rows = tuple(
        (
            Cell(t.pick(spec.zh, spec.en), href=frame.link(RECORD_PATH, table=spec.name)),
            *(cell(counts[spec.name, id_], table=spec.name, document=id_) for id_ in documents),
            cell(len(view.known.tables[spec.name]), table=spec.name),
        )
        for spec in RECORD
    )
    return Table("counts", t("record.counts.caption"), headings, rows, matrix=True)


def _branches(
    view: RecordView, words: FactWords, frame: Frame, document: str
) -> tuple[Branch, ...]:
    sections = view.known.tables["policy_sections"]
    below: dict[str | None, list[Record]] = {}
    for row in sorted(sections.values(), key=lambda one: (one["line"], -one["last_line"])):
        if row["document"] == document:
            below.setdefault(row["parent"], []).append(row)

    def branch(row: Record) -> Branch:
        return Branch(
            number=row["number"] or "",
            name=words.t.pick(row["name_zh"], row["name_en"]),
            lines=lines_words(words.t, row["line"], row["last_line"]),
            href=frame.link(RECORD_PATH, document=document, section=row["id"]),
            children=tuple(branch(one) for one in below.get(row["id"], ())),
        )

    tops = tuple(branch(row) for row in below.get(None, ()))
    # The whole text as the only top would be a tree with one branch.
    return tops[0].children if len(tops) == 1 else tops


def _places(view: RecordView, words: FactWords, frame: Frame) -> Table:
    t, shown = words.t, Words(words.t)
    cited = Cited(t, view.known, frame)
    places = view.known.tables[PLACES.name]
    headings = (
        Heading(t("record.places.forms")),
        Heading(t("fact.kind")),
        Heading(t("fact.today")),
        Heading(t("record.places.units")),
        Heading(t("fact.not_same")),
        Heading(t("record.places.basis"), wide=True),
        Heading(t("record.places.cited")),
    )

    def row(place: Record) -> tuple[Cell, ...]:
        said, href = cited.fact(place)
        units = tuple((name, frame.link(path)) for name, path in words.units(place["towns"]))
        others = tuple(
            (shown.name(places[one]), frame.link(RECORD_PATH, place=one))
            for one in place["not_same"] or ()
        )
        basis = shown.term(PLACES.column("basis"), place["basis"])
        return (
            Cell(
                t("list.comma").join(place["forms"]),
                href=frame.link(RECORD_PATH, place=place["id"]),
                minor="" if t.language == "zh" else place["name_en"],
            ),
            Cell(shown.term(PLACES.column("kind"), place["kind"])),
            Cell(words.relation(place)),
            Cell(t("list.comma").join(name for name, _ in units), links=units),
            Cell(t("list.comma").join(name for name, _ in others), links=others),
            Cell(basis, minor=t.pick(place["note_zh"], place["note_en"])),
            Cell(said, sort=f"{place['document']}{place['line']:05d}", href=href),
        )

    rows = tuple(row(place) for place in places.values())
    return Table("places", t("record.places.caption"), headings, rows, brief=PLACES_SHOWN)
