"""Where a document says something, in words: ``2024年方案 二（一）8 · 第 231 行``."""

from collections.abc import Mapping
from typing import Any

from web.shell.texts import Texts


def citation(
    t: Texts,
    document: Mapping[str, Any],
    section: Mapping[str, Any] | None,
    line: int,
    last_line: int | None = None,
) -> str:
    """Return document, section and lines in the texts' language.

    Parameters
    ----------
    t
        The page's language.
    document
        A row of ``policy_documents``.
    section
        A row of ``policy_sections`` as :func:`gis.policy.lookup.numbered_sections` gives it: a
        number that is the whole way down. A section that has none is called by its name; ``None``
        names no section.
    line, last_line
        Lines of the text, counted from 1.
    """
    place = "" if section is None else section_words(t, section)
    lines = lines_words(t, line, last_line)
    return " · ".join([f"{document_words(t, document)} {place}".strip(), lines])


def document_words(t: Texts, document: Mapping[str, Any]) -> str:
    """Return a document by its year and what it is: ``2024年方案``."""
    if document["kind"] == "letter":
        return t("citation.letter", year=document["year"])
    if "方案" in document["name_zh"]:
        return t("citation.scheme", year=document["year"])
    return t("citation.plan", year=document["year"])


def section_words(t: Texts, section: Mapping[str, Any]) -> str:
    """Return a section by its number, or by its name where it has none."""
    return section["number"] or t.pick(section["name_zh"], section["name_en"])


def lines_words(t: Texts, line: int, last_line: int | None = None) -> str:
    """Return a line, or the first and the last of several."""
    if last_line is None or last_line == line:
        return t("source.line", line=line)
    return t("source.lines", first=line, last=last_line)
