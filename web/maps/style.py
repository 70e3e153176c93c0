"""How things look on a map: a closed list of styles, the only ones a map can use.

Categories take Okabe and Ito's colours, amounts ColorBrewer's five-class GnBu. No meaning hangs on
colour alone: areas differ by outline or hatch too, points by shape, amounts by a printed number.
Tints are opaque, so that a legend shows exactly what the map shows.

Source: Okabe & Ito 2008, *Color Universal Design*; Brewer & Harrower, ColorBrewer 2.0.
"""

from collections.abc import Mapping

from gis.vocabulary import COMING_STATUSES, SERVING_STATUSES

Style = Mapping[str, str | float | bool]

INK = "#22303c"
BLUE, SKY, GREEN, ORANGE = "#0072b2", "#56b4e9", "#009e73", "#e69f00"
VERMILLION, PURPLE = "#d55e00", "#cc79a7"
LAND, BORDER = "#fbfaf6", "#8c99a5"
SURELY, UNDECIDED, PLANNED, OUT = "#8dc3e3", "#dcedf8", "#d3ede4", "#efe9dd"
_LEAST = (1, 3, 5, 7, 10)
AMOUNT_CLASSES = ("0", "1–2", "3–4", "5–6", "7–9", "10+")
"""The classes of amounts, none first."""
AMOUNTS = ("#f0f9e8", "#bae4bc", "#7bccc4", "#43a2ca", "#0868ac")


COUNTS = ("#fee391", "#fec44f", "#d95f0e", "#8c2d04")
"""ColorBrewer's YlOrBr: how many points a square of a tile counts, unlike the towns' amounts."""

NETS = ("#e66101", "#fdb863", "#f7f7f7", "#b2abd2", "#5e3c99")
"""ColorBrewer's five-class PuOr: more dropped than added, to more added than dropped."""


def _area(fill: str, border: str = BORDER, weight: float = 0.8, dash: str = "") -> Style:
    style: dict[str, str | float | bool] = {
        "color": border,
        "weight": weight,
        "opacity": 1.0,
        "fill": bool(fill),
        "fillColor": fill or "none",
        "fillOpacity": 1.0,
    }
    return {**style, "dashArray": dash} if dash else style


def _line(color: str, weight: float, dash: str = "") -> Style:
    return {**_area("", color, weight, dash), "lineCap": "round"}


STYLES: Mapping[str, Style] = {
    "land": _area(LAND),
    "functional": _area("", "#5d4d8a", 1.6, "2 5"),
    "border": _area("", BORDER, 1.1),
    "surely": _area(SURELY, BLUE, 1.2),
    "undecided": _area("url(#hatch-undecided)", BLUE, 0.8, "4 3"),
    "planned_only": _area("url(#hatch-planned)", "#00664b", 1.0),
    "out_of_range": _area(OUT, "#b9ab8f", 0.6),
    "blocked_by_zone": _area("url(#hatch-blocked)", "#9a3412", 1.0),
    "height_limited": _area("url(#hatch-height)", "#8a5a00", 1.0, "6 3"),
    "site_full": _area("url(#hatch-full)", "#8c3f6e", 1.0, "2 3"),
    "zone_bars": _area("url(#hatch-zone-bars)", VERMILLION, 2.0),
    "zone_limits_height": _area("url(#hatch-zone-limits)", VERMILLION, 1.6, "7 4"),
    "zone_undecided": _area("url(#hatch-zone-undecided)", "#8a4b00", 1.6, "2 4"),
    "zone_leaves_free": _area("", "#66717b", 1.2, "1 5"),
    "route": _line("#7b1fa2", 3.4),
    "surely_gained": _area("#998ec3", "#3d2370", 1.2),
    "possibly_gained": _area("url(#hatch-gained)", "#5e3c99", 0.8, "4 3"),
    "surely_lost": _area("#f1a340", "#8f3b00", 1.2),
    "possibly_lost": _area("url(#hatch-lost)", "#b34a00", 0.8, "4 3"),
    "ring_surely": _line(BLUE, 2.0),
    "ring_possibly": _line(BLUE, 1.4, "5 5"),
    "ring_suggested": _line("#7a3b00", 1.8, "1 5"),
    "layout_core": _line("#7a3b00", 3.0, "11 5"),
    "layout_first": _line("#7a3b00", 1.7, "3 4"),
    "layout_second": _line("#9c1f5c", 2.0, "9 4 2 4"),
    "layout_third": _line(INK, 2.0, "5 4"),
    "road": _line(VERMILLION, 3.0, "6 5"),
    "road_open": _line(VERMILLION, 3.0),
    "tile_area": _area("#cfe3ef", BLUE, 1.2),
    "tile_line": _line(VERMILLION, 3.0),
    **{f"tile_count_{place}": _area(colour, "#5c2a04", 0.6) for place, colour in enumerate(COUNTS)},
    **{f"net_{place}": _area(colour) for place, colour in enumerate(NETS)},
    "drift_kept": _area("#cfe3ef", BLUE),
    "drift_not_repeated": _area("url(#hatch-not-repeated)", "#7a6a2f", 0.8, "4 3"),
    "amount_0": _area("url(#hatch-none)"),
    "amount_1": _area(AMOUNTS[0]),
    "amount_2": _area(AMOUNTS[1]),
    "amount_3": _area(AMOUNTS[2]),
    "amount_4": _area(AMOUNTS[3]),
    "amount_5": _area(AMOUNTS[4]),
}
"""Style names to Leaflet path options."""

SYMBOLS: Mapping[str, tuple[int, int]] = {
    "takeoff-in_use": (26, 26),
    "takeoff-coming": (26, 26),
    "takeoff-other": (22, 22),
    "suggested": (28, 28),
    "landmark": (28, 28),
    "hub": (22, 22),
    "carrier": (20, 20),
    "station": (18, 18),
    "evidence-official_notice": (18, 18),
    "evidence-user_survey": (20, 20),
    "evidence-news": (20, 20),
    "evidence-plan_text": (18, 18),
    "evidence-none": (18, 18),
    "contradicted": (22, 22),
    "nowhere": (20, 20),
    "dot": (14, 14),
    "tile-takeoff": (14, 14),
    "tile-carrier": (14, 14),
    "tile-hub": (14, 14),
    "tile-landmark": (14, 14),
    "tile-place": (14, 14),
}
"""Symbols of points, drawn in ``symbols.html``: width and height in pixels."""


def amount_style(number: int) -> str:
    """Return the style of a town named for ``number`` fields: the class of the number."""
    return f"amount_{sum(number >= least for least in _LEAST)}"


def takeoff_symbol(status: str) -> str:
    """Return the symbol of a takeoff point's status."""
    if status in SERVING_STATUSES:
        return "takeoff-in_use"
    return "takeoff-coming" if status in COMING_STATUSES else "takeoff-other"
