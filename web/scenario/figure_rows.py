"""The headline figures of scenarios as rows: each beside those of other times or scenarios."""

from collections.abc import Callable, Mapping, Sequence

from gis.results import Interval
from gis.results_change import Certainty
from gis.scenario.figures import Counted, Figures
from gis.vocabulary import CLUSTERS
from web.shell.tables import Cell, Heading, Table
from web.shell.words import Words

Names = Mapping[str, str]
"""Town ids to names in the page's language."""


def figures_table(
    words: Words, towns: Names, columns: Sequence[tuple[str, Figures]], caption: str
) -> Table:
    """Return the figures as a table: one row a figure, one column a time or scenario.

    Parameters
    ----------
    words, towns
        The page's language, and the towns' names in it.
    columns
        Heading and figures of each column.
    caption
        What the table holds.
    """
    headings = (Heading(words.t("scenario.figure")), *(Heading(title) for title, _ in columns))
    rows = tuple(
        (Cell(title), *(Cell(say(figures)) for _, figures in columns))
        for title, say in _rows(words, towns)
    )
    return Table("figures", caption, headings, rows)


def _rows(words: Words, towns: Names) -> list[tuple[str, Callable[[Figures], str]]]:
    t = words.t

    def people(figures: Figures, pick: Callable[[Counted], Interval]) -> str:
        return words.people(None if figures.people is None else pick(figures.people))

    def named(surely: Sequence[str], possibly: Sequence[str]) -> str:
        parts = [
            t(key, towns=t("list.comma").join(towns.get(one, one) for one in ids))
            for key, ids in (("scenario.surely", surely), ("scenario.possibly", possibly))
            if ids
        ]
        return t("list.semicolon").join(parts) or t("scenario.none")

    return [
        (t("scenario.gained_area"), lambda one: words.area(one.area_m2.gained)),
        (t("scenario.gained_people"), lambda one: people(one, lambda part: part.gained)),
        (t("scenario.lost_area"), lambda one: words.area(one.area_m2.lost)),
        (t("scenario.covered_before"), lambda one: _share(words, one, before=True)),
        (t("scenario.covered_after"), lambda one: _share(words, one, before=False)),
        (
            t("scenario.towns_gaining"),
            lambda one: named(one.towns_surely_gaining, one.towns_possibly_gaining),
        ),
        (
            t("scenario.towns_losing"),
            lambda one: named(one.towns_surely_losing, one.towns_possibly_losing),
        ),
        (t("scenario.newly_near"), lambda one: _near(words, one)),
        (t("scenario.roads_opened"), lambda one: _roads(words, one)),
        (t("scenario.carriers_added"), lambda one: _carriers(words, one)),
    ]


def _share(words: Words, figures: Figures, *, before: bool) -> str:
    area = figures.area_m2
    return words.share((area.before if before else area.after).share_of(area.total))


def _near(words: Words, figures: Figures) -> str:
    surely = sum(one.after is Certainty.SURELY for one in figures.newly_near)
    possibly = len(figures.newly_near) - surely
    return words.t("scenario.near_count", surely=surely, possibly=possibly)


def _roads(words: Words, figures: Figures) -> str:
    t = words.t
    if not figures.roads_opened:
        return t("scenario.none")
    if figures.published_km is None:
        return t("scenario.roads_without", n=figures.roads_opened)
    length = words.distance(figures.published_km * 1_000)
    return t(
        "scenario.roads_with",
        n=figures.roads_opened,
        known=figures.roads_with_length,
        length=length,
    )


def _carriers(words: Words, figures: Figures) -> str:
    t = words.t
    if not figures.carriers_added:
        return t("scenario.none")
    titles = {term.id: t.pick(term.zh, term.en) for term in CLUSTERS}
    by = [
        f"{titles.get(cluster, cluster)} {number}"
        for cluster, number in figures.carriers_by_cluster.items()
    ]
    number = t("scenario.carriers_count", n=figures.carriers_added)
    return f"{number}{t('list.colon')}{t('list.comma').join(by)}" if by else number
