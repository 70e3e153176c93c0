"""Addresses of the operator's page: every action there leads to the page that shows its result."""

from collections.abc import Mapping
from urllib.parse import urlencode

from web.operator.tried import Tried
from web.shell.template import Frame
from web.views import Language, OperatorView

PATH = "/operators/coverage"


class Addresses:
    """Writes the addresses that one state of the page leads to.

    Parameters
    ----------
    frame
        The page's root path and language.
    view
        The state.
    """

    def __init__(self, frame: Frame, view: OperatorView) -> None:
        self._frame = frame
        self.query = dict(view.trial.query)

    def here(self, **changed: str) -> str:
        """Return this page's address with some parameters changed; an empty one is left out."""
        return self._address({**self.query, **changed})

    def trying(self, tried: Tried) -> str:
        """Return the address that tries other changes."""
        kept = {name: text for name, text in self.query.items() if name not in _TRIED}
        return self._address({**kept, **tried.query()})

    def frozen(self) -> str:
        """Return the address at which what is shown now is what later changes compare with."""
        kept = {name: text for name, text in self.query.items() if name not in ("a", "k")}
        return self.here(a=written(kept) or "now")

    def certificate(self) -> str:
        """Return the address of the certificate of the siting answer."""
        return f"{self._frame.root_path}{PATH}/certificate?{written(self.query)}"

    def of(self, query: Mapping[str, str]) -> str:
        """Return the address of another state."""
        return self._address(query)

    def _address(self, query: Mapping[str, str]) -> str:
        given = {name: text for name, text in query.items() if text}
        if self._frame.shell.language is not Language.ZH:
            given["lang"] = str(self._frame.shell.language)
        text = written(given)
        return f"{self._frame.root_path}{PATH}" + (f"?{text}" if text else "")


_TRIED = ("add", "move", "drop")


def written(query: Mapping[str, str]) -> str:
    """Return parameters as the query of an address, as readable as may be (RFC 3986, 3.4)."""
    return urlencode(query, safe=",;:")
