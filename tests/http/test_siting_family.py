"""The siting family over HTTP: each problem on the pack, bad bodies."""

import pytest
from fastapi.testclient import TestClient

from api import siting_answers, siting_examples

ADDRESS = "/operators/siting"
VERIFY = f"{ADDRESS}/verify"
SMALL = {"spacing_m": 10_000.0, "seconds": 5.0}
QUESTIONS = {name: shown["value"] for name, shown in siting_examples.QUESTIONS.items()}
SQUARE = [[113.7, 23.0], [113.77, 23.0], [113.77, 23.05], [113.7, 23.05], [113.7, 23.0]]


def ask(client: TestClient, **asked: object) -> dict:
    answer = client.post(ADDRESS, json=SMALL | asked)
    assert answer.status_code == 200, answer.text
    return answer.json()


def points(*places: tuple[float, float], **properties: object) -> dict:
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "geometry": {"type": "Point", "coordinates": list(place)},
                "properties": properties,
            }
            for place in places
        ],
    }


def areas(*rings: list) -> dict:
    return {
        "type": "FeatureCollection",
        "features": [
            {"type": "Feature", "geometry": {"type": "Polygon", "coordinates": [ring]}}
            for ring in rings
        ],
    }


@pytest.mark.parametrize("name", QUESTIONS)
def test_every_question_of_the_definition_is_answered(client: TestClient, name: str) -> None:
    answer = client.post(ADDRESS, json=QUESTIONS[name])
    assert answer.status_code == 200, answer.text
    found = answer.json()
    assert found["problem"] == QUESTIONS[name]["problem"]
    assert found["status"] in ("proven", "feasible")
    smaller_is_better = found["problem"] in ("fewest", "partial", "median", "center")
    low, high = sorted((found["value"], found["bound"]))
    assert (low, high) == (
        (found["bound"], found["value"]) if smaller_is_better else (found["value"], found["bound"])
    )
    assert found["gap"] == pytest.approx((high - low) / high if high else 0.0, abs=1e-12)
    assert [site["order"] for site in found["sites"]] == list(range(1, len(found["sites"]) + 1))
    assert all(113 < site["lon"] < 115 and 22 < site["lat"] < 24 for site in found["sites"])
    assert siting_answers.FamilyAnswer.model_validate(found).problem == found["problem"]


def test_the_example_answers_have_the_answers_shapes(client: TestClient) -> None:
    for example, shape in (
        (siting_examples.FAMILY, siting_answers.FamilyAnswer),
        (siting_examples.VERDICT, siting_answers.VerdictAnswer),
    ):
        assert shape.model_validate(example).model_dump(mode="json") == example
    for shown in siting_examples.CERTIFICATES.values():
        assert client.post(VERIFY, json=shown["value"]).json() == siting_examples.VERDICT


def test_maximal_is_what_the_plan_of_the_page_is(client: TestClient) -> None:
    found = ask(client, count=3, spacing_m=6_000.0)
    plan = client.get(f"{ADDRESS}?new_sites=3&spacing_m=6000").json()
    same = ("candidate", "lon", "lat", "town", "adds")
    assert [[site[name] for name in same] for site in found["sites"]] == [
        [site[name] for name in same] for site in plan["sites"]
    ]
    for name in ("value", "bound", "before", "after", "total", "candidates"):
        assert found[name] == plan[name]


def test_what_is_promised_is_what_coverage_measures(client: TestClient) -> None:
    for problem, more in (("maximal", {}), ("connected", {"flight_m": 15_000.0})):
        found = ask(client, problem=problem, **more)
        added = [{"lon": site["lon"], "lat": site["lat"]} for site in found["sites"]]
        city = client.post("/operators/coverage", json={"add": added}).json()["city"]
        assert city["covered_people"]["low"] == pytest.approx(found["after"]["low"], rel=1e-4)
        gain = found["after"]["low"] - found["before"]["low"]
        assert gain == pytest.approx(found["value"], rel=1e-6)
        assert sum(site["adds"] for site in found["sites"]) == pytest.approx(found["value"])


def test_a_share_is_reached_with_the_fewest_and_not_with_one_less(client: TestClient) -> None:
    found = ask(client, problem="partial", share=0.5)
    assert found["status"] == "proven"
    assert found["after"]["low"] >= 0.5 * found["total"] * (1 - 1e-9)
    less = ask(client, count=len(found["sites"]) - 1)
    assert less["status"] == "proven"
    assert less["after"]["low"] < 0.5 * found["total"]


def test_a_share_that_no_choice_reaches_is_said_to_be_infeasible(client: TestClient) -> None:
    found = ask(client, problem="partial", share=1.0, radius_m=2_000.0, certificate=True)
    assert found["status"] == "infeasible"
    assert (found["value"], found["bound"], found["certificate"]) == (None, None, None)
    assert found["sites"] == []
    assert found["after"] == found["before"]


def test_years_add_up_and_open_no_more_than_their_number(client: TestClient) -> None:
    found = ask(client, problem="build_order", counts=[1, 0, 2], year_weights=[3.0, 1.0, 1.0])
    assert [year["opened"] for year in found["years"]] == [1, 0, 2]
    assert [site["year"] for site in found["sites"]] == [1, 3, 3]
    total = sum(year["weight"] * year["value"] for year in found["years"])
    assert total == pytest.approx(found["value"])
    assert found["years"][0]["value"] == pytest.approx(found["sites"][0]["adds"])


def test_capacity_holds_and_backup_counts_existing_sites(client: TestClient) -> None:
    rates = {"capacity_per_day": 2_000.0, "movements_per_person_day": 0.01}
    found = ask(client, problem="capacitated", count=2, **rates)
    assert found["value"] <= 2 * 2_000
    assert all(site["adds"] <= 2_000 for site in found["sites"])
    backup = ask(client, problem="backup", mission="logistics", count=1)
    assert {site["site"] for site in backup["existing"]} == {
        "takeoff-nancheng-central-park",
        "takeoff-nancheng-guesthouse",
        "takeoff-songshanhu-youlanli",
    }
    assert ask(client, mission="logistics", count=1)["existing"] == []


def test_nothing_is_proposed_where_it_is_forbidden(client: TestClient) -> None:
    own = points((113.75, 23.02), (113.80, 22.80), accuracy_m=50.0)
    asked = {"candidates": "points", "points": own, "count": 2}
    assert len(ask(client, **asked)["sites"]) == 2
    found = ask(client, **asked, forbidden=areas(SQUARE))
    assert [site["candidate"] for site in found["sites"]] == ["point-0002"]
    assert found["forbidden"] == [{"candidate": "point-0001", "area": "area-1", "surely": True}]
    near = areas([[113.7501, 23.0], [113.77, 23.0], [113.77, 23.05], [113.7501, 23.05]])
    assert ask(client, **asked, forbidden=near)["forbidden"][0]["surely"] is False


def test_a_site_that_is_tried_takes_its_demand_away(client: TestClient) -> None:
    first = ask(client, count=1)["sites"][0]
    add = [{"lon": first["lon"], "lat": first["lat"]}]
    then = ask(client, count=1, add=add)
    assert then["sites"][0]["candidate"] != first["candidate"]
    assert then["before"]["low"] == pytest.approx(first["adds"], rel=1e-4)
    assert ask(client, count=1)["before"]["low"] == 0


BAD = {
    "problem": {"problem": "p-hub"},
    "mission": {"mission": "flying"},
    "count": {"count": 0},
    "share": {"problem": "partial", "share": 1.5},
    "spacing_m": {"spacing_m": 10.0},
    "capacity_per_day": {"problem": "capacitated", "movements_per_person_day": 0.1},
    "movements_per_person_day": {"problem": "capacitated", "capacity_per_day": 10.0},
    "counts": {"problem": "build_order"},
    "counts.0": {"problem": "build_order", "counts": [1.5]},
    "year_weights": {"problem": "maximal", "year_weights": [1.0]},
    "weights": {"problem": "build_order", "counts": [1, 1], "year_weights": [1.0]},
    "flight_m": {"problem": "median", "flight_m": 5_000.0},
    "times": {"problem": "backup", "times": 9},
    "demand": {"problem": "median", "demand": "area"},
    "cell_m": {"problem": "center", "cell_m": 5.0},
    "seconds": {"seconds": 500.0},
    "points": {"candidates": "points"},
    "points.features": {"candidates": "points", "points": points()},
    "forbidden.features.0.geometry": {
        "forbidden": {
            "type": "FeatureCollection",
            "features": [{"type": "Feature", "geometry": {"type": "Point", "coordinates": [1, 1]}}],
        }
    },
    "forbidden": {
        "candidates": "points",
        "points": points((113.75, 23.02)),
        "forbidden": areas(SQUARE),
    },
    "colour": {"colour": "red"},
    "certificate": {"certificate": "yes"},
}


@pytest.mark.parametrize("field", BAD)
def test_a_bad_question_is_refused_by_name(client: TestClient, field: str) -> None:
    answer = client.post(ADDRESS, json=SMALL | BAD[field])
    assert answer.status_code == 400, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["field"] == field
    assert answer.json()["detail"]


@pytest.mark.parametrize(
    ("body", "status", "word"),
    [
        ({"candidates": "points", "points": points((23.0, 113.7))}, 422, "swapped"),
        ({"candidates": "points", "points": points((2.35, 48.85))}, 422, "outside"),
        ({"forbidden": areas([SQUARE[0], SQUARE[2], SQUARE[1], SQUARE[3]])}, 422, "invalid"),
        ({"forbidden": areas([[*SQUARE[0], 10.0], *SQUARE[1:]])}, 200, ""),
        ({"drop": ["atlantis"]}, 404, "atlantis"),
        ({"drop": ["a", "a"]}, 400, "more than once"),
        ({"spacing_m": 1_500.0, "mission": "logistics"}, 400, "too much to solve"),
        ({"spacing_m": 1_000.0}, 400, "candidates are more than"),
        ({"count": 49, "candidates": "points", "points": points((113.75, 23.02))}, 200, ""),
    ],
)
def test_what_cannot_be_answered_says_why(
    client: TestClient, body: dict, status: int, word: str
) -> None:
    answer = client.post(ADDRESS, json=SMALL | body)
    assert answer.status_code == status, answer.text
    assert word in answer.json().get("detail", "")


def test_a_model_too_large_for_its_time_is_refused_at_once(client: TestClient) -> None:
    counts = {"problem": "build_order", "counts": [1] * 10}
    answer = client.post(ADDRESS, json=counts | {"spacing_m": 2_500.0, "seconds": 1.0})
    assert answer.status_code == 400
    assert "years" in answer.json()["remedy"]


def demand(*rows: tuple[float, float, float]) -> dict:
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "geometry": {"type": "Point", "coordinates": [lon, lat]},
                "properties": {"weight": weight, "accuracy_m": 100.0},
            }
            for lon, lat, weight in rows
        ],
    }


# Two pairs some 5 km wide, 20 km apart; a site between the two of a pair reaches both.
OWN = demand((113.70, 23.0, 5), (113.75, 23.0, 7), (113.95, 23.0, 2), (114.0, 23.0, 4))


def test_own_demand_points_count_in_place_of_people(client: TestClient) -> None:
    asked = {"demand_points": OWN, "candidates": "circles", "radius_m": 2_800.0}
    one = ask(client, problem="maximal", count=1, certificate=True, **asked)
    assert (one["value"], one["bound"], one["total"], one["demand"]) == (12, 12, 18, "weight")
    assert one["bound_certified"] is True
    assert one["after"]["low"] - one["before"]["low"] == 12
    assert one["sites"][0]["candidate"].startswith("crossing-")
    two = ask(client, problem="fewest", **asked)
    assert two["value"] == two["bound"] == 2
    share = ask(client, problem="partial", share=0.6, **asked)
    assert share["value"] == 1
    # On the points themselves no site reaches two of them.
    alone = points((113.70, 23.0), (113.75, 23.0), (113.95, 23.0), (114.0, 23.0))
    on_them = ask(
        client, count=1, demand_points=OWN, candidates="points", points=alone, radius_m=2_800.0
    )
    assert on_them["value"] == 7


def test_own_demand_points_have_distances_and_capacities(client: TestClient) -> None:
    at = points((113.70, 23.0), (113.95, 23.0))
    own = {"demand_points": OWN, "candidates": "points", "points": at}
    far = ask(client, problem="center", count=1, **own)
    assert far["unit"] == "m"
    assert far["counted"] == 18
    near = ask(client, problem="median", count=2, certificate=True, **own)
    assert near["unit"] == "weight_m"
    assert near["status"] == "proven"
    full = ask(
        client,
        problem="capacitated",
        count=2,
        radius_m=6_000.0,
        capacity_per_day=3.0,
        movements_per_person_day=1.0,
        **own,
    )
    assert full["value"] == pytest.approx(6)


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"candidates": "circles"}, "candidates"),
        ({"candidates": "circles", "demand_points": OWN, "problem": "median"}, "candidates"),
        ({"demand_points": OWN, "demand": "area"}, "demand"),
        ({"demand_points": OWN, "candidates": "circles", "radius_m": 50.0}, "demand_points"),
        ({"demand_points": points((113.7, 23.0))}, "weight"),
    ],
)
def test_circles_need_own_demand_points(client: TestClient, asked: dict, field: str) -> None:
    answer = client.post(ADDRESS, json=SMALL | asked)
    assert answer.status_code in (400, 422)
    assert field in answer.text
