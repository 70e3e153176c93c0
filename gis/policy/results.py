"""Frozen results of the policy record: who is named for what, and what became of it.

Ids refer to the tables of :mod:`gis.policy.record` and the layers of :mod:`gis.catalogue`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Naming:
    """One clause of one document naming one unit for one field.

    Attributes
    ----------
    field
        The cluster or field, a word of :data:`gis.policy.vocabulary.CLUSTER_FIELDS`.
    designation, topic, topic_kind, topic_zh, topic_en, role_zh, role_en
        The fact, what the place is named for (``topic_kind`` is a word of
        :data:`gis.policy.vocabulary.TOPIC_KINDS`), and as what.
    document, year, section, line
        Where it says so.
    place, place_zh
        The place as the record knows it, and as written.
    via
        The id of the place named, where that is an area or site and not the unit itself; ``None``
        where the document names the unit.
    inferred
        Whether any step from the words to the unit and the field is our reading.
    open_list
        Whether the document's list of places is open (等).
    """

    field: str
    designation: str
    topic: str
    topic_kind: str
    topic_zh: str
    topic_en: str
    role_zh: str | None
    role_en: str | None
    document: str
    year: int
    section: str
    line: int
    place: str
    place_zh: str
    via: str | None
    inferred: bool
    open_list: bool


@dataclass(frozen=True, slots=True)
class TownRow:
    """One row of the town x field x document matrix.

    Attributes
    ----------
    town, name_zh, name_en, kind
        The town, subdistrict or functional area.
    namings
        By field in the vocabulary's order, then year, then designation.
    mentioned_in
        The documents that write the unit's own name anywhere, oldest first.
    carriers, landmarks, takeoff_points
        Number by status of the features placed in this very unit; a feature placed in several
        units counts in each, so the columns do not add up to the city.
    """

    town: str
    name_zh: str
    name_en: str
    kind: str
    namings: tuple[Naming, ...]
    mentioned_in: tuple[str, ...]
    carriers: Mapping[str, int]
    landmarks: Mapping[str, int]
    takeoff_points: Mapping[str, int]

    @property
    def named(self) -> bool:
        """Whether any document names the unit, or an area or site it belongs to, for a field."""
        return bool(self.namings)

    @property
    def named_directly(self) -> bool:
        """Whether any document names the unit itself for a field."""
        return any(naming.via is None for naming in self.namings)

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields it is named for, each once, in the vocabulary's order."""
        return tuple(dict.fromkeys(naming.field for naming in self.namings))

    def cell(self, field: str) -> tuple[Naming, ...]:
        """Return who names it for ``field``: one cell of the matrix."""
        return tuple(naming for naming in self.namings if naming.field == field)


class Change(StrEnum):
    """What became of a naming from one plan to the next that addresses the field."""

    ADDED = "added"
    KEPT = "kept"
    DROPPED = "dropped"
    NOT_REPEATED = "not_repeated"
    """Named before; the later plan names landmarks for the field, which is no layout of it."""


@dataclass(frozen=True, slots=True)
class Drift:
    """One unit, one field, from one plan to the next plan that addresses the field.

    Attributes
    ----------
    field
        The field.
    unit, name_zh, name_en
        The town or functional area (``level`` ``town``) or the place as written (``place``).
    level
        ``town`` or ``place``.
    before, after
        The two plans; their years are ``year_before`` and ``year_after``.
    change
        Kept, dropped, added or not repeated. Every one is an inference: documents do not say
        that they drop.
    through_area
        Whether one side names the unit only through an area or site.
    open_list
        Whether the later plan's list is open (等), so that what seems dropped may not be.
    namings_before, namings_after
        The designations on each side.
    """

    field: str
    unit: str
    name_zh: str
    name_en: str
    level: str
    before: str
    after: str
    year_before: int
    year_after: int
    change: Change
    through_area: bool
    open_list: bool
    namings_before: tuple[str, ...]
    namings_after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DriftReport:
    """Kept, dropped and added between the plans.

    Attributes
    ----------
    plans
        The plans compared and their years, oldest first.
    addressed
        By field, the plans that name any place for it.
    changes
        By field, step, level and unit.
    """

    plans: tuple[tuple[str, int], ...]
    addressed: Mapping[str, tuple[str, ...]]
    changes: tuple[Drift, ...]


class Met(StrEnum):
    """Whether a target is met by what the store holds."""

    YES = "yes"
    NOT_YET = "not_yet"
    NO_DATA = "no_data"


@dataclass(frozen=True, slots=True)
class TargetState:
    """One target against what the store can count.

    Attributes
    ----------
    figure, name_zh, name_en, document, section, line
        The figure of the record.
    operator, value, high, unit_zh, unit_en, as_written, due
        What is aimed at, and by which year (``None`` where none is stated).
    current, counted
        The count in the store and which features it counts (layer ids); ``None`` and empty where
        the store holds nothing that could be counted.
    how_zh, how_en
        What was counted, or why nothing can be.
    met
        Whether the count satisfies the operator.
    """

    figure: str
    name_zh: str
    name_en: str
    document: str
    section: str
    line: int
    operator: str
    value: float
    high: float | None
    unit_zh: str | None
    unit_en: str | None
    as_written: str
    due: int | None
    current: int | None
    counted: tuple[str, ...]
    how_zh: str
    how_en: str
    met: Met
