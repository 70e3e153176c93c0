"""What the planner's page says: the matrix of towns and fields, and each town's clauses."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from gis.policy.mentions import Unmentioned
from gis.policy.results import Naming
from gis.policy.vocabulary import CLUSTER_FIELDS
from gis.records import records
from web.maps.drawn_map import DrawnMap
from web.maps.map_layers import Notes
from web.maps.town_layers import drawn_ids
from web.planner.clauses import WAYS, Clauses, TownClause, clause_anchor, surest, surest_way
from web.planner.compare import comparison
from web.planner.policy_views import PlannerView
from web.planner.town_card import TownCard, mission_choices
from web.planner.town_list import address, card_address, town_list
from web.planner.town_map import town_labels, town_look, town_map
from web.shell.tables import Cell, Heading, Table
from web.shell.template import Frame
from web.shell.texts import Texts
from web.shell.words import Words


@dataclass(frozen=True, slots=True)
class TownClauses:
    """One town and the clauses that name it.

    Attributes
    ----------
    anchor
        The id that the marks of the matrix lead to.
    name
        The town.
    clauses
        Oldest document first.
    """

    anchor: str
    name: str
    clauses: tuple[TownClause, ...]


def planner_page(view: PlannerView, frame: Frame) -> tuple[str, dict[str, Any], DrawnMap]:
    """Return the template, what it prints, and the map beside it.

    Parameters
    ----------
    view
        The matrix and the layers.
    frame
        The page.
    """
    words = Words(Texts(frame.shell.language))
    notes = Notes(words, view.sources)
    names = {row["id"]: (row["name_zh"], row["name_en"]) for row in records(view.towns)}
    clauses = Clauses(view.lookup, frame, names)
    layers, legend = town_map(
        view, words, notes, clauses, lambda id_: frame.link(f"/landmarks/{quote(id_, safe='')}")
    )
    drawn = DrawnMap(layers, town_labels(view, words.t), legend, view.towns)
    return "planner.html", _content(view, words, notes, clauses, frame), drawn


def _content(
    view: PlannerView, words: Words, notes: Notes, clauses: Clauses, frame: Frame
) -> dict[str, Any]:
    t = words.t
    cards = TownCard(words, clauses, notes, frame)
    documents = sorted(records(view.documents), key=lambda row: (row["year"], row["id"]))
    towns = _town_clauses(view, words, clauses) if frame.inline else []
    return {
        "matrix": _matrix(view, words, clauses, frame),
        "towns": towns,
        "list": town_list(view, words, frame, lambda town: town_look(view, town)),
        "years": _years(view, words),
        "year": view.year,
        "card": None if view.picked is None else cards.card(view.picked, view.plans),
        "card_of": card_address(frame, "-", mission=view.mission.id),
        "mission_name": t.pick(view.mission.name_zh, view.mission.name_en),
        "missions": mission_choices(t, view.mission.id),
        "compared": comparison(view, words, clauses, frame),
        "kept": address(view),
        "no_document": view.chosen == frozenset(),
        "named": sum(row.named for row in view.rows),
        "named_directly": sum(row.named_directly for row in view.rows),
        "units": len(view.rows),
        "clauses": len({one.designation for row in view.rows for one in row.namings}),
        "fields": len({one.field for row in view.rows for one in row.namings}),
        "unmentioned": [_unmentioned(one, words) for one in view.unmentioned],
        "marks": [(one, t(f"planner.mark.{one}")) for one in WAYS],
        "documents": [
            (row["id"], f"{clauses.document(row['id'])} · {words.name(row)}") for row in documents
        ],
        "fields_offered": [(one.id, t.pick(one.zh, one.en)) for one in CLUSTER_FIELDS],
        "document": view.document or "",
        "field": view.field or "",
    }


def _years(view: PlannerView, words: Words) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return what the form offers of years: one of them, or all up to one."""
    t = words.t
    years = sorted({int(row["year"]) for row in records(view.documents)})
    return [
        (t("planner.year.one"), [(str(year), t("planner.year.of", year=year)) for year in years]),
        (
            t("planner.year.up_to"),
            [(f"../{year}", t("planner.year.until", year=year)) for year in years[1:-1]],
        ),
    ]


def _matrix(view: PlannerView, words: Words, clauses: Clauses, frame: Frame) -> Table:
    t = words.t
    present = {one.field for row in view.rows for one in row.namings}
    fields = [term for term in CLUSTER_FIELDS if term.id in present]
    headings = (
        Heading(t("column.town")),
        Heading(t("column.fields_short"), number=True, narrow=True),
        *(Heading(t.pick(term.zh, term.en), narrow=True) for term in fields),
        Heading(t("column.mentioned_years"), wide=True),
        Heading(t("column.carriers"), number=True, narrow=True),
        Heading(t("column.landmarks"), number=True, narrow=True),
        Heading(t("column.takeoff_points"), number=True, narrow=True),
    )
    years = {row["id"]: str(row["year"]) for row in records(view.documents)}
    shown = drawn_ids(view.towns)
    rows = tuple(
        (
            Cell(
                t.pick(row.name_zh, row.name_en),
                href=card_address(frame, row.town),
                show=f"towns:{row.town}" if row.town in shown else "",
            ),
            _count(len(row.fields)),
            *(_mark(row.town, row.cell(term.id), clauses, frame) for term in fields),
            Cell(" ".join(years[one] for one in row.mentioned_in), sort=len(row.mentioned_in)),
            *(
                _count(sum(one.values()))
                for one in (row.carriers, row.landmarks, row.takeoff_points)
            ),
        )
        for row in view.rows
    )
    return Table("matrix", t("planner.matrix.caption"), headings, rows, matrix=True)


def _count(number: int) -> Cell:
    return Cell(str(number or ""), sort=number)


def _mark(town: str, namings: tuple[Naming, ...], clauses: Clauses, frame: Frame) -> Cell:
    """Return a mark that leads to its surest clause: on the town's card, or in this very file."""
    if not namings:
        return Cell("")
    way, at = surest_way(namings), surest(namings)
    card = card_address(frame, town)
    return Cell(
        clauses.lines(namings),
        sort=len(WAYS) - WAYS.index(way),
        mark=way,
        href=f"#{_anchor(town)}"
        if frame.inline
        else f"{card}#{clause_anchor(at.document, at.line)}",
    )


def _anchor(town: str) -> str:
    return f"of-{quote(town, safe='')}"


def _town_clauses(view: PlannerView, words: Words, clauses: Clauses) -> list[TownClauses]:
    return [
        TownClauses(
            _anchor(row.town),
            words.t.pick(row.name_zh, row.name_en),
            tuple(clauses.of_town(row.namings)),
        )
        for row in view.rows
        if row.named
    ]


def _unmentioned(town: Unmentioned, words: Words) -> tuple[str, str]:
    """Return a town and the places around or in it that are written."""
    t = words.t
    around = t("list.comma").join(t.pick(one.name_zh, one.name_en) for one in town.around)
    return t.pick(town.name_zh, town.name_en), around
