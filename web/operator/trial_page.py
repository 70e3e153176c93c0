"""What the page says of a trial: its changes one by one, and the sites to put somewhere."""

from collections.abc import Iterator
from typing import Any

from gis.records import Record, records
from gis.results import Interval
from gis.scenario.model import Place
from gis.vocabulary import SERVING_STATUSES
from web.operator.addresses import Addresses
from web.operator.tried import NEW
from web.shell.tables import Cell
from web.shell.words import DASH, Words
from web.views import OperatorView

_DATUMS = ("cgcs2000", "gcj02", "bd09")
Choice = tuple[str, str]
"""A value and its title."""


def trial_content(view: OperatorView, words: Words, addresses: Addresses) -> dict[str, Any]:
    """Return what the page prints of the trial.

    Parameters
    ----------
    view
        What was asked and answered.
    words, addresses
        The page's language, and where its actions lead.
    """
    t = words.t
    return {
        "query": addresses.query,
        "changes": list(_changes(view, words, addresses)),
        "reset": addresses.here(add="", move="", drop=""),
        "freeze": addresses.frozen(),
        "against_stored": addresses.here(a="now"),
        "choices": _choices(view, words),
        "datums": [(one, t(f"datum.{one}")) for one in _DATUMS],
        "said": announcement(view, words),
    }


def depths_content(view: OperatorView, words: Words, addresses: Addresses) -> dict[str, Any]:
    """Return what the headline prints of today's share, and of how often places are reached."""
    return {
        "today": _today(view, words),
        "shown_k": view.trial.k,
        "depths": list(_depths(view, words, addresses)),
    }


def announcement(view: OperatorView, words: Words) -> str:
    """Return the headline in one sentence, to be spoken when it changes."""
    city = view.coverage.city
    figures, _, unit = words.share(city.covered_m2.share_of(city.area_m2)).rpartition(" ")
    ends = figures.split(DASH)
    return words.t("operator.announce", surely=f"{ends[0]} {unit}", possibly=f"{ends[-1]} {unit}")


def stored_sites(view: OperatorView) -> dict[str, Record]:
    """Return the takeoff points as they are stored, by id."""
    frame = view.sites if view.trial.stored is None else view.trial.stored
    return {row["id"]: row for row in records(frame)}


def _changes(
    view: OperatorView, words: Words, addresses: Addresses
) -> Iterator[tuple[str, str, str, str]]:
    """Yield what was done, to what, how the change ends, and where that leads."""
    t, tried = words.t, view.trial.tried
    names = {row["id"]: words.name(row) for row in records(view.sites)}
    stored = {name: words.name(row) for name, row in stored_sites(view).items()}
    for number, site in enumerate(tried.add, start=1):
        name = f"{NEW}{number}"
        where = f"{names.get(name, name)} · {_position(words, site.place)}"
        yield t("tried.added"), where, t("tried.remove"), addresses.trying(tried.without(name))
    for name, place in tried.move.items():
        where = f"{stored.get(name, name)} · {_position(words, place)}"
        yield t("tried.moved"), where, t("tried.restore"), addresses.trying(tried.restored(name))
    for name in tried.drop:
        title = stored.get(name, name)
        yield t("tried.dropped"), title, t("tried.restore"), addresses.trying(tried.restored(name))


def _position(words: Words, place: Place) -> str:
    known = words.accuracy(place.accuracy_m, "plain") if place.accuracy_m else ""
    at = words.t("tried.at", lon=f"{place.lon:.5f}", lat=f"{place.lat:.5f}")
    return f"{at} · {known}" if known else at


def _today(view: OperatorView, words: Words) -> str:
    today = view.trial.today
    if today is None:
        return ""
    return words.share(today.city.covered_m2.share_of(today.city.area_m2))


def _depths(
    view: OperatorView, words: Words, addresses: Addresses
) -> Iterator[tuple[int, Interval, str, str]]:
    city = view.coverage.city
    for k, interval in enumerate(city.k_covered_m2, start=1):
        share = interval.share_of(city.area_m2)
        yield k, share, words.share(share), addresses.here(k="" if k == 1 else str(k))


def _choices(view: OperatorView, words: Words) -> list[Choice]:
    """Return the sites that can be put somewhere: those of the trial first, then those stored."""
    rows = records(view.sites)
    added = [(row["id"], words.name(row)) for row in rows if str(row["id"]).startswith(NEW)]
    kept = sorted(
        stored_sites(view).values(), key=lambda row: row["status"] not in SERVING_STATUSES
    )
    return [*added, *((row["id"], words.name(row)) for row in kept)]


def leave_out(view: OperatorView, words: Words, addresses: Addresses, site: str) -> Cell:
    """Return the cell of a site's row by which it is left out of the trial."""
    return Cell(words.t("tried.leave_out"), href=addresses.trying(view.trial.tried.without(site)))
