"""Texts of documents: what the record must hold of them, and where each word stands."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layers.seed.policy_texts import (
    PolicyText,
    Token,
    longest_copied,
    mentions,
    normalised,
    read_texts,
    tokens,
)

FORMS = {
    "lake": ["松山湖"],
    "science-city": ["松山湖科学城"],
    "water": ["水乡经济区", "水乡"],
    "changan": ["长安", "长安镇"],
}
pieces = st.sampled_from(
    [
        *"、“”《》：，（） 镇条",
        "松山湖",
        "科学城",
        "水乡",
        "经济区",
        "长安",
        "5G",
        "12",
        "3.5",
        "三大",
        "低空",
    ]
)
written = st.lists(pieces, max_size=25).map("".join)


def told(kind: str, text: str) -> list[str]:
    return [token.text for token in tokens(PolicyText.of(text)) if token.kind == kind]


@given(st.lists(written, max_size=6).map("\n".join))
def test_every_character_knows_its_line(text: str) -> None:
    document = PolicyText.of(text)
    assert document.characters == normalised(text)
    assert len(document.line_of) == len(document.characters)
    for number, line in enumerate(document.lines, start=1):
        own = (
            c for c, at in zip(document.characters, document.line_of, strict=True) if at == number
        )
        assert "".join(own) == normalised(line)


@given(written, st.integers(0, 60))
def test_a_line_break_anywhere_changes_no_token(text: str, at: int) -> None:
    whole, broken = PolicyText.of(text), PolicyText.of(f"{text[:at]}\n\n{text[at:]}")
    assert [(t.kind, t.text) for t in tokens(broken)] == [(t.kind, t.text) for t in tokens(whole)]
    assert [(p, t.text) for p, t in mentions(broken, FORMS)] == [
        (p, t.text) for p, t in mentions(whole, FORMS)
    ]
    for _, token in mentions(broken, FORMS):
        assert (token.first, token.last) in {(1, 1), (3, 3), (1, 3)}


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("到2027年，达30000亿元", ["2027", "30000"]),
        ("增长 3.5%，约１２家", ["3.5", "12"]),
        ("5G、3D、IPv6 和 Q10", []),
        ("5 个 5G 项目", ["5"]),
        ("条款1.2.3", ["1.2.3"]),
        ("4K超高清", []),
        ("4 KW", ["4"]),
    ],
)
def test_figures_are_numbers_and_not_names(text: str, figures: list[str]) -> None:
    assert told("figure", text) == figures


@pytest.mark.parametrize(
    ("text", "numerals"),
    [
        ("十大地标、三条带、两区", ["十大", "三条", "两区"]),
        ("千亿级集群", ["千亿级"]),
        ("第三条，每个", []),
        ("统一个性", []),
    ],
)
def test_numerals_have_a_measure_word(text: str, numerals: list[str]) -> None:
    assert told("numeral", text) == numerals


def test_quoted_names_and_inner_items() -> None:
    text = "印发《方案》：“一核”、芯片、封装，测试、材料（略）、装备"
    assert told("quoted", text) == ["《方案》", "“一核”"]
    assert told("item", text) == ["芯片"]
    assert told("item", "甲、乙、\n丙\n、丁") == ["乙", "丙"]


def test_the_longest_form_of_a_place_wins() -> None:
    text = PolicyText.of("松山湖科学城与松山湖，水乡经济区、水乡\n长安镇的长\n安")
    assert [
        (place, token.text, token.first, token.last) for place, token in mentions(text, FORMS)
    ] == [
        ("science-city", "松山湖科学城", 1, 1),
        ("lake", "松山湖", 1, 1),
        ("water", "水乡经济区", 1, 1),
        ("water", "水乡", 1, 1),
        ("changan", "长安镇", 2, 2),
        ("changan", "长安", 2, 3),
    ]


def test_a_token_tells_its_lines_across_a_wrap() -> None:
    text = PolicyText.of("引言\n《低空\n\n经济》20\n26年")
    assert list(tokens(text)) == [
        Token("figure", "2026", 4, 5),
        Token("quoted", "《低空经济》", 2, 4),
    ]


@given(st.text("甲乙丙", max_size=12), st.lists(st.text("甲乙丙", max_size=15), max_size=3))
def test_the_longest_copied_run_is_the_longest_of_all_runs(cell: str, texts: list[str]) -> None:
    runs = [cell[i:j] for i in range(len(cell)) for j in range(i + 1, len(cell) + 1)]
    longest = max((len(run) for run in runs if any(run in text for text in texts)), default=0)
    assert longest_copied(cell, [PolicyText.of(text) for text in texts]) == longest


def test_texts_are_read_by_the_number_of_their_document(tmp_path: Path) -> None:
    (tmp_path / "D004-2024-plan.txt").write_text("方案\n", encoding="utf-8")
    (tmp_path / "D010-letter.txt").write_text("复函", encoding="utf-8")
    (tmp_path / "README.txt").write_text("not a document", encoding="utf-8")
    found = read_texts(tmp_path)
    assert list(found) == ["d004", "d010"]
    assert found["d004"].lines == ("方案", "")
