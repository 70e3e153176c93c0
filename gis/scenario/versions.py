"""A new version of a scenario: what is tried on top of it, as changes of the base again."""

from collections.abc import Mapping
from dataclasses import replace

from gis.scenario.frames import PROPOSED
from gis.scenario.model import AddedSite, Changes, Place


def on_top(parent: Changes, tried: Changes) -> Changes:
    """Return the changes that make of the base what ``tried`` makes of the parent's city.

    Parameters
    ----------
    parent
        The changes of the version it is made from.
    tried
        Sites added, moved and dropped in that version's city; a site that the parent adds is
        named there by its number, such as ``proposed-1``. Roads and carriers are the parent's and
        those of ``tried``.
    """
    dropped = frozenset(tried.drop_sites)
    own = {f"{PROPOSED.prefix}{number}": site for number, site in enumerate(parent.add_sites, 1)}
    kept = tuple(
        _moved(name, site, tried.move_sites) for name, site in own.items() if name not in dropped
    )
    moves = {**parent.move_sites, **tried.move_sites}
    return Changes(
        add_sites=(*kept, *tried.add_sites),
        drop_sites=tuple(sorted({*parent.drop_sites, *dropped} - own.keys())),
        move_sites={
            name: place for name, place in moves.items() if name not in dropped and name not in own
        },
        open_segments=(*parent.open_segments, *tried.open_segments),
        add_segments=(*parent.add_segments, *tried.add_segments),
        add_carriers=(*parent.add_carriers, *tried.add_carriers),
    )


def _moved(name: str, site: AddedSite, moves: Mapping[str, Place]) -> AddedSite:
    return replace(site, place=moves[name]) if name in moves else site
