"""Questions over the layers: progress never goes back, and what it raises ends the run."""

import pytest

from gis.crs import to_metric
from gis.siting.asked import ask
from gis.siting.candidates import hexagonal_grid
from gis.siting.questions import Problem, Question
from gis.siting.verify import verify
from gis.siting.verify_effort import checked
from layers.seed.pack import read_pack

NUMBERS = {
    "share": 0.5,
    "capacity_per_day": 2_000.0,
    "movements_per_person_day": 0.01,
    "counts": (1, 1),
    "flight_m": 12_000.0,
    "cell_m": 5_000.0,
}


class StopError(Exception):
    pass


@pytest.fixture(scope="module")
def layers():
    pack = read_pack()
    sites, towns = to_metric(pack["takeoff_points"]), to_metric(pack["towns"])
    return sites, towns


@pytest.mark.parametrize("problem", Problem)
def test_progress_never_goes_back_and_what_it_raises_ends_the_run(layers, problem):
    grid = hexagonal_grid(layers[1], 9_000.0)
    question = Question(problem, "delivery", **NUMBERS)
    told = []
    found = ask(question, *layers, grid, certificate=True, on_progress=told.append)
    assert told == sorted(told)
    assert (told[0], told[-1]) == (0.0, 1.0)
    assert verify(found.certificate.data()) == checked(found.certificate.data())
    for at in (0.0, 0.3):

        def stop(share, at=at):
            if share >= at:
                raise StopError

        with pytest.raises(StopError):
            ask(question, *layers, grid, on_progress=stop)


def test_a_certificate_claims_no_more_than_the_solver_when_time_ends(layers):
    grid = hexagonal_grid(layers[1], 3_000.0)
    found = ask(
        Question(Problem.FEWEST, "delivery"), *layers, grid, time_limit_s=2.0, certificate=True
    )
    assert found.certificate.bound <= found.solved.answer.bound
    assert checked(found.certificate.data()).valid
