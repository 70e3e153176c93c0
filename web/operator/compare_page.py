"""A beside B: two answers of one question, side by side and town by town."""

from collections.abc import Iterator
from typing import Any

from gis.results import CoverageRow, Interval
from gis.results_change import ChangeRow
from web.operator.addresses import Addresses
from web.operator.trial import Compared
from web.shell.tables import Cell, Heading, Table
from web.shell.words import Words
from web.views import OperatorView

_ROWS_AT_FIRST = 12
_DUST_M2 = 1.0
"""Less than this is rounding of two arrangements of the same outlines."""


def compare_content(view: OperatorView, words: Words, addresses: Addresses) -> dict[str, Any]:
    """Return what the page prints of a comparison; nothing where nothing is compared.

    Parameters
    ----------
    view
        What was asked and answered.
    words, addresses
        The page's language, and where its actions lead.
    """
    compared = view.trial.compared
    if compared is None:
        return {"compared": None}
    return {
        "compared": compared,
        "compared_name": words.t("compare.stored" if compared.stored else "compare.a"),
        "compared_open": addresses.of(compared.query),
        "compared_end": addresses.here(a=""),
        "pairs": list(_pairs(compared, view, words)),
        "compare_table": _compare_table(compared, view, words),
    }


def _pairs(
    compared: Compared, view: OperatorView, words: Words
) -> Iterator[tuple[str, Interval, str, Interval, str]]:
    """Yield what is compared: its name, then share and words of A, and of B."""
    t = words.t
    before, after = compared.coverage.city, view.coverage.city
    measures = [
        (t("operator.by_area"), before.covered_m2, after.covered_m2, "area_m2"),
        *(
            (t("operator.depth", k=k), a, b, "area_m2")
            for k, (a, b) in enumerate(
                zip(before.k_covered_m2, after.k_covered_m2, strict=True), start=1
            )
            if k > 1
        ),
        (t("operator.with_planned"), before.with_planned_m2, after.with_planned_m2, "area_m2"),
    ]
    if before.covered_people and after.covered_people:
        people = (t("operator.by_people"), before.covered_people, after.covered_people, "people")
        measures.insert(1, people)
    for title, a, b, of in measures:
        one, two = a.share_of(getattr(before, of)), b.share_of(getattr(after, of))
        yield title, one, words.share(one), two, words.share(two)


def _compare_table(compared: Compared, view: OperatorView, words: Words) -> Table:
    t = words.t
    headings = (
        Heading(t("column.town")),
        Heading("A"),
        Heading("B"),
        Heading(t("column.gained"), number=True),
        Heading(t("column.lost"), number=True),
    )
    before = {row.town: row for row in compared.coverage.towns}
    after = {row.town: row for row in view.coverage.towns}
    changes = sorted(compared.change.towns, key=lambda row: -_size(row))
    rows = tuple(
        _compare_row(words, before[row.town], after[row.town], row)
        for row in changes
        if row.town in before and row.town in after
    )
    return Table("compared", t("compare.caption"), headings, rows, brief=_ROWS_AT_FIRST)


def _size(row: ChangeRow) -> float:
    return max(row.gained_m2.high, row.lost_m2.high)


def _compare_row(
    words: Words, a: CoverageRow, b: CoverageRow, change: ChangeRow
) -> tuple[Cell, ...]:
    one, two = a.covered_m2.share_of(a.area_m2), b.covered_m2.share_of(b.area_m2)
    return (
        Cell(words.t.pick(b.name_zh, b.name_en)),
        Cell(words.share(one), sort=one.low, bar=one),
        Cell(words.share(two), sort=two.low, bar=two),
        Cell(_area(words, change.gained_m2), sort=change.gained_m2.high),
        Cell(_area(words, change.lost_m2), sort=change.lost_m2.high),
    )


def _area(words: Words, m2: Interval) -> str:
    return words.area(m2) if m2.high >= _DUST_M2 else words.t("none.value")
