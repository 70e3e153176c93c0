"""The columns of a planner's table of towns and industries, and the headings they go by."""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from gis.errors import RowProblem
from gis.policy.results_specialisation import Measure, YieldIndex
from gis.policy.specialisation import INDICES, MEASURES


class Key(StrEnum):
    """What tells one row from another."""

    TOWN = "town"
    INDUSTRY = "industry"
    YEAR = "year"


Field = Key | Measure | YieldIndex


@dataclass(frozen=True, slots=True)
class TableColumn:
    """One column a table may have.

    Attributes
    ----------
    field
        What it holds.
    zh, en
        Its usual headings; the field's own word will do too, and those in ``others``.
    required
        Whether every table must have it.
    """

    field: Field
    zh: str
    en: str
    required: bool = False
    others: tuple[str, ...] = ()


_OTHERS: dict[str, tuple[str, ...]] = {
    Measure.FIRMS: ("企业数量", "企业个数", "企业单位数"),
    Measure.OUTPUT: ("总产值", "工业总产值", "Output value"),
    Measure.EMPLOYMENT: ("从业人员", "从业人员数", "就业人数", "Persons employed"),
    YieldIndex.LABOUR_PRODUCTIVITY: ("Labor productivity",),
    YieldIndex.VALUE_ADDED_PER_ENERGY: ("Value added per unit of energy",),
    YieldIndex.VALUE_ADDED_PER_EMISSION: ("Value added per unit of emissions",),
    YieldIndex.RD_SHARE: ("研发经费支出占主营业务收入之比", "R&D经费占主营业务收入之比"),
}
COLUMNS = (
    TableColumn(Key.TOWN, "镇街", "Town", required=True, others=("镇街名称", "镇街园区", "园区")),
    TableColumn(Key.INDUSTRY, "产业", "Industry", required=True, others=("行业", "产业名称")),
    TableColumn(Key.YEAR, "年份", "Year", others=("年度", "年")),
    *(TableColumn(Measure(one.id), one.zh, one.en, others=_OTHERS[one.id]) for one in MEASURES),
    *(
        TableColumn(YieldIndex(one.id), one.zh, one.en, others=_OTHERS.get(one.id, ()))
        for one in INDICES
    ),
)
_UNIT = re.compile(r"^(?P<name>.+?)\s*[(\[](?P<unit>[^()\[\]]*)[)\]]$")


def _plain(heading: str) -> str:
    return re.sub(r"[\s_-]", "", unicodedata.normalize("NFKC", heading)).casefold()


_FIELDS = {
    _plain(name): column.field
    for column in COLUMNS
    for name in (column.zh, column.en, column.field.value, *column.others)
}


@dataclass(frozen=True, slots=True)
class Headings:
    """What a table's header line means.

    Attributes
    ----------
    fields
        Each column's field; ``None`` for one that is blank or not known.
    written
        Each column's heading as written.
    units
        The unit in brackets behind a heading, where there is one: told, never converted.
    problems
        What is wrong, of row 0.
    """

    fields: tuple[Field | None, ...]
    written: tuple[str, ...]
    units: dict[Field, str]
    problems: tuple[RowProblem, ...]

    @property
    def usable(self) -> bool:
        """Whether rows can be told apart, so that they are worth checking."""
        return {Key.TOWN, Key.INDUSTRY} <= set(self.fields)


def read_headings(line: Sequence[str]) -> Headings:
    """Return what a header line means.

    Parameters
    ----------
    line
        The headings in any width, case and spacing, each with a unit in brackets if wanted.
    """
    fields: list[Field | None] = []
    units: dict[Field, str] = {}
    problems: list[RowProblem] = []
    for heading in line:
        field, unit = _meaning(heading)
        if field is None and heading:
            known = "、".join(column.zh for column in COLUMNS)
            reason = "no column is called so"
            problems.append(_of_header(heading, "heading_unknown", reason, f"Known: {known}"))
        if field is not None and unit:
            units[field] = unit[:40]
        fields.append(field)
    return Headings(tuple(fields), tuple(line), units, (*problems, *_faults(line, fields)))


def _meaning(heading: str) -> tuple[Field | None, str]:
    if (field := _FIELDS.get(_plain(heading))) is not None:
        return field, ""
    found = _UNIT.match(unicodedata.normalize("NFKC", heading).strip())
    if found is None:
        return None, ""
    return _FIELDS.get(_plain(found["name"])), found["unit"].strip()


def _faults(line: Sequence[str], fields: Sequence[Field | None]) -> list[RowProblem]:
    problems = []
    times = Counter(field for field in fields if field is not None)
    for place, field in enumerate(fields):
        if field is not None and times[field] > 1 and field in fields[:place]:
            reason, remedy = "another column holds this too", "Leave one of them out."
            problems.append(_of_header(line[place], "heading_twice", reason, remedy))
    for column in COLUMNS:
        if column.required and column.field not in times:
            reason, remedy = "the table has no such column", "Add it to the header line."
            problems.append(_of_header(column.zh, "heading_missing", reason, remedy))
    if not any(isinstance(field, Measure | YieldIndex) for field in times):
        named = "、".join(column.zh for column in COLUMNS if not isinstance(column.field, Key))
        reason = "there is no column of figures"
        problems.append(_of_header("", "no_figures", reason, f"Add one of: {named}"))
    return problems


def _of_header(heading: str, code: str, reason: str, remedy: str) -> RowProblem:
    return RowProblem(0, heading[:80], heading[:80], reason, remedy, code)
