"""What every page and every state of one must be: usable by all, nothing beside the screen."""

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

UNNAMED_STOPS = """() => [...document.querySelectorAll(
    'a[href], button, input, select, textarea, summary, [tabindex="0"]')]
  .filter((one) => one.checkVisibility() && !(
    one.getAttribute('aria-label') || one.textContent.trim() || one.labels?.length))
  .map((one) => one.outerHTML.slice(0, 120))"""
SMALL_TARGETS = """() => [...document.querySelectorAll('button, input, .roles a, .leaflet-bar a')]
  .filter((one) => one.checkVisibility())
  .map((one) => [(one.closest('label') ?? one), one])
  .map(([box, one]) => [box.getBoundingClientRect(), one])
  .filter(([box]) => box.width > 0 && (box.width < 24 || box.height < 24))
  .map(([box, one]) => `${box.width} x ${box.height} ${one.outerHTML.slice(0, 100)}`)"""
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}


def violations(page: Page, part: str = "") -> list[str]:
    """Return what axe finds against WCAG 2.2 A and AA in a page, or in a part of it."""
    found: dict[str, Any] = Axe().run(page, context=part or None, options=RULES).response
    return [
        f"{one['impact']} {one['id']}: {node['html'][:160]} {node.get('failureSummary', '')[:200]}"
        for one in found["violations"]
        for node in one["nodes"][:3]
    ]


def faults(page: Page) -> list[str]:
    """Return what some cannot use in a page, and by how much it is wider than the screen."""
    beside = page.evaluate("() => document.documentElement.scrollWidth - window.innerWidth")
    wide = [f"{beside} px beside the screen"] if beside > 0 else []
    return [*wide, *page.evaluate(UNNAMED_STOPS), *page.evaluate(SMALL_TARGETS), *violations(page)]
