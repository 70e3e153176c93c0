"""What a snapshot keeps, and what pushes it out."""

from typing import NoReturn

import pytest

from api import snapshot as module
from api.coverage_tried import coverage_tried
from api.operator_question import OperatorQuestion
from api.snapshot import Snapshots
from gis.scenario.model import AddedSite, Place
from layers.memory_store import MemoryStore
from layers.seed.pack import read_pack
from layers.seeding import seed
from web.operator.tried import Tried


def _again() -> NoReturn:
    raise AssertionError("worked out again")


def test_a_drag_pushes_out_nothing_that_all_ask_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_ANSWERS_KEPT", 6)
    monkeypatch.setattr(module, "_TRIED_KEPT", 2)
    store = MemoryStore()
    seed(store, read_pack())
    snapshot = Snapshots(store).latest()
    kept = snapshot.answer("asked by all", object)
    states = [Tried((AddedSite(Place(113.7 + step / 100, 23.0)),)) for step in range(8)]
    found = [coverage_tried(snapshot, OperatorQuestion(), tried) for tried in states]
    assert snapshot.answer("asked by all", _again) is kept
    assert coverage_tried(snapshot, OperatorQuestion(), states[-1]) is found[-1]
