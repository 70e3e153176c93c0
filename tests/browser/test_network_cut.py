"""The tests' browser reaches this machine and nothing else, so a page that asks outside fails."""

import pytest
from playwright.sync_api import Error

from tests.browser.conftest import Ready, Watch


@pytest.mark.parametrize(
    "host", ["example.org", "localhost.example.org", "192.0.2.1", "[2001:db8::1]"]
)
def test_no_other_host_is_known(host: str, ready: Ready, watch: Watch) -> None:
    address = f"http://{host}/"
    with pytest.raises(Error, match="ERR_NAME_NOT_RESOLVED"):
        ready(address)
    assert f"asked outside: {address}" in watch.wrong
    watch.wrong.clear()


def test_this_machine_is(ready: Ready, server: str) -> None:
    assert ready(f"{server}/about").locator("h1").count() == 1
