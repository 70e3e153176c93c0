"""What the operator's page says of the suggested sites: ranked, to be tried, with their proof."""

from collections.abc import Callable, Iterator
from typing import Any

import shapely

from gis.scenario.model import AddedSite, Place
from web.maps.map_layers import MapFeature, MapLayer, Note
from web.operator.addresses import Addresses
from web.operator.rings import disc, new_radius_m
from web.operator.siting_form import SITING
from web.operator.suggestion import Suggested, SuggestedSite
from web.shell.tables import Cell, Heading, Table
from web.shell.words import Words
from web.views import OperatorView

_FEWER_IS_BETTER = ("fewest", "partial", "median", "center")
_DISTANCES = ("median", "center")


def suggested_content(view: OperatorView, words: Words, addresses: Addresses) -> dict[str, Any]:
    """Return what the page prints of the siting answer, or of why there is none.

    Parameters
    ----------
    view
        The state of the page that ticks lead on from.
    words, addresses
        The page's language, and where its actions lead.
    """
    found = view.suggested
    if found is None:
        return {"found": None}
    return {
        "found": found,
        "found_table": _table(view, found, words, addresses),
        "found_end": addresses.here(**dict.fromkeys(SITING, "")),
        "value": _amount(found.value, found.unit, words),
        "bound": _amount(found.bound, found.unit, words),
        "bound_title": words.t(
            "plan.bound.least" if found.problem in _FEWER_IS_BETTER else "plan.bound"
        ),
        "before": words.share(found.before.share_of(found.total)),
        "after": words.share(found.after.share_of(found.total)),
        "certificate": "" if found.bound_certified is None else addresses.certificate(),
    }


def suggested_layers(view: OperatorView, words: Words) -> Iterator[MapLayer]:
    """Yield the rings of the suggested sites, and the sites themselves."""
    sites = tuple(_untried(view))
    reach = new_radius_m(view)
    rings = tuple(
        MapFeature(disc(_point(site), reach - site.accuracy_m), "ring_suggested")
        for site in sites
        if reach > site.accuracy_m
    )
    yield MapLayer("suggested_rings", rings, "rings")
    yield MapLayer("suggested", tuple(_feature(view, site, words) for site in sites), "front")


def _point(site: SuggestedSite) -> shapely.Point:
    return shapely.Point(site.lon, site.lat)


def _untried(view: OperatorView) -> Iterator[SuggestedSite]:
    # One that is tried is a site by now: a sign over it would keep it from being dragged.
    for site in view.suggested.sites if view.suggested else ():
        if not view.trial.tried.added_at(site.lon, site.lat):
            yield site


def _feature(view: OperatorView, site: SuggestedSite, words: Words) -> MapFeature:
    offered = words.t(f"suggest.candidates.{view.trial.query.get('candidates', 'grid')}")
    facts = (
        (words.t("column.order"), str(site.order)),
        (words.t("column.adds"), _adds(view.suggested, site, words)),
        (words.t("note.position"), words.accuracy(site.accuracy_m, "plain")),
        (words.t("note.source"), words.t("suggested.source", candidates=offered)),
    )
    note = Note(words.t.pick(site.name_zh, site.name_en), facts)
    key = (f"suggested:{site.order}",)
    return MapFeature(_point(site), "suggested", (note,), key, str(site.order), site.accuracy_m)


def _amount(value: float | None, unit: str, words: Words) -> str:
    """Return an amount in words by its unit, as the siting family names units."""
    if value is None:
        return words.t("none.value")
    by_unit: dict[str, Callable[[float], str]] = {
        "people": words.people,
        "m2": words.area,
        "area_m2": words.area,
        "m": words.distance,
        "sites": lambda n: words.t("unit.sites", n=f"{n:,.0f}"),
        "movements_per_day": lambda n: words.t("unit.movements_per_day", n=f"{n:,.1f}"),
        "people_years": lambda n: words.t("unit.times_years", amount=words.people(n)),
        "m2_years": lambda n: words.t("unit.times_years", amount=words.area(n)),
        "people_m": lambda n: words.t("unit.person_km", n=f"{n / 1e3:,.0f}"),
    }
    return by_unit[unit](value)


def _adds(found: Suggested | None, site: SuggestedSite, words: Words) -> str:
    """Return what a site adds: demand or movements, or of distances what the objective falls by."""
    if found is None:
        return ""
    own = found.problem in (*_DISTANCES, "capacitated")
    return _amount(site.adds, found.unit if own else found.demand, words)


def _table(view: OperatorView, found: Suggested, words: Words, addresses: Addresses) -> Table:
    t = words.t
    years = any(site.year is not None for site in found.sites)
    headings = (
        Heading(t("column.site")),
        Heading(t("column.try")),
        Heading(t("column.town")),
        *((Heading(t("column.year"), number=True),) if years else ()),
        Heading(t("column.adds"), number=True),
        Heading(t("column.position")),
    )
    rows = tuple(
        (
            Cell(
                f"{site.order}. {t.pick(site.name_zh, site.name_en)}",
                sort=site.order,
                show=_stands_for(view, site),
            ),
            _tick(view, site, words, addresses),
            Cell(t.pick(*site.town)),
            *((Cell(f"{site.year or ''}", sort=float(site.year or 0)),) if years else ()),
            Cell(_adds(found, site, words), sort=site.adds or 0.0),
            Cell(words.accuracy(site.accuracy_m, "plain"), sort=site.accuracy_m),
        )
        for site in found.sites
    )
    return Table("suggestions", t("operator.plan.caption"), headings, rows, brief=8)


def _stands_for(view: OperatorView, site: SuggestedSite) -> str:
    """Return the key of what stands for a suggestion on the map: the site itself once tried."""
    there = view.trial.tried.added_at(site.lon, site.lat)
    return f"takeoff_points:{there}" if there else f"suggested:{site.order}"


def _tick(view: OperatorView, site: SuggestedSite, words: Words, addresses: Addresses) -> Cell:
    tried = view.trial.tried
    there = tried.added_at(site.lon, site.lat)
    if there:
        return Cell(words.t("tried.ticked"), href=addresses.trying(tried.without(there)), tick=True)
    place = Place(round(site.lon, 5), round(site.lat, 5), site.accuracy_m)
    name = words.t("tried.suggestion", order=site.order)
    added = tried.placed("", AddedSite(place, name, view.radius_m))
    return Cell(words.t("tried.tick"), href=addresses.trying(added), tick=False)
