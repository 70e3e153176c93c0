"""Whole answers about the plans: what the service sends and the command line prints as JSON."""

import datetime as dt
from collections import Counter

from pydantic import BaseModel, Field

from api import plans_answers as parts
from api.plans_asked import BuiltFound, DriftFound, carrier_names
from api.policy_record import targets
from api.snapshot import Snapshot
from gis.policy.built import rests_on_plans, unsupported
from gis.policy.drift import RULE_EN, RULE_ZH
from gis.policy.results import Change, Met, TargetState
from layers.policy_check import RecordFault

DONGGUAN_TIME = dt.timezone(dt.timedelta(hours=8))


class CheckAnswer(BaseModel):
    """What is wrong with the policy record in a store."""

    edition: str
    facts: int = Field(description="Facts checked.")
    with_texts: bool = Field(description="Whether they were compared with the documents' texts.")
    faults: tuple[RecordFault, ...]


def today() -> dt.date:
    """Return the date in Dongguan."""
    return dt.datetime.now(DONGGUAN_TIME).date()


def drift_answer(snapshot: Snapshot, found: DriftFound) -> parts.DriftAnswer:
    """Return what the plans kept, dropped and added, with the rule of the inference."""
    changes = tuple(parts.change_answer(one, found.namings) for one in found.changes)
    counts = Counter(one.change for one in changes)
    return parts.DriftAnswer(
        edition=snapshot.edition,
        basis="inferred",
        rule_zh=RULE_ZH,
        rule_en=RULE_EN,
        plans=parts.plan_answers(found.report),
        addressed=dict(found.report.addressed),
        counts={change: counts[change] for change in Change},
        histories=parts.history_answers(found.histories),
        changes=changes,
    )


def built_answer(snapshot: Snapshot, found: BuiltFound) -> parts.BuiltAnswer:
    """Return plan against built, with counts of everything whatever was asked for."""
    return parts.BuiltAnswer(
        edition=snapshot.edition,
        counts=parts.built_counts(found.every),
        plan_text_only=sum(map(rests_on_plans, found.every)),
        contradicted=sum(one.contradicted for one in found.every),
        unsupported=sum(map(unsupported, found.every)),
        features=found.features,
        gaps=found.gaps,
        unlocated=parts.carriers_named(found.unlocated, carrier_names(snapshot)),
    )


def targets_answer(
    snapshot: Snapshot, found: tuple[TargetState, ...], on: dt.date
) -> parts.TargetsAnswer:
    """Return targets, with counts of all whatever was asked for.

    Parameters
    ----------
    snapshot
        Of one edition.
    found
        The targets asked for.
    on
        The day on which it is asked whether they are past due.
    """
    every = targets(snapshot)
    counts = Counter(one.met for one in every)
    return parts.TargetsAnswer(
        edition=snapshot.edition,
        today=on,
        total=len(every),
        countable=sum(one.current is not None for one in every),
        counts={met: counts[met] for met in Met},
        targets=tuple(parts.target_answer(one, on) for one in found),
    )
