"""What the planner's page says: the matrix of towns and clusters."""

from collections.abc import Mapping
from typing import Any

from gis.records import records
from gis.results_places import Naming, TownClusters
from gis.vocabulary import CLUSTERS
from web.tables import Cell, Heading, Table
from web.town_layers import drawn_ids
from web.town_map import naming_text
from web.views import PlannerView
from web.words import Words


def planner_content(view: PlannerView, words: Words) -> dict[str, Any]:
    """Return what the planner's template prints besides the map.

    Parameters
    ----------
    view
        The matrix and the layers.
    words
        The page's language.
    """
    return {
        "matrix": _matrix(view, words),
        "named": sum(row.named for row in view.clusters),
        "named_directly": sum(row.named_directly for row in view.clusters),
        "units": len(view.clusters),
        "unnamed": words.t("list.comma").join(
            words.t.pick(row.name_zh, row.name_en) for row in view.clusters if not row.named
        ),
        "documents": sorted(
            {(naming.year, naming.document) for row in view.clusters for naming in row.namings}
        ),
        "hubs": len(view.hubs),
        "carriers": len(view.carriers),
    }


def _matrix(view: PlannerView, words: Words) -> Table:
    t = words.t
    areas = {row["id"]: words.name(row) for row in records(view.towns)}
    shown = drawn_ids(view.towns)
    headings = (
        Heading(t("column.town")),
        Heading(t("column.clusters_short"), number=True, narrow=True),
        *(Heading(t.pick(one.zh, one.en), narrow=True) for one in CLUSTERS),
        Heading(t("column.carriers"), number=True, narrow=True),
        Heading(t("column.landmarks"), number=True, narrow=True),
        Heading(t("column.takeoff_points"), number=True, narrow=True),
    )
    rows = tuple(_row(row, words, areas, show=row.town in shown) for row in view.clusters)
    return Table("matrix", t("planner.matrix.caption"), headings, rows, matrix=True)


def _row(
    row: TownClusters, words: Words, areas: Mapping[str, str], *, show: bool
) -> tuple[Cell, ...]:
    t = words.t
    counts = (row.carriers, row.landmarks, row.takeoff_points)
    return (
        Cell(t.pick(row.name_zh, row.name_en), show=f"towns:{row.town}" if show else ""),
        Cell(str(len(row.clusters)), sort=len(row.clusters)),
        *(_mark(row.cell(one.id), words, areas) for one in CLUSTERS),
        *(Cell(str(sum(one.values()) or ""), sort=sum(one.values())) for one in counts),
    )


def _mark(namings: tuple[Naming, ...], words: Words, areas: Mapping[str, str]) -> Cell:
    if not namings:
        return Cell("", sort=0)
    said = words.t("list.semicolon").join(naming_text(one, words, areas) for one in namings)
    direct = any(one.via is None for one in namings)
    return Cell(said, sort=2 if direct else 1, mark="direct" if direct else "via")
