"""The answer of a siting question on the operator's page: ranked sites to try, and a proof."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import shapely

from gis.results import Interval
from gis.scenario.model import AddedSite, Place
from web.maps.map_layers import MapFeature, MapLayer, Note
from web.maps.redrawn import redrawn
from web.operator.addresses import Addresses
from web.shell.tables import Cell, Heading, Table
from web.shell.template import Frame, render
from web.shell.words import Words
from web.views import OperatorView


@dataclass(frozen=True, slots=True)
class SuggestedSite:
    """One chosen site.

    Attributes
    ----------
    order, name_zh, name_en
        Its rank and its candidate's names.
    lon, lat, accuracy_m
        Where it stands (CRS84).
    town
        The Chinese and the English name of its town; empty outside all.
    year
        The year it opens in a build order; ``None`` else.
    adds
        What it adds after those before it, in the answer's unit; ``None`` where that means nothing.
    """

    order: int
    name_zh: str
    name_en: str
    lon: float
    lat: float
    accuracy_m: float
    town: tuple[str, str]
    year: int | None
    adds: float | None


@dataclass(frozen=True, slots=True)
class Suggested:
    """The best choice found, and what is proven about it: as :class:`api.siting_answers` has it."""

    problem: str
    sites: tuple[SuggestedSite, ...]
    status: str
    unit: str
    demand: str
    radius_m: float | None
    value: float | None
    bound: float | None
    gap: float
    seconds: float
    before: Interval
    after: Interval
    total: float
    bound_certified: bool | None


def suggested_part(
    view: OperatorView, suggested: Suggested, words: Words, frame: Frame
) -> dict[str, Any]:
    """Return panel and map layer of the answer, as JSON values.

    Parameters
    ----------
    view
        The state of the page that ticks lead on from.
    suggested
        The answer.
    words, frame
        The page's language, and the page.
    """
    table = _table(view, suggested, words, Addresses(frame, view))
    content = {
        "found": suggested,
        "table": table,
        "value": _amount(suggested.value, suggested.unit, words),
        "bound": _amount(suggested.bound, suggested.unit, words),
        "before": words.share(suggested.before.share_of(suggested.total)),
        "after": words.share(suggested.after.share_of(suggested.total)),
    }
    return {
        "panels": {"suggested": render("operator_suggested.html", frame, **content)},
        "layers": redrawn([_layer(suggested, words)]),
    }


def _amount(value: float | None, unit: str, words: Words) -> str:
    """Return an amount in words by its unit, as the siting family names units."""
    if value is None:
        return words.t("none.value")
    by_unit: dict[str, Callable[[float], str]] = {
        "people": words.people,
        "area_m2": words.area,
        "m": words.distance,
        "sites": lambda n: words.t("unit.sites", n=f"{n:,.0f}"),
        "people_years": lambda n: words.t("unit.times_years", amount=words.people(n)),
        "area_m2_years": lambda n: words.t("unit.times_years", amount=words.area(n)),
        "people_m": lambda n: words.t("unit.person_km", n=f"{n / 1e3:,.0f}"),
    }
    return by_unit[unit](value)


def _adds(site: SuggestedSite, suggested: Suggested, words: Words) -> str:
    """Return what a site adds: demand covered, or of distances what the objective falls by."""
    unit = suggested.unit if suggested.problem in ("median", "center") else suggested.demand
    return _amount(site.adds, unit, words)


def _table(view: OperatorView, suggested: Suggested, words: Words, addresses: Addresses) -> Table:
    t = words.t
    years = any(site.year is not None for site in suggested.sites)
    headings = (
        Heading(t("column.site")),
        Heading(t("column.try")),
        Heading(t("column.town")),
        *((Heading(t("column.year"), number=True),) if years else ()),
        Heading(t("column.adds"), number=True),
    )
    rows = tuple(
        (
            Cell(
                f"{site.order}. {t.pick(site.name_zh, site.name_en)}",
                sort=site.order,
                show=f"found:{site.order}",
            ),
            _tick(view, suggested, site, words, addresses),
            Cell(t.pick(*site.town)),
            *((Cell(f"{site.year or ''}", sort=float(site.year or 0)),) if years else ()),
            Cell(_adds(site, suggested, words), sort=site.adds or 0.0),
        )
        for site in suggested.sites
    )
    return Table("found", t("operator.plan.caption"), headings, rows)


def _tick(
    view: OperatorView,
    suggested: Suggested,
    site: SuggestedSite,
    words: Words,
    addresses: Addresses,
) -> Cell:
    tried = view.trial.tried
    there = tried.added_at(site.lon, site.lat)
    if there:
        return Cell(words.t("tried.ticked"), href=addresses.trying(tried.without(there)), tick=True)
    place = Place(round(site.lon, 5), round(site.lat, 5), site.accuracy_m)
    name = words.t("tried.suggestion", order=site.order)
    added = tried.placed("", AddedSite(place, name, suggested.radius_m))
    return Cell(words.t("tried.tick"), href=addresses.trying(added), tick=False)


def _layer(suggested: Suggested, words: Words) -> MapLayer:
    features = []
    for site in suggested.sites:
        facts = (
            (words.t("column.order"), str(site.order)),
            (words.t("column.adds"), _adds(site, suggested, words)),
        )
        note = Note(words.t.pick(site.name_zh, site.name_en), facts)
        point = shapely.Point(site.lon, site.lat)
        key = (f"found:{site.order}",)
        features.append(MapFeature(point, "suggested", (note,), key, str(site.order)))
    return MapLayer("found", tuple(features), "front")
