"""Options about the flight, and the zones' verdicts as a table."""

from typing import Annotated

import typer

from api.answers import AirspaceAnswer
from api.cli.console import NOTES, print_table
from api.flights import FlightAsked, flight_time
from gis.errors import InvalidInputError
from gis.results_airspace import AirspaceBasis, Unstated, ZoneEffect, ZoneVerdict
from gis.results_siting import BarredSite
from gis.schema import Term
from gis.vocabulary import RESTRICTIONS, VERTICAL_REFERENCES, ZONE_STATUSES
from gis.zones import MAX_HEIGHT_M

HeightM = Annotated[
    float | None,
    typer.Option(help="Height of flight, metres above ground, else the mission's assumption."),
]
At = Annotated[
    str | None,
    typer.Option(help="Time of flight with its zone, 2026-05-01T09:00+08:00; else whenever."),
]
Permitted = Annotated[
    bool, typer.Option(help="Let permissions count as given and conditions as met.")
]
EFFECTS = {
    ZoneEffect.BARS: ("阻断", "in the way"),
    ZoneEffect.LIMITS_HEIGHT: ("限高", "limits the height"),
    ZoneEffect.UNDECIDED: ("未定", "undecided"),
    ZoneEffect.LEAVES_FREE: ("不阻断", "not in the way"),
}
_UNSTATED = {
    Unstated.HEIGHT: ("高度未按真高给出", "heights not above ground"),
    Unstated.HOURS: ("时段未说明，或未指定时间", "hours not stated, or no time asked"),
    Unstated.ADVISORY: ("仅供参考，未确认生效", "advisory, not put in force"),
    Unstated.ACCURACY: ("边界精度未说明", "accuracy of its outline not stated"),
}


def flight_asked(height_m: float | None, at: str | None, permitted: bool) -> FlightAsked:
    """Return the flight that a command's options ask for.

    Raises
    ------
    gis.errors.InvalidInputError
        If there is no such height or time.
    """
    if height_m is not None and not 0 < height_m <= MAX_HEIGHT_M:
        raise InvalidInputError(
            f"height_m must be above 0 and at most {MAX_HEIGHT_M:,.0f} metres", field="height_m"
        )
    return FlightAsked(height_m, flight_time(at), permitted)


def print_airspace(airspace: AirspaceAnswer, *, chinese: bool) -> None:
    """Print each zone's verdict, and on standard error what the figures rest on."""
    if airspace.zones:
        print_table(
            "空域地理区" if chinese else "Airspace zones",
            ["地理区", "对本次飞行", "限制", "高度 m", "时段", "状态", "版本", "管理单位"]
            if chinese
            else [
                "Zone",
                "For this flight",
                "Kind",
                "Heights m",
                "Hours",
                "Status",
                "Edition",
                "By",
            ],
            [_verdict_row(verdict, chinese=chinese) for verdict in airspace.zones],
        )
    assumed = airspace.height_basis == "assumed"
    when = "" if airspace.at is None else f"{airspace.at:%Y-%m-%d %H:%M%z}"
    if chinese:
        height = f"真高 {airspace.height_m:,g} m" + ("（规划假设）" if assumed else "")
        known = f"已导入 {len(airspace.zones)} 个；区外仍无数据"
        basis = (
            known if airspace.basis is AirspaceBasis.IMPORTED else "未导入，无数据，不等于无限制"
        )
        note = f"空域：{basis}。{height}，时间 {when or '不限'}"
        note += "，许可视为已取得。" if airspace.permitted else "。"
    else:
        height = f"{airspace.height_m:,g} m above ground" + (" (assumed)" if assumed else "")
        known = f"{len(airspace.zones)} zones imported; outside them still no data"
        basis = known if airspace.basis is AirspaceBasis.IMPORTED else "no data, which is not free"
        note = f"Airspace: {basis}. {height}, {when or 'whatever time'}"
        note += ", permissions count as given." if airspace.permitted else "."
    NOTES.print(note, highlight=False, soft_wrap=True)


def print_barred(barred: tuple[BarredSite, ...], *, chinese: bool) -> None:
    """Print the candidates that zones leave out, if any."""
    if not barred:
        return
    print_table(
        "因空域地理区落选的候选点（位于或可能位于其中）"
        if chinese
        else "Candidates left out: they stand, or may stand, in a zone",
        ["候选点", "地理区"] if chinese else ["Candidate", "Zones"],
        [
            [one.site.name_zh if chinese else one.site.name_en, ", ".join(one.zones)]
            for one in barred
        ],
    )


def _verdict_row(verdict: ZoneVerdict, *, chinese: bool) -> list[str]:
    which = 0 if chinese else 1
    why = ("，" if chinese else ", ").join(_UNSTATED[one][which] for one in verdict.unstated)
    effect = EFFECTS[verdict.effect][which]
    return [
        verdict.name.name_zh if chinese else verdict.name.name_en,
        f"{effect}（{why}）" if chinese and why else f"{effect} ({why})" if why else effect,
        _title(RESTRICTIONS, verdict.restriction, chinese=chinese),
        _heights(verdict, chinese=chinese),
        verdict.hours or ("未说明" if chinese else "not stated"),
        _title(ZONE_STATUSES, verdict.status, chinese=chinese),
        verdict.edition or "–",
        verdict.authority or "–",
    ]


def _heights(verdict: ZoneVerdict, *, chinese: bool) -> str:
    if verdict.floor_m is None and verdict.ceiling_m is None:
        return "–"
    low, high = (
        "–" if limit is None else f"{limit:,g}" for limit in (verdict.floor_m, verdict.ceiling_m)
    )
    reference = _title(VERTICAL_REFERENCES, verdict.vertical_reference, chinese=chinese)
    return f"{low} … {high} {reference}"


def _title(terms: tuple[Term, ...], word: str, *, chinese: bool) -> str:
    term = next(term for term in terms if term.id == word)
    return term.zh if chinese else term.en
