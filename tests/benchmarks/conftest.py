"""A private PostGIS for the benchmarks that compare with one."""

import pytest

from tests.postgis_server import PostgisServer, PostgisUnavailableError


@pytest.fixture
def database():
    """Yield the URL of a fresh database; skip with the reason where there is no server."""
    try:
        server = PostgisServer()
    except PostgisUnavailableError as error:
        pytest.skip(str(error))
    try:
        server.create()
        yield server.new_database()
    finally:
        server.remove()
