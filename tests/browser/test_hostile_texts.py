"""An attacker's texts in every layer run nothing, even when everything is opened."""

import pytest

from tests.browser.conftest import PAYLOADS, Ready

OPEN_EVERYTHING = """() => {
  const said = JSON.parse(document.getElementById('map-facts').textContent);
  let opened = 0;
  for (const layer of said.layers) {
    const walk = (one) => {
      if (one.getLayers) { one.getLayers().forEach(walk); return; }
      if (!one.getPopup()) return;
      one.openTooltip(); one.openPopup(); one.closePopup(); opened += 1;
    };
    window[layer.variable].addTo(window.map_guantu);
    walk(window[layer.variable]);
  }
  for (const one of document.querySelectorAll('a, button, input, td, th')) {
    one.dispatchEvent(new Event('focus'));
    one.dispatchEvent(new Event('mouseover', { bubbles: true }));
  }
  return opened;
}"""


@pytest.mark.parametrize(
    "path", ["/operators/coverage?new_sites=1", "/planners/towns", "/landmarks"]
)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_nothing_runs_on_a_map(path: str, language: str, ready: Ready, hostile_server: str) -> None:
    page = ready(f"{hostile_server}{path}{'&' if '?' in path else '?'}lang={language}")
    assert page.evaluate(OPEN_EVERYTHING) > 5
    page.wait_for_timeout(100)
    assert page.evaluate("() => window.hit ?? null") is None
    text = page.locator("body").inner_text() + page.locator("#map-facts").text_content()
    assert all(payload in text.replace("\\u003c", "<").replace("\\u003e", ">").replace("\\\"", '"')
               for payload in PAYLOADS)  # fmt: skip


@pytest.mark.parametrize(
    "path",
    ["/collections/carriers/items", "/collections/sources/items", "/collections/towns/items"],
)
def test_nothing_runs_in_a_table(path: str, ready: Ready, hostile_server: str) -> None:
    page = ready(f"{hostile_server}{path}")
    assert page.evaluate("() => window.hit ?? null") is None
    assert all(payload in page.locator("table").inner_text() for payload in PAYLOADS)


def test_nothing_runs_in_a_card_fetched_into_the_page(ready: Ready, hostile_server: str) -> None:
    page = ready(f"{hostile_server}/planners/towns?compare=humen,changan&lang=en")
    page.locator("#town-list tr[data-town=humen] th a").click()
    card = page.locator("#town-panel #town-card")
    card.wait_for()
    page.evaluate(
        """() => {
          for (const one of document.querySelectorAll('#town-card details')) one.open = true;
        }"""
    )
    assert all(payload in card.inner_text() for payload in PAYLOADS)
    page.wait_for_timeout(100)
    assert page.evaluate("() => window.hit ?? null") is None


@pytest.mark.parametrize("path", ["/planners/towns/humen", "/planners/built", "/planners/drift"])
def test_nothing_runs_on_the_other_maps_of_planners(
    path: str, ready: Ready, hostile_server: str
) -> None:
    page = ready(f"{hostile_server}{path}")
    page.evaluate(OPEN_EVERYTHING)
    page.wait_for_timeout(100)
    assert page.evaluate("() => window.hit ?? null") is None
    assert all(payload in page.locator("body").inner_text() for payload in PAYLOADS)
