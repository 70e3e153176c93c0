"""Facts in words: signs, units and lists as the text has them."""

from typing import Any

import pytest

from gis.policy.lookup import RecordLookup, record_lookup
from gis.records import records
from layers.seed.pack import read_pack
from web.record.fact_words import FactWords
from web.shell.figure_words import figure_words
from web.shell.texts import Texts
from web.shell.words import Words
from web.views import Language

FIGURE: dict[str, Any] = {
    "kind": "target",
    "operator": "ge",
    "value": 50.0,
    "high": None,
    "unit_zh": "家",
    "unit_en": "firms",
    "year": 2028,
}


@pytest.fixture(scope="module")
def lookup() -> RecordLookup:
    return record_lookup(read_pack())


@pytest.fixture(scope="module")
def towns() -> dict[str, tuple[str, str]]:
    return {row["id"]: (row["name_zh"], row["name_en"]) for row in records(read_pack()["towns"])}


@pytest.mark.parametrize(
    ("changed", "zh", "en"),
    [
        ({}, "≥ 50 家（2028 年）", "≥ 50 firms (2028)"),
        ({"operator": "gt", "year": None}, "> 50 家", "> 50 firms"),
        ({"operator": "eq", "unit_en": None}, "50 家（2028 年）", "50 (2028)"),
        ({"operator": "nearly", "year": None}, "近 50 家", "nearly 50 firms"),
        ({"value": 105561.0, "operator": "eq", "year": None}, "105,561 家", "105,561 firms"),
        ({"value": 2.5, "unit_zh": "%", "unit_en": "%"}, "≥ 2.5%（2028 年）", "≥ 2.5% (2028)"),
        (
            {"value": 7000.0, "unit_zh": "亿元", "unit_en": "100 million yuan", "year": None},
            "≥ 7,000 亿元",
            "≥ 700 billion yuan",
        ),
        (
            {"kind": "period", "operator": "eq", "value": 2026.0, "high": 2028.0, "unit_zh": "年",
             "unit_en": "year", "year": None},
            "2026–2028 年",
            "2026–2028",
        ),
        (
            {"kind": "rank", "operator": "eq", "value": 3.0, "unit_zh": "位", "year": None},
            "第 3 位",
            "no. 3",
        ),
    ],
)  # fmt: skip
def test_a_figure_keeps_its_sign_its_unit_and_its_year(
    changed: dict[str, Any], zh: str, en: str
) -> None:
    row = {**FIGURE, **changed}
    assert figure_words(Words(Texts(Language.ZH)), row) == zh
    assert figure_words(Words(Texts(Language.EN)), row) == en


def test_a_figure_keeps_every_digit(lookup: RecordLookup) -> None:
    words = Words(Texts(Language.ZH))
    for row in lookup.tables["policy_figures"].values():
        said = figure_words(words, row).replace(",", "")
        assert f"{row['value']:.10g}" in said, row["id"]


@pytest.mark.parametrize("language", list(Language))
def test_every_fact_has_words_in_both_languages(
    lookup: RecordLookup, towns: dict[str, tuple[str, str]], language: Language
) -> None:
    words = FactWords(Texts(language), lookup, towns)
    for table, rows in lookup.tables.items():
        for row in rows.values():
            said = words.text(table, row)
            assert said.name
            assert language is Language.EN or "None" not in words.sentence(table, row), row["id"]
            assert all(part.label for part in said.parts)


def test_a_list_says_when_it_is_open(
    lookup: RecordLookup, towns: dict[str, tuple[str, str]]
) -> None:
    row = lookup.row("policy_lists", "d000-42-facilities")
    zh = FactWords(Texts(Language.ZH), lookup, towns).sentence("policy_lists", row)
    en = FactWords(Texts(Language.EN), lookup, towns).sentence("policy_lists", row)
    assert zh == "低空配套设施：低空智联网、标准化起降点位等"
    assert en.endswith("landing points and others")


def test_a_designation_names_the_place_as_written_and_todays_units(
    lookup: RecordLookup, towns: dict[str, tuple[str, str]]
) -> None:
    words = FactWords(Texts(Language.ZH), lookup, towns)
    row = lookup.row("policy_designations", "d004-231-cluster-08-shuixiang-short")
    place = lookup.row("policy_places", row["place"])
    part = words.text("policy_designations", row).parts[0]
    assert f"“{row['place_zh']}”" in part.text
    assert [path.rpartition("/")[2] for _, path in part.links] == list(place["towns"])
    assert [name for name, _ in part.links] == [towns[one][0] for one in place["towns"]]
