"""Certificates over HTTP: proven on their way back, rejected when changed, harmless."""

import copy
import time

import pytest
from fastapi.testclient import TestClient

from api import siting_examples
from gis.siting.verify import digest_of
from tests.http.test_siting_family import ADDRESS, QUESTIONS, VERIFY, ask


@pytest.mark.parametrize("name", [name for name in QUESTIONS if "certificate" not in name])
def test_a_certificate_goes_out_and_comes_back_proven(client: TestClient, name: str) -> None:
    found = client.post(ADDRESS, json=QUESTIONS[name] | {"certificate": True}).json()
    verdict = client.post(VERIFY, json=found["certificate"]).json()
    assert verdict["valid"], verdict["reason"]
    assert verdict["bound_certified"] is found["bound_certified"] is True
    chosen = sorted(site["number"] for site in found["sites"])
    assert found["certificate"]["chosen"] == chosen


def tampered(certificate: dict, change) -> dict:
    """Return a copy with a change made, and every digest made right again."""
    changed = copy.deepcopy(certificate)
    change(changed)
    changed["model_digest"] = digest_of(changed["model"])
    changed["digest"] = digest_of({n: v for n, v in changed.items() if n != "digest"})
    return changed


def test_a_certificate_that_was_tampered_with_is_rejected(client: TestClient) -> None:
    certificate = ask(client, count=2, certificate=True)["certificate"]
    changes = {
        "value": lambda one: one.update(value=one["value"] + 1),
        "bound": lambda one: one.update(bound=one["bound"] - 1),
        "choice": lambda one: one.update(chosen=[0, 1]),
        "weight": lambda one: one["model"]["weights"].__setitem__(0, 10**9),
        "count": lambda one: one["problem"].update(count=3),
        "price": lambda one: one["proof"]["prices"][0].__setitem__(0, 10**30),
        "bound_certified": lambda one: one.update(bound_certified=False),
    }
    for name, change in changes.items():
        verdict = client.post(VERIFY, json=tampered(certificate, change)).json()
        assert verdict["valid"] is False, name
        assert verdict["reason"], name
        assert verdict["value"] is None
    silent = certificate | {"value": certificate["value"] + 1}
    assert "digest" in client.post(VERIFY, json=silent).json()["reason"]


CERTIFICATE = next(iter(siting_examples.CERTIFICATES.values()))["value"]
BOMBS = {
    "a billion candidates": lambda one: one["model"].update(candidates=10**9),
    "a negative number of candidates": lambda one: one["model"].update(candidates=-(10**30)),
    "a billion digits": lambda one: one["problem"].update(count="1e999999999"),
    "many digits": lambda one: one["problem"].update(count="9" * 5_000),
    "a broken number": lambda one: one.update(value=0.5),
    "no proof": lambda one: one.update(proof=None),
    "no model": lambda one: one.update(model=3),
    "many steps": lambda one: (
        one["proof"].update(steps=[["close", 0]] * 9_000),
        one["model"].update(candidates=90_000),
    ),
    "deep": lambda one: one.update(problem=[[[[[[[[[[[[1]]]]]]]]]]]]),
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_certificate_from_a_stranger_costs_little(client: TestClient, name: str) -> None:
    begun = time.perf_counter()
    answer = client.post(VERIFY, json=tampered(CERTIFICATE, BOMBS[name]))
    assert time.perf_counter() - begun < 5
    assert answer.status_code == 400 or answer.json()["valid"] is False
    assert answer.status_code in (200, 400)


@pytest.mark.parametrize("body", ["[]", "{", '"x"', "null", '{"digest": NaN}'])
def test_what_is_no_certificate_is_no_failure(client: TestClient, body: str) -> None:
    answer = client.post(VERIFY, content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code == 400 or answer.json()["valid"] is False
    assert answer.status_code in (200, 400)
