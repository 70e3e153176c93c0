"""What the operator's page says of the airspace: what is known, the flight, each zone's verdict."""

from typing import Any

from gis.catalogue import GEOZONES
from gis.results_airspace import AirspaceBasis, ZoneVerdict
from gis.zones import MAX_HEIGHT_M
from web.operator.airspace_view import AirspaceView
from web.shell.tables import Cell, Heading, Table
from web.shell.words import Words


def airspace_content(airspace: AirspaceView, words: Words) -> dict[str, Any]:
    """Return what the page's form and its section on the airspace print.

    Parameters
    ----------
    airspace
        What was known and asked.
    words
        The page's language.
    """
    t, summary = words.t, airspace.summary
    imported = summary.basis is AirspaceBasis.IMPORTED
    height = f"{summary.height_m:g}"
    return {
        "max_height": f"{MAX_HEIGHT_M:g}",
        "height": "" if airspace.assumed_height else height,
        "at": "" if summary.at is None else f"{summary.at:%Y-%m-%dT%H:%M}",
        "permitted": summary.permitted,
        "basis": t(f"airspace.basis.{summary.basis}", n=len(summary.zones)),
        "flight": t(
            "airspace.flight.assumed" if airspace.assumed_height else "airspace.flight",
            height=height,
            time=t("airspace.whenever")
            if summary.at is None
            else f"{summary.at:%Y-%m-%d %H:%M} (UTC+8)",
        ),
        "permissions": t("airspace.permitted") if summary.permitted else "",
        "table": _table(summary.zones, words) if imported else None,
    }


def _table(zones: tuple[ZoneVerdict, ...], words: Words) -> Table:
    t = words.t
    headings = (
        Heading(t("column.zone")),
        Heading(t("column.effect")),
        Heading(t("column.heights")),
        Heading(t("column.hours")),
        Heading(t("column.edition")),
    )
    rows = tuple(_row(zone, words) for zone in zones)
    return Table("zones", t("airspace.caption"), headings, rows, brief=8)


def _row(zone: ZoneVerdict, words: Words) -> tuple[Cell, ...]:
    t = words.t
    unstated = t("airspace.joined").join(t(f"unstated.{reason}") for reason in zone.unstated)
    restriction = words.term(GEOZONES.column("restriction"), zone.restriction)
    status = words.status(GEOZONES, zone.status)
    return (
        Cell(t.pick(zone.name.name_zh, zone.name.name_en), minor=f"{restriction} · {status}"),
        Cell(t(f"effect.{zone.effect}"), minor=unstated),
        Cell(_heights(zone, words)),
        Cell(zone.hours or t("airspace.not_stated")),
        Cell(zone.edition or t("airspace.not_stated"), minor=zone.authority or ""),
    )


def _heights(zone: ZoneVerdict, words: Words) -> str:
    if zone.floor_m is None and zone.ceiling_m is None:
        return words.t("airspace.not_stated")
    low, high = ("–" if one is None else f"{one:g}" for one in (zone.floor_m, zone.ceiling_m))
    reference = words.term(GEOZONES.column("vertical_reference"), zone.vertical_reference)
    return words.t("airspace.heights", low=low, high=high, reference=reference)
