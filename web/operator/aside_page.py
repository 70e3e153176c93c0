"""What the page says beside coverage: what to survey, a route, hospitals, what zones cost."""

from collections.abc import Iterator
from typing import Any

from gis.records import Record, records
from gis.results import Interval
from gis.results_airspace import HospitalAccess, NearestSite, Route, ZoneLoss
from gis.results_demand import SurveyAdvice, SurveyRow
from gis.scenario.model import AddedSite, Place
from web.maps.map_layers import drawable
from web.operator.addresses import Addresses
from web.operator.tried import NEW
from web.shell.tables import Cell, Heading, Table
from web.shell.words import Words
from web.views import OperatorView

SURVEYED_M = 50.0
"""The accuracy that trying a survey supposes, in metres: that of a careful reading on the spot."""
Choice = tuple[str, str]


def aside_content(view: OperatorView, words: Words, addresses: Addresses) -> dict[str, Any]:
    """Return what the page prints beside coverage.

    Parameters
    ----------
    view
        What was asked and answered.
    words, addresses
        The page's language, and where its actions lead.
    """
    aside = view.aside
    return {
        "survey": None if aside.survey is None else _survey_table(view, words, addresses),
        "survey_width": "" if aside.survey is None else _amount(words, aside.survey, _width(view)),
        "hospital_table": None if aside.hospitals is None else _hospitals(aside.hospitals, words),
        "loss_table": None if aside.losses is None else _losses(aside.losses, words),
        "route": None if aside.route is None else _route(view, words),
        "start": addresses.query.get("start", ""),
        "end": addresses.query.get("end", ""),
        "asked": {name: name in addresses.query for name in ("survey", "hospitals", "losses")},
        "ends": list(_ends(view, words)),
        "turns": {
            name: (addresses.here(**{name: "true"}), addresses.here(**{name: ""}))
            for name in ("survey", "hospitals", "losses")
        },
        "route_end": addresses.here(start="", end=""),
        "any_zones": view.airspace is not None and bool(view.airspace.summary.zones),
    }


def _width(view: OperatorView) -> float:
    return 0.0 if view.aside.survey is None else view.aside.survey.width


def _amount(words: Words, advice: SurveyAdvice, value: Interval | float) -> str:
    return words.people(value) if advice.unit == "people" else words.area(value)


def _survey_table(view: OperatorView, words: Words, addresses: Addresses) -> Table:
    advice, t = view.aside.survey, words.t
    headings = (
        Heading(t("column.site")),
        Heading(t("column.narrows"), number=True),
        Heading(t("column.position")),
        Heading(t("column.try")),
    )
    placed = {row["id"]: row for row in records(view.sites) if drawable(row["geometry"])}
    rows = tuple(
        (
            Cell(
                f"{row.rank}. {t.pick(row.name_zh, row.name_en)}",
                sort=row.rank,
                show=f"takeoff_points:{row.site}",
            ),
            Cell(_amount(words, advice, row.shrink), sort=row.shrink.low),
            Cell(words.accuracy(row.accuracy_m, "plain"), sort=row.accuracy_m),
            _try_survey(view, words, addresses, (row, placed[row.site])),
        )
        for row in (advice.rows if advice else ())
        if advice is not None and row.site in placed
    )
    return Table("survey", t("survey.caption"), headings, rows, brief=8)


def _try_survey(
    view: OperatorView, words: Words, addresses: Addresses, asked: tuple[SurveyRow, Record]
) -> Cell:
    row, site = asked
    point = site["geometry"]
    place = Place(round(point.x, 6), round(point.y, 6), SURVEYED_M)
    tried = view.trial.tried
    put = AddedSite(place)
    if row.site.startswith(NEW):
        now = tried.add[int(row.site.removeprefix(NEW)) - 1]
        put = AddedSite(place, now.name, now.radius_m)
    return Cell(words.t("survey.try"), href=addresses.trying(tried.placed(row.site, put)))


def _hospitals(access: tuple[HospitalAccess, ...], words: Words) -> Table:
    t = words.t
    headings = (
        Heading(t("column.hospital")),
        Heading(t("column.surely_site")),
        Heading(t("column.flown"), number=True),
        Heading(t("column.possibly_site")),
        Heading(t("column.flown"), number=True),
    )
    rows = tuple(
        (
            Cell(t.pick(one.name_zh, one.name_en), show=f"places:{one.hospital}"),
            *_nearest(one.surely, words),
            *_nearest(one.possibly, words),
        )
        for one in access
    )
    return Table("hospitals", t("hospitals.caption"), headings, rows, brief=8)


def _nearest(site: NearestSite | None, words: Words) -> tuple[Cell, Cell]:
    t = words.t
    if site is None:
        return Cell(t("none.value"), sort=""), Cell(t("none.value"), sort=float("inf"))
    name = Cell(t.pick(site.site.name_zh, site.site.name_en))
    return name, Cell(_length(site.least_m, site.most_m, words), sort=site.least_m)


def _length(least_m: float, most_m: float | None, words: Words) -> str:
    """Return the length of a way; "at least" where there may be none."""
    if most_m is None:
        return words.t("route.at_least", length=words.distance(least_m))
    return words.distance(Interval(least_m, most_m))


def _losses(losses: tuple[ZoneLoss, ...], words: Words) -> Table:
    t = words.t
    headings = (
        Heading(t("column.zone")),
        Heading(t("column.surely_lost"), number=True),
        Heading(t("column.possibly_lost"), number=True),
    )
    rows = tuple(
        (
            Cell(
                t("losses.all") if one.zone is None else t.pick(one.zone.name_zh, one.zone.name_en),
                minor="" if one.effect is None else t(f"effect.{one.effect}"),
            ),
            # Two figures of two questions: they are no interval.
            Cell(
                words.area(one.surely_m2),
                sort=one.surely_m2,
                minor=words.people(one.surely_people),
            ),
            Cell(
                words.area(one.possibly_m2),
                sort=one.possibly_m2,
                minor=words.people(one.possibly_people),
            ),
        )
        for one in losses
    )
    return Table("losses", t("losses.caption"), headings, rows, brief=8)


def _ends(view: OperatorView, words: Words) -> Iterator[Choice]:
    """Yield what a route can join: takeoff points first, then places."""
    for row in records(view.sites):
        if drawable(row["geometry"]):
            yield row["id"], words.name(row)
    for row in records(view.places) if view.places is not None else ():
        if drawable(row["geometry"]):
            yield row["id"], words.name(row)


def _route(view: OperatorView, words: Words) -> dict[str, Any]:
    shown, t = view.aside.route, words.t
    if shown is None:
        return {}
    found = shown.route
    if found.least_m is None:
        length, verdict = t("none.value"), t("route.none")
    else:
        length = _length(found.least_m, found.most_m, words)
        verdict = t("route.round_all" if found.round_all else "route.round_sure")
    return {
        "title": t("route.from_to", start=t.pick(*shown.start), end=t.pick(*shown.end)),
        "length": length,
        "straight": words.distance(found.straight_m),
        "verdict": verdict,
        "legs": [words.distance(leg.length_m) for leg in found.legs],
        "heights": list(_heights(found, words)),
    }


def _heights(found: Route, words: Words) -> Iterator[tuple[str, str, str]]:
    """Yield each stretch that crosses a zone, the heights it leaves, and the zones."""
    t = words.t
    for one in found.heights:
        stretch = f"{words.distance(one.from_m)} – {words.distance(one.to_m)}"
        limits = [
            *([t("route.above", height=f"{one.above_m:g}")] if one.above_m is not None else []),
            *([t("route.below", height=f"{one.below_m:g}")] if one.below_m is not None else []),
            *([t("route.unknown_heights")] if one.unknown else []),
        ]
        names = [t.pick(zone.name_zh, zone.name_en) for zone in (*one.zones, *one.unknown)]
        said = t("list.comma").join(limits) or t("route.no_limit_stated")
        yield stretch, said, t("list.comma").join(names)
