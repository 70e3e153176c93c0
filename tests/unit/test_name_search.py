"""Names are found as people type them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypinyin import Style, lazy_pinyin

from gis.name_search import Match, find
from layers.seed.pack import read_pack

HAN = st.text(st.sampled_from("滨海湾新区麻涌长安厚街绿女行乐机器人松山湖"), min_size=1, max_size=8)


@pytest.mark.parametrize(
    ("query", "text", "found"),
    [
        ("bhw", "滨海湾新区", "滨海湾"),
        ("binhai", "滨海湾新区", "滨海"),
        ("binh", "滨海湾新区", "滨海"),
        ("bhwan", "滨海湾新区", "滨海湾"),
        ("b海", "滨海湾新区", "滨海"),
        ("滨海 湾", "滨海湾新区", "滨海湾"),
        ("BINHAI bay", "Binhai Bay New Area", "Binhai Bay"),
        ("bay", "Binhai Bay New Area", "Bay"),
        ("changan", "Chang'an", "Chang'an"),
        ("jqr", "松山湖国际机器人产业基地", "机器人"),
        ("ai", "国家“AI+智能终端”场景", "AI"),
        ("lvdao", "绿道", "绿道"),
        ("ludao", "绿道", "绿道"),
        ("\uff13C", "机器人+3C电子制造", "3C"),
    ],
)
def test_what_is_typed_is_found(query: str, text: str, found: str) -> None:
    match = find(query, text)
    assert match is not None
    assert text[match.start : match.end] == found


@pytest.mark.parametrize(
    ("query", "text"),
    [("ay", "Binhai Bay"), ("hb", "滨海湾"), ("bhz", "滨海湾"), ("", "滨海湾"), ("、 ·", "滨海湾")],
)
def test_what_is_not_there_is_not_found(query: str, text: str) -> None:
    assert find(query, text) is None


def test_every_town_is_found_by_its_english_name() -> None:
    """The English name of a town is its pinyin, whatever the dictionary reads first (麻涌)."""
    towns = read_pack()["towns"]
    census = towns[towns["kind"].isin(["town", "subdistrict"])]
    missed = [
        zh
        for zh, en in zip(census["name_zh"], census["name_en"], strict=True)
        if find(en.removesuffix(" Town").removesuffix(" Subdistrict"), zh) is None
    ]
    assert len(census) == 32
    assert missed == []


@given(HAN, st.data())
def test_any_part_is_found_by_signs_pinyin_and_initials(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    part = text[start:end]
    for typed in (
        part,
        "".join(lazy_pinyin(part)),
        "".join(lazy_pinyin(part, style=Style.FIRST_LETTER)),
    ):
        match = find(typed, text)
        assert match is not None
        assert match.start <= start


@given(st.text(max_size=200), st.text(max_size=60))
def test_any_query_of_any_text_is_answered(query: str, text: str) -> None:
    match = find(query, text)
    assert match is None or 0 <= match.start < match.end <= len(text)


def test_a_match_says_which_characters_were_found() -> None:
    assert find("虎门", "虎门港") == Match(0, 2)
