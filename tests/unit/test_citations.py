"""Citations in words, in both languages."""

import pytest

from gis.policy.lookup import RecordLookup, record_lookup
from layers.seed.pack import read_pack
from web.shell.citations import citation
from web.shell.texts import Texts
from web.views import Language

ZH, EN = Texts(Language.ZH), Texts(Language.EN)


@pytest.fixture(scope="module")
def lookup() -> RecordLookup:
    return record_lookup(read_pack())


@pytest.mark.parametrize(
    ("section", "lines", "zh", "en"),
    [
        ("d004-s221", (231, None), "2024年方案 二（一）8 · 第 231 行",
         "2024 plan 二（一）8 · line 231"),
        ("d004-s221", (231, 231), "2024年方案 二（一）8 · 第 231 行",
         "2024 plan 二（一）8 · line 231"),
        ("d001-s127", (127, 191), "2022年规划 二（四）图表3 · 第 127–191 行",
         "2022 plan 二（四）图表3 · lines 127–191"),
        ("d002-s3", (3, 9), "2025年复函 函头与会办单位 · 第 3–9 行",
         "2025 letter {name} · lines 3–9"),
    ],
)  # fmt: skip
def test_document_section_and_lines(
    lookup: RecordLookup, section: str, lines: tuple[int, int | None], zh: str, en: str
) -> None:
    row = lookup.row("policy_sections", section)
    document = lookup.row("policy_documents", row["document"])
    assert citation(ZH, document, row, *lines) == zh
    assert citation(EN, document, row, *lines) == en.format(name=row["name_en"])


def test_without_a_section(lookup: RecordLookup) -> None:
    document = lookup.row("policy_documents", "d000")
    assert citation(ZH, document, None, 92) == "2026年方案 · 第 92 行"


def test_two_documents_are_never_called_the_same(lookup: RecordLookup) -> None:
    for t in (ZH, EN):
        said = [citation(t, row, None, 1) for row in lookup.tables["policy_documents"].values()]
        assert len(set(said)) == len(said) == 5
