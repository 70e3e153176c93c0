"""Addresses of the residents' pages: each keeps what is asked for, and the scenario shown."""

from collections.abc import Mapping
from urllib.parse import quote

from gis.landmark_search import LandmarkQuestion
from web.shell.template import Frame


class Addresses:
    """Knows where the residents' pages lead.

    Parameters
    ----------
    frame
        The page.
    """

    def __init__(self, frame: Frame) -> None:
        self._frame = frame
        shown = frame.shell.scenario
        self._scenario: Mapping[str, str] = {} if shown is None else {"scenario": shown.id}

    def landmarks(self, question: LandmarkQuestion) -> str:
        """Return the address of the list of what is asked for."""
        return self._frame.link("/landmarks", **asked_pairs(question), **self._scenario)

    def landmark(self, landmark: str) -> str:
        """Return the address of a landmark's own page."""
        return self._frame.link(f"/landmarks/{quote(landmark, safe='')}", **self._scenario)

    def town(self, town: str) -> str:
        """Return the address of a town's card, which is the planners'."""
        return self._frame.link(f"/planners/towns/{quote(town, safe='')}")

    def hidden(self, question: LandmarkQuestion) -> Mapping[str, str]:
        """Return what a form that asks for a text sends besides."""
        kept = {name: value for name, value in asked_pairs(question).items() if name != "q"}
        frame = self._frame
        language = {} if frame.shell.language == "zh" else {"lang": str(frame.shell.language)}
        letters = {"letters": "large"} if frame.shell.large else {}
        return {**{name: value for name, value in kept.items() if value}, **self._scenario,
                **language, **letters}  # fmt: skip


def asked_pairs(question: LandmarkQuestion) -> dict[str, str]:
    """Return a question as the parameters of an address; what is not asked is empty."""
    return {
        "q": question.text,
        "near": ",".join(question.near),
        "do": question.activity or "",
        "town": question.town or "",
        "status": question.status or "",
    }
