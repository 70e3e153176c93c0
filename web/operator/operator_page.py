"""What the operator's page says: the headline interval and its five tables."""

from collections.abc import Iterator, Mapping
from typing import Any

from gis.catalogue import LAYERS
from gis.missions import MAX_RADIUS_M, MISSIONS
from gis.records import Record, records
from gis.results import CoverageRow, Gap, Interval, SiteName
from web.maps.map_layers import Notes, drawable
from web.operator.addresses import Addresses
from web.operator.airspace_page import airspace_content
from web.operator.aside_page import aside_content
from web.operator.compare_page import compare_content
from web.operator.rings import new_radius_m
from web.operator.siting_form import siting_form
from web.operator.suggested import suggested_content
from web.operator.trial_page import depths_content, leave_out, trial_content
from web.shell.tables import Cell, Heading, Table
from web.shell.template import Frame
from web.shell.words import Words
from web.views import OperatorView

_ASKED_HERE = ("mission", "radius_m", "height_m", "at", "permitted")
"""The parameters that the page's form asks for: it carries the others along."""


def operator_content(
    view: OperatorView, words: Words, notes: Notes, frame: Frame
) -> dict[str, Any]:
    """Return what the operator's template prints besides the map.

    Parameters
    ----------
    view
        What was asked and what the analyses answered.
    words, notes
        The page's language, and the sources by name.
    frame
        The page round it.
    """
    addresses = Addresses(frame, view)
    return {
        **headline_content(view, words, addresses),
        "missions": [
            (one.id, words.t.pick(one.name_zh, one.name_en), words.distance(one.radius_m))
            for one in MISSIONS.values()
        ],
        "chosen": view.mission.id,
        "radius": "" if view.radius_m is None else f"{view.radius_m:g}",
        "max_radius": f"{MAX_RADIUS_M:g}",
        "asked_here": _ASKED_HERE,
        "gap_table": _gap_table(view, words),
        "town_table": _town_table(view, words),
        "site_table": _site_table(view, words, notes, addresses),
        "left_out_table": _left_out_table(view, words, notes),
        **siting_form(view, words),
        **suggested_content(view, words, addresses),
        **trial_content(view, words, addresses),
        **compare_content(view, words, addresses),
        **aside_content(view, words, addresses),
    }


def headline_content(view: OperatorView, words: Words, addresses: Addresses) -> dict[str, Any]:
    """Return what the panel of the headline prints: all that is read while a site is dragged.

    Parameters
    ----------
    view, words
        As for :func:`operator_content`.
    addresses
        Where the page's actions lead.
    """
    city = view.coverage.city
    planned = city.with_planned_m2.share_of(city.area_m2)
    return {
        "mission_name": words.t.pick(view.mission.name_zh, view.mission.name_en),
        "radius_words": words.distance(new_radius_m(view)),
        "assumed": view.radius_m is None,
        "by_area": city.covered_m2.share_of(city.area_m2),
        "by_people": _people_share(city),
        "city": city,
        "error_m2": view.coverage.error_m2,
        "planned_share": planned,
        "with_planned": words.share(planned),
        "limited": _limited(view, words),
        "airspace": None if view.airspace is None else airspace_content(view.airspace, words),
        **depths_content(view, words, addresses),
    }


def _limited(view: OperatorView, words: Words) -> str:
    """Say why nothing is surely covered, where it is for want of accurate positions."""
    sites = view.coverage.sites
    limited = sum(one.accuracy_m >= one.radius_m for one in sites)
    if view.coverage.city.covered_m2.low > 0 or not limited:
        return ""
    return words.t("operator.limited", counted=len(sites), limited=limited)


def _people_share(row: CoverageRow) -> Interval | None:
    if row.people is None or row.covered_people is None:
        return None
    return row.covered_people.share_of(row.people)


def _gap_table(view: OperatorView, words: Words) -> Table:
    t = words.t
    headings = (
        Heading(t("column.town")),
        Heading(t("column.reason")),
        Heading(t("column.people_missed"), number=True),
        Heading(t("column.area"), number=True),
        Heading(t("column.nearest")),
    )
    rows = tuple(_gap_row(gap, words) for gap in view.gaps)
    return Table("gaps", t("operator.gaps.caption"), headings, rows, brief=8)


def _gap_row(gap: Gap, words: Words) -> tuple[Cell, ...]:
    t = words.t
    key = f"gap:{gap.rank}"
    far = float("inf") if gap.distance_m is None else gap.distance_m.low
    return (
        Cell(f"{gap.rank}. {t.pick(gap.name_zh, gap.name_en)}", sort=gap.rank, show=key),
        Cell(t(f"gap.{gap.reason}"), swatch=str(gap.reason)),
        Cell(words.people(gap.people), sort=-1.0 if gap.people is None else gap.people),
        Cell(words.area(gap.area_m2), sort=gap.area_m2),
        Cell(
            t.pick(gap.nearest_name_zh, gap.nearest_name_en) or t("none.value"),
            sort=far,
            minor=words.distance(gap.distance_m) if gap.nearest_site else "",
        ),
    )


def _town_table(view: OperatorView, words: Words) -> Table:
    t = words.t
    headings = (
        Heading(t("column.town")),
        Heading(t("column.covered_area")),
        Heading(t("column.covered_people"), number=True),
        Heading(t("column.people"), number=True),
        Heading(t("column.with_planned"), number=True),
    )
    rows = tuple(_town_row(row, words) for row in view.coverage.towns)
    return Table("towns", t("operator.towns.caption"), headings, rows, brief=12)


def _town_row(row: CoverageRow, words: Words) -> tuple[Cell, ...]:
    share = row.covered_m2.share_of(row.area_m2)
    planned = row.with_planned_m2.share_of(row.area_m2)
    covered = row.covered_people
    return (
        Cell(words.t.pick(row.name_zh, row.name_en)),
        Cell(words.share(share), sort=share.low, bar=share),
        Cell(words.people(covered), sort=-1.0 if covered is None else covered.low),
        Cell(words.people(row.people), sort=-1.0 if row.people is None else row.people),
        Cell(words.share(planned), sort=planned.low),
    )


def _site_table(view: OperatorView, words: Words, notes: Notes, addresses: Addresses) -> Table:
    t = words.t
    headings = (
        Heading(t("column.site")),
        Heading(t("column.try")),
        Heading(t("column.radius"), number=True),
        Heading(t("column.position")),
        Heading(t("column.alone"), number=True),
        Heading(t("column.source"), wide=True),
    )
    sources = {row["id"]: notes.source(row["source"]) for row in records(view.sites)}
    bases = {row["id"]: row["geometry_basis"] for row in records(view.sites)}
    rows = tuple(
        (
            Cell(t.pick(one.name_zh, one.name_en), show=f"takeoff_points:{one.site}"),
            leave_out(view, words, addresses, one.site),
            Cell(
                words.distance(one.radius_m),
                sort=one.radius_m,
                minor=t(f"radius.{one.radius_basis}"),
            ),
            Cell(words.accuracy(one.accuracy_m, bases.get(one.site)), sort=one.accuracy_m),
            Cell(words.area(one.alone_m2), sort=one.alone_m2.low),
            Cell(sources.get(one.site, "")),
        )
        for one in view.coverage.sites
    )
    return Table("sites", t("operator.sites.caption"), headings, rows)


def _left_out_table(view: OperatorView, words: Words, notes: Notes) -> Table:
    t = words.t
    found = {row["id"]: row for row in records(view.sites)}
    headings = (
        Heading(t("column.site")),
        Heading(t("column.status")),
        Heading(t("column.why"), wide=True),
        Heading(t("column.source"), wide=True),
    )
    rows = tuple(
        (
            Cell(t.pick(site.name_zh, site.name_en), show=_shown(site, found)),
            Cell(words.status(LAYERS["takeoff_points"], site.status)),
            Cell(t(why)),
            Cell(notes.source(found[site.site]["source"]) if site.site in found else ""),
        )
        for site, why in _left_out(view)
    )
    return Table("left-out", t("operator.left_out.caption"), headings, rows)


def _shown(site: SiteName, found: Mapping[str, Record]) -> str:
    placed = site.site in found and drawable(found[site.site]["geometry"])
    return f"takeoff_points:{site.site}" if placed else ""


def _left_out(view: OperatorView) -> Iterator[tuple[SiteName, str]]:
    for site in view.coverage.coming:
        yield site, "left_out.coming"
    for site in view.coverage.not_counted:
        yield site, "left_out.status"
    for site in view.coverage.unplaced:
        yield site, "left_out.no_position"
