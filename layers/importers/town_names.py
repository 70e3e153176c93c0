"""Which town a feature of a user's file is: by code, by id or by its name in any usual form."""

from collections.abc import Mapping, Sequence
from typing import Any

import geopandas as gpd

from gis.errors import RowProblem
from gis.records import records
from layers.importers.userfile import UserFeature

_SUFFIXES = ("街道办事处", "管理委员会", "管委会", "街道办", "街道", "镇")
_PREFIXES = ("广东省", "东莞市")
_CODE_FIELDS = ("code", "adcode", "towncode", "代码", "区划代码", "统计代码")
_ID_FIELDS = ("id",)
_NAME_FIELDS = ("name_zh", "name", "名称", "镇街", "镇街名称", "town", "name_en")


def bare_name(name: str) -> str:
    """Return a place's name without its province, city and administrative suffix.

    >>> bare_name("东莞市虎门镇"), bare_name("南城街道办事处"), bare_name("松山湖管委会")
    ('虎门', '南城', '松山湖')
    """
    bare = "".join(name.split()).casefold()
    for prefix in _PREFIXES:
        bare = bare.removeprefix(prefix)
    for suffix in _SUFFIXES:
        if bare.endswith(suffix) and len(bare) > len(suffix) + 1:
            return bare.removesuffix(suffix)
    return bare


class TownIndex:
    """The known towns, to be found by what files call them.

    Parameters
    ----------
    known
        Frame of the towns layer.
    """

    def __init__(self, known: gpd.GeoDataFrame) -> None:
        self._by_code: dict[str, str] = {}
        self._by_id: dict[str, str] = {}
        self._by_name: dict[str, str] = {}
        for row in records(known):
            self._by_id[row["id"]] = row["id"]
            if row["code"]:
                self._by_code[row["code"]] = row["id"]
            for name in (row["name_zh"], row["name_en"]):
                self._by_name[bare_name(name)] = row["id"]

    def find(self, properties: Mapping[str, Any]) -> str | None:
        """Return the id of the town that some attributes mean, or ``None``.

        A code decides before an id, an id before a name. Field names are compared without case.
        """
        fields = {str(key).casefold(): _text(value) for key, value in properties.items()}
        for names, index in ((_CODE_FIELDS, self._by_code), (_ID_FIELDS, self._by_id)):
            for name in names:
                found = index.get(_code(fields.get(name, "")))
                if found:
                    return found
        for name in _NAME_FIELDS:
            found = self._by_name.get(bare_name(fields.get(name, "")))
            if found:
                return found
        return None


def _text(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value).strip()


def _code(text: str) -> str:
    """Cut a twelve-digit statistical code, whose last three digits are 0, to nine."""
    return text[:9] if len(text) == 12 and text.isdigit() and text.endswith("000") else text


def match_towns(
    features: Sequence[UserFeature], known: gpd.GeoDataFrame
) -> tuple[dict[str, UserFeature], list[RowProblem]]:
    """Return features by town id, and what does not fit.

    Parameters
    ----------
    features
        The file's features.
    known
        Frame of the towns layer. Every unit that is part of the partition must be found;
        functional areas outside it may be.
    """
    index = TownIndex(known)
    matched: dict[str, UserFeature] = {}
    problems: list[RowProblem] = []
    for feature in features:
        town = index.find(feature.properties)
        if town is None:
            problems.append(_unmatched(feature))
        elif town in matched:
            reason = f"row {matched[town].row} is {town!r} already"
            remedy = "Merge the parts of a town into one MultiPolygon."
            problems.append(RowProblem(feature.row, "name", town, reason, remedy))
        else:
            matched[town] = feature
    for row in records(known):
        if row["in_partition"] and row["id"] not in matched:
            reason = f"the file has no {row['name_zh']} ({row['id']})"
            remedy = "Add it: the boundaries must make up the whole city."
            problems.append(RowProblem(len(features) + 1, "name", row["id"], reason, remedy))
    return matched, problems


def _unmatched(feature: UserFeature) -> RowProblem:
    written = {
        key: value
        for key, value in feature.properties.items()
        if str(key).casefold() in (*_CODE_FIELDS, *_ID_FIELDS, *_NAME_FIELDS)
    }
    value = ", ".join(f"{key}={item}" for key, item in written.items())[:80]
    fields = "code, id or name"
    return RowProblem(
        feature.row,
        "name",
        value,
        "no town is called so" if written else f"there is no {fields} to tell the town by",
        "Give a field code (441900121), id (humen) or name (虎门镇).",
    )
