"""Use cases of the policy record: each question once, computed once per edition."""

import geopandas as gpd

from api.snapshot import Snapshot
from gis.errors import InvalidInputError
from gis.policy.areas import layout_areas
from gis.policy.built import EVIDENCE_COLUMNS, StateFrames, plan_against_built
from gis.policy.drift import drift
from gis.policy.facts import Fact, FactQuery, find_facts
from gis.policy.matrix import RecordFrames, town_matrix
from gis.policy.record import RECORD
from gis.policy.results import DriftReport, TargetState, TownRow
from gis.policy.results_built import BuiltReport
from gis.policy.targets import COUNTS, target_states

Documents = frozenset[str] | None
"""Ids of documents; ``None`` for all."""


def record_frames(snapshot: Snapshot) -> dict[str, gpd.GeoDataFrame]:
    """Return the tables of the record by name."""
    return {spec.name: snapshot.frame(spec.name) for spec in RECORD}


def chosen_documents(snapshot: Snapshot, document: str | None) -> Documents:
    """Return the documents asked for by id.

    Raises
    ------
    gis.errors.InvalidInputError
        If there is no such document.
    """
    if document is None:
        return None
    known = list(snapshot.frame("policy_documents")["id"])
    if document not in known:
        raise InvalidInputError(
            f"there is no document {document!r}",
            field="document",
            remedy="Use one of " + ", ".join(known),
        )
    return frozenset({document})


def town_rows(snapshot: Snapshot, documents: Documents = None) -> tuple[TownRow, ...]:
    """Return the town x field x document matrix, every unit once."""

    def compute() -> tuple[TownRow, ...]:
        return town_matrix(
            snapshot.frame("towns"),
            RecordFrames(
                documents=snapshot.frame("policy_documents"),
                places=snapshot.frame("policy_places"),
                topics=snapshot.frame("policy_topics"),
                designations=snapshot.frame("policy_designations"),
            ),
            carriers=snapshot.frame("carriers"),
            landmarks=snapshot.frame("landmarks"),
            takeoff_points=snapshot.frame("takeoff_points"),
            documents=documents,
        )

    return snapshot.answer(("town rows", documents), compute)


def drift_report(snapshot: Snapshot) -> DriftReport:
    """Return what was kept, dropped and added between the plans."""

    def compute() -> DriftReport:
        return drift(
            town_rows(snapshot),
            snapshot.frame("policy_documents"),
            snapshot.frame("policy_places"),
        )

    return snapshot.answer("drift", compute)


def built_report(snapshot: Snapshot) -> BuiltReport:
    """Return plan against built."""

    def compute() -> BuiltReport:
        frames = StateFrames(
            features={layer: snapshot.frame(layer) for layer in EVIDENCE_COLUMNS},
            evidence=snapshot.frame("evidence"),
            sources=snapshot.frame("sources"),
            names=snapshot.frame("policy_names"),
            documents=snapshot.frame("policy_documents"),
            towns=snapshot.frame("towns"),
        )
        return plan_against_built(town_rows(snapshot), frames)

    return snapshot.answer("built", compute)


def targets(snapshot: Snapshot) -> tuple[TargetState, ...]:
    """Return every target against what the store can count."""
    layers = {count.layer: snapshot.frame(count.layer) for count in COUNTS.values()}
    return snapshot.answer(
        "targets", lambda: target_states(snapshot.frame("policy_figures"), layers)
    )


def facts(snapshot: Snapshot, query: FactQuery) -> tuple[Fact, ...]:
    """Return the facts that match. They are not kept: anybody may ask for any words."""
    return find_facts(record_frames(snapshot), query)


def areas(snapshot: Snapshot) -> gpd.GeoDataFrame:
    """Return core, belts, areas and clusters as schematic polygons (EPSG:4490)."""
    return snapshot.answer(
        "areas",
        lambda: layout_areas(
            town_rows(snapshot), snapshot.frame("policy_topics"), snapshot.frame("towns")
        ),
    )
