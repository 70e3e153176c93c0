"""The examples in the API's definition have the shape of the answers they stand for."""

import pytest
from fastapi.testclient import TestClient
from pydantic import TypeAdapter

from api import (
    airspace_answers,
    airspace_examples,
    answers,
    examples,
    record_answers,
    record_examples,
    town_examples,
    town_facts,
    town_matrix,
)
from gis.results_places import LandmarkCard

SHOWN: list[tuple[type, examples.Example, str]] = [
    (answers.CoverageAnswer, examples.COVERAGE, "/operators/coverage?mission=logistics"),
    (airspace_answers.LossesAnswer, airspace_examples.LOSSES, "/operators/losses"),
    (
        airspace_answers.SiteReachAnswer,
        airspace_examples.REACH,
        "/operators/reach?site=takeoff-nancheng-botanical-garden",
    ),
    (
        airspace_answers.RouteAnswer,
        airspace_examples.ROUTE,
        "/operators/routes?start=takeoff-nancheng-guesthouse&end=113.89,22.93",
    ),
    (airspace_answers.HospitalsAnswer, airspace_examples.HOSPITALS, "/operators/hospitals"),
    (answers.SitingAnswer, examples.SITING, "/operators/siting?new_sites=1&spacing_m=6000"),
    (town_matrix.TownsAnswer, town_examples.TOWNS, "/planners/towns"),
    (town_facts.TownAnswer, town_examples.TOWN, "/planners/towns/xiegang"),
    (answers.RoadsAnswer, examples.ROADS, "/planners/roads"),
    (answers.LandmarksAnswer, examples.LANDMARKS, "/landmarks"),
    (record_answers.FactsAnswer, record_examples.FACTS, "/planners/record?limit=1"),
    (record_answers.ConflictsAnswer, record_examples.CONFLICTS, "/planners/conflicts"),
    (LandmarkCard, examples.LANDMARK, "/landmarks/landmark-07"),
]


@pytest.mark.parametrize(("answer", "example", "path"), SHOWN)
def test_an_example_has_every_field_of_the_answer_and_no_other(
    client: TestClient, answer: type, example: examples.Example, path: str
) -> None:
    shape = TypeAdapter(answer)
    assert shape.dump_python(shape.validate_python(example), mode="json") == example
    assert example.keys() == client.get(path).json().keys()


def test_every_answer_of_ours_shows_an_example(client: TestClient) -> None:
    definition = client.get("/api").json()
    for path, methods in definition["paths"].items():
        for operation in methods.values():
            if {"operators", "planners", "residents"} & set(operation["tags"]):
                content = operation["responses"]["200"]["content"]["application/json"]
                assert "example" in content, path
