"""Frozen results of plan against built: the state of features, its evidence, and the gaps.

Ids refer to the tables of :mod:`gis.policy.record` and the layers of :mod:`gis.catalogue`.
"""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Evidence:
    """One statement about the state of a feature.

    Attributes
    ----------
    evidence_class
        A word of :data:`gis.vocabulary.EVIDENCE_CLASSES`.
    status
        What it says: a word of :data:`gis.vocabulary.EVIDENCE_STATUSES`.
    on
        Its date; ``None`` where the document has none, ``year`` then tells the year.
    year
        Its year.
    source
        The row of the sources layer, or ``None`` for a fact of the record.
    fact
        The fact of the record (``policy_names`` id), or ``None``.
    document, line
        Where a fact of the record stands.
    name_zh, name_en, note_zh, note_en
        What it is called, and what must be said.
    """

    evidence_class: str
    status: str
    on: date | None
    year: int
    source: str | None
    fact: str | None
    document: str | None
    line: int | None
    name_zh: str
    name_en: str
    note_zh: str | None
    note_en: str | None


@dataclass(frozen=True, slots=True)
class BuiltState:
    """One feature, its state in the store, and all that speaks for or against it.

    Attributes
    ----------
    layer, feature, name_zh, name_en, towns, status, as_of
        The feature.
    evidence
        Every statement, oldest first.
    contradicted
        Whether a later statement puts the feature at an earlier stage than an earlier one did,
        or two statements of one day differ.
    proposed
        Whether it is only proposed: nothing is said of it, and its status is no report.
    """

    layer: str
    feature: str
    name_zh: str
    name_en: str
    towns: tuple[str, ...]
    status: str
    as_of: date
    evidence: tuple[Evidence, ...]
    contradicted: bool
    proposed: bool = False


@dataclass(frozen=True, slots=True)
class BuiltGap:
    """A designation without a carrier, or a carrier without a designation.

    Attributes
    ----------
    kind
        ``nothing_located`` (named for the field, no carrier of the field located there) or
        ``nowhere_designated`` (a carrier of the field there, no document names the unit for it).
    town, name_zh, name_en, field
        The unit and the field.
    designations, carriers
        The facts and features concerned.
    through_area
        Whether the unit is named only through an area or site.
    """

    kind: str
    town: str
    name_zh: str
    name_en: str
    field: str
    designations: tuple[str, ...]
    carriers: tuple[str, ...]
    through_area: bool


@dataclass(frozen=True, slots=True)
class BuiltReport:
    """Plan against built.

    Attributes
    ----------
    features
        Carriers, takeoff points, roads, landmarks and facilities with their evidence.
    gaps
        Designated and nothing located; located and nowhere designated.
    unlocated
        Carriers of a field that no document places in a unit: they may fill a gap.
    """

    features: tuple[BuiltState, ...]
    gaps: tuple[BuiltGap, ...]
    unlocated: tuple[str, ...]
