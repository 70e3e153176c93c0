"""The figures of the policy record say what their words say: operator, value and unit."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from gis.quotes import normalised, quote
from layers.seed.policy_texts import read_texts
from tests.policy_rows import Row, record_rows

# The first that stands in the words decides.
RULES = (
    ("ge", "以上|不少于|不低于|至少"),
    ("le", "不超过|最高|以内|以下|不高于|不多于"),
    ("gt", "超|突破|>|过千|多|余"),
    ("lt", "低于|小于|<"),
    ("about", "≈|约|左右|^[百千万亿]+级"),  # the last is an order of magnitude
    ("nearly", "近"),
)
RANKS = ("le", "前[0-9一二三四五六七八九十百]+|[百千]强")
"""Among the first six is a place of six or better."""
OPERATORS_ELSEWHERE = {
    "d001-10-machine-vision-firms": ("about", "a round number, written without a digit"),
    "d001-10-suppliers": ("gt", "several thousand (数千)"),
    "d003-177-equipment": ("gt", "one “超过” governs five figures"),
    "d003-177-life-sciences": ("gt", "one “超过” governs five figures"),
    "d003-177-materials": ("gt", "one “超过” governs five figures"),
    "d003-177-new-energy": ("gt", "one “超过” governs five figures"),
}
"""Figures whose operator is not in their own words, and why."""
VALUES_ELSEWHERE = {"d001-114-transformation-coverage": "“全覆盖” is read as 100 %"}
"""Figures whose value is not in their own words, and why."""
GAPS = {"d003-81-burden-cut"}
"""Figures whose words leave something out between, shown as …"""

DIGITS = dict(zip("一二三四五六七八九", range(1, 10), strict=True)) | {"两": 2, "双": 2, "首": 1}
POWERS = {"十": 10, "百": 100, "千": 1_000, "万": 10_000, "亿": 100_000_000}
_ARABIC = re.compile(r"-?\d+(?:\.\d+)?")
_CHINESE = re.compile(f"[{''.join(DIGITS)}{''.join(POWERS)}]+")


@pytest.fixture(scope="module")
def figures() -> list[Row]:
    return record_rows()["policy_figures"]


def operator_of(row: Row) -> str:
    words = normalised(row["as_written"])
    rules = (RANKS, *RULES) if row["unit_zh"] in ("名", "位") else RULES
    return next((operator for operator, rule in rules if re.search(rule, words)), "eq")


def amount(numeral: str) -> float:
    """Return 千亿 as 10**11 and 三十 as 30: a power without a digit before it counts once."""
    total, held = 0, 0
    for sign in numeral:
        if sign in DIGITS:
            held += DIGITS[sign]
        elif POWERS[sign] >= 10_000:
            total, held = (total + held or 1) * POWERS[sign], 0
        else:
            total, held = total + (held or 1) * POWERS[sign], 0
    return float(total + held)


def amounts(words: str) -> set[float]:
    """Return every number that words can be read as, money in yuan."""
    found = {float(number) for number in _ARABIC.findall(words)}
    found |= {abs(number) for number in found}
    for numeral in _CHINESE.findall(words):
        found |= {amount(numeral), *(float(DIGITS[sign]) for sign in numeral if sign in DIGITS)}
    if "成" in words:
        found |= {10 * number for number in found}
    return found


def scale(unit: str) -> float:
    """Return how many a unit such as 亿元 holds."""
    powers = re.match("[百千万亿]+", unit)
    return amount(powers[0]) if powers else 1.0


def test_operators_are_those_of_the_words(figures: list[Row]) -> None:
    other = {row["id"]: row["operator"] for row in figures if operator_of(row) != row["operator"]}
    assert other == {id_: operator for id_, (operator, _) in OPERATORS_ELSEWHERE.items()}


def test_every_operator_is_met(figures: list[Row]) -> None:
    assert {row["operator"] for row in figures} == {*(name for name, _ in RULES), "eq"}


def test_values_are_those_of_the_words(figures: list[Row]) -> None:
    elsewhere = {row["id"] for row in figures if not all(readable(row))}
    assert elsewhere == set(VALUES_ELSEWHERE)


def readable(row: Row) -> Iterator[bool]:
    """Tell of each value of a figure whether its words can be read as it."""
    read = amounts(normalised(row["as_written"]))
    for value in (float(cell) for cell in (row["value"], row["high"]) if cell):
        yield bool(read & {value, value * scale(row["unit_zh"])})


@pytest.mark.parametrize(
    ("numeral", "number"),
    [("三十", 30), ("十", 10), ("千亿", 1e11), ("万亿", 1e12), ("七", 7), ("二百五十", 250)],
)
def test_chinese_numerals_are_read(numeral: str, number: float) -> None:
    assert amount(numeral) == number


def test_upper_values_lie_above_and_years_are_years(figures: list[Row]) -> None:
    for row in figures:
        if row["high"]:
            assert float(row["high"]) > float(row["value"]), row["id"]
        if row["year"]:
            assert 2005 <= int(row["year"]) <= 2035, row["id"]


def test_the_words_stand_in_the_lines_cited(figures: list[Row], seeds: Path) -> None:
    texts = read_texts(seeds)
    for row in figures:
        quoted = quote(texts[row["document"]].lines, int(row["line"]), int(row["last_line"]))
        parts = row["as_written"].split("…") if row["id"] in GAPS else [row["as_written"]]
        assert all(normalised(part) in quoted for part in parts), row["id"]
