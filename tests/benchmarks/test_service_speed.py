"""How long the service's answers take on the Dongguan pack, beside its own liveness check.

Run with ``pytest -m benchmark -s tests/benchmarks/test_service_speed.py``.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from time import perf_counter

import httpx2
import pytest

from api.settings import Settings
from api.wiring import prepare_store
from tests.http.live_server import live_server

pytestmark = pytest.mark.benchmark
TIMES = 60
WHAT_IF = {"add": [{"lon": 113.75, "lat": 23.02}]}
Ask = Callable[[httpx2.Client], httpx2.Response]
ASKED: dict[str, Ask] = {
    "GET /livez (reference)": lambda client: client.get("/livez"),
    "GET /operators/coverage": lambda client: client.get("/operators/coverage"),
    "the same with areas": lambda client: client.get("/operators/coverage?geometry=true"),
    "the same as a page": lambda client: client.get("/operators/coverage?f=html"),
    "POST /operators/coverage": lambda client: client.post("/operators/coverage", json=WHAT_IF),
    "GET /planners/towns": lambda client: client.get("/planners/towns"),
    "GET /landmarks": lambda client: client.get("/landmarks"),
    "GET /collections/towns/items": lambda client: client.get("/collections/towns/items"),
}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx2.Client]:
    """Yield a client of a real server on the embedded default."""
    folder: Path = tmp_path_factory.mktemp("data")
    store = prepare_store(Settings(data_dir=folder)).store
    with live_server(store) as address, httpx2.Client(base_url=address) as found:
        yield found


def test_warm_answers(client: httpx2.Client) -> None:
    reference = 0.0
    for name, ask in ASKED.items():
        assert ask(client).status_code == 200
        taken = []
        for _ in range(TIMES):
            begun = perf_counter()
            size = len(ask(client).content)
            taken.append(perf_counter() - begun)
        reference = reference or median(taken)
        print(  # noqa: T201 - what a benchmark is for
            f"\n{name}: median {1e3 * median(taken):.1f} ms, worst {1e3 * max(taken):.1f} ms, "
            f"{median(taken) / reference:.1f} x the reference, {size:,} bytes",
            end="",
        )
