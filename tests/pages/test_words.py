"""Figures in words never say more than was computed."""

import datetime as dt
import math
import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gis.catalogue import LAYERS
from gis.results import Interval
from web.shell.texts import Texts
from web.shell.words import Words, span
from web.views import Language

ZH, EN = Words(Texts(Language.ZH)), Words(Texts(Language.EN))
amounts = st.floats(0, 1e9, allow_nan=False)


def _numbers(text: str) -> list[float]:
    return [float(one.replace(",", "")) for one in re.findall(r"[\d,]+(?:\.\d+)?", text)]


@given(amounts, amounts, st.integers(-2, 3))
def test_an_interval_is_rounded_outwards(one: float, other: float, digits: int) -> None:
    interval = Interval(min(one, other), max(one, other))
    printed = _numbers(span(interval, digits))
    slack = 1e-6 * (1 + interval.high)
    assert printed[0] <= interval.low + slack
    assert printed[-1] >= interval.high - slack
    assert printed[-1] - printed[0] <= interval.high - interval.low + 2.001 * 10.0**-digits


@pytest.mark.parametrize(
    ("words", "interval", "said"),
    [
        (ZH, Interval(0, 405_000), "0–40.5 万人"),
        (EN, Interval(0, 4_050_000), "0–4.05 million people"),
        (EN, Interval(120, 340), "120–340 people"),
        (ZH, Interval(9_999, 10_000), "0.9–1.0 万人"),
    ],
)
def test_people(words: Words, interval: Interval, said: str) -> None:
    assert words.people(interval) == said


def test_people_who_are_not_published() -> None:
    assert ZH.people(None) == "未单列"
    assert EN.people(math.nan) == "not published"


def test_distances() -> None:
    assert ZH.distance(Interval(123, 456)) == "120–460 米"
    assert EN.distance(Interval(950, 2_449)) == "0.9–2.5 km"
    assert EN.reach(Interval(0, 13_640)) == "within 13.7 km"
    assert EN.reach(Interval(900, 13_640)) == "0.9–13.7 km"


@pytest.mark.parametrize(
    ("accuracy", "basis", "said"),
    [
        (1_000.0, "sourced", "Within about 1.0 km of the point shown"),
        (300.0, "derived", "Worked out from an address, within about 300 m"),
        (6_000.0, "town", "Only the town is known: may be 6.0 km away"),
        (6_000.0, "schematic", "Schematic: may be 6.0 km away"),
        (None, "unknown", "Position unknown, not on the map"),
        (0.0, "surveyed", "A chosen point"),
    ],
)
def test_accuracy_in_plain_words(accuracy: float | None, basis: str, said: str) -> None:
    assert EN.accuracy(accuracy, basis) == said


def test_values_by_kind() -> None:
    hubs, towns = LAYERS["hubs"], LAYERS["towns"]
    assert EN.value(hubs.column("year"), 2024) == "2024"
    assert EN.value(towns.column("population_2020"), np.int64(1_045_000)) == "1,045,000"
    assert EN.value(towns.column("area_km2"), 94.35) == "94.35 km²"
    assert EN.value(hubs.column("open_list"), True) == "yes"
    assert ZH.value(hubs.column("cluster"), "low_altitude") == "低空经济"
    radii = LAYERS["takeoff_points"].column("service_radius_m")
    assert EN.value(radii, {"delivery": 5000.0}) == "delivery 5000 m"
    assert EN.value(hubs.column("lead_zh"), None) == ""


def test_sources_by_clause_and_by_date() -> None:
    row = dict.fromkeys(("document", "clause", "line", "last_line", "publisher", "published"))
    policy = row | {"name_zh": "方案", "name_en": "Plan", "document": "D000", "clause": "二（三）",
                    "line": 12, "last_line": 14}  # fmt: skip
    assert ZH.source(policy) == "方案 · D000 · 条款 二（三） · 第 12–14 行"
    news = row | {"name_zh": "报道", "name_en": "News", "publisher": "某台",
                  "published": dt.date(2026, 3, 3)}  # fmt: skip
    assert EN.source(news) == "News · 某台 · 2026-03-03"
