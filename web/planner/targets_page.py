"""What the page of targets says: what is aimed at, by when, and what can be counted."""

from collections.abc import Iterator
from typing import Any

from gis.policy.results import Met, TargetState
from gis.policy.targets import UNDATED, past_due
from gis.policy.vocabulary import OPERATORS
from web.planner.clauses import Clauses
from web.planner.drift_page import Choice, choices
from web.planner.plans_views import TargetsView
from web.shell.figure_words import amount
from web.shell.tables import Cell, Heading, Table
from web.shell.template import Frame
from web.shell.texts import Texts
from web.shell.words import Words

MET = {
    Met.YES: "targets.met.yes",
    Met.NOT_YET: "targets.met.not_yet",
    Met.NO_DATA: "targets.met.no_data",
}
_BRIEF = 20
_SIGNS = {term.id: (term.zh, term.en) for term in OPERATORS}


def targets_content(view: TargetsView, frame: Frame) -> tuple[str, dict[str, Any]]:
    """Return the template, and what it prints.

    Parameters
    ----------
    view
        What was asked and answered.
    frame
        The page.
    """
    t = Texts(frame.shell.language)
    clauses = Clauses(view.lookup, frame)
    met = view.met
    return "targets.html", {
        "selects": tuple(_selects(view, t, clauses)),
        "total": len(view.every),
        "countable": sum(one.current is not None for one in view.every),
        "due": sum(past_due(one, view.today) for one in view.every),
        "undated": sum(one.due is None for one in view.every),
        "met": [(t(key), met[one]) for one, key in MET.items()],
        "today": Words(t).day(view.today),
        "table": _table(view, t, clauses),
    }


def _selects(
    view: TargetsView, t: Texts, clauses: Clauses
) -> Iterator[tuple[str, str, tuple[Choice, ...]]]:
    every = {"": t("plans.all")}
    with_targets = dict.fromkeys(one.document for one in view.every)
    documents = {document: clauses.document(document) for document in with_targets}
    met = {str(one): t(key) for one, key in MET.items()}
    dues = {str(year): str(year) for year in sorted({one.due for one in view.every if one.due})}
    dues[UNDATED] = t("targets.no_year")
    yield "due", t("targets.due"), choices(every | dues, view.asked["due"])
    yield "document", t("plans.document"), choices(every | documents, view.asked["document"])
    yield "met", t("targets.met"), choices(every | met, view.asked["met"])


def _table(view: TargetsView, t: Texts, clauses: Clauses) -> Table:
    headings = (
        Heading(t("targets.indicator"), wide=True),
        Heading(t("targets.aim")),
        Heading(t("targets.due")),
        Heading(t("targets.as_written")),
        Heading(t("plans.clause")),
        Heading(t("targets.now"), wide=True),
    )
    rows = tuple(_row(one, view, t, clauses) for one in view.targets)
    return Table("targets", t("targets.caption"), headings, rows, brief=_BRIEF)


def _row(one: TargetState, view: TargetsView, t: Texts, clauses: Clauses) -> tuple[Cell, ...]:
    clause = clauses.at(one.document, one.line)
    late = t("targets.past") if past_due(one, view.today) else ""
    due = t("targets.no_year") if one.due is None else str(one.due)
    # Why there is no data is the same for all and said once, above.
    how = "" if one.current is None else t.pick(one.how_zh, one.how_en)
    verdict = t(MET[one.met])
    now = verdict if one.current is None else t("targets.counted", n=one.current, verdict=verdict)
    return (
        Cell(t.pick(one.name_zh, one.name_en)),
        Cell(aim(one, t), sort=one.value),
        Cell(due, sort=float(one.due or 0), minor=late),
        Cell(one.as_written),
        Cell(clause.text, href=clause.href),
        Cell(now, sort=-1.0 if one.current is None else float(one.current), minor=how),
    )


def aim(one: TargetState, t: Texts) -> str:
    """Return sign, value and unit: ``≥ 5 个``; a range has both ends."""
    said = amount(t, one.value, one.high, (one.unit_zh or "", one.unit_en or ""))
    return f"{t.pick(*_SIGNS[one.operator])} {said}"
