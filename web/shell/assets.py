"""The files a page loads: Leaflet from the environment, everything else from ``web/static``.

Nothing is loaded from anywhere but the application itself. Each address carries the file's own
digest, so it can be cached for ever and changes when the file does.
"""

import base64
import re
from collections.abc import Mapping
from functools import lru_cache
from hashlib import sha256
from importlib.metadata import distribution
from pathlib import Path

STATIC = Path(__file__).parents[1] / "static"
LEAFLET = Path(str(distribution("xstatic-leaflet").locate_file("xstatic/pkg/leaflet/data")))
LEAFLET_VERSION = "1.9.3"
LEAFLET_DIGESTS: Mapping[str, str] = {
    "leaflet.js": "5819285cec137b229c94e1ee5ad73e8b6b84345a4367d60f75fe477fe0fb7b03",
    "leaflet.css": "90b693d86392a4779c861b28cf307e7e59c3fb35328c4d8b95f58f814d38c722",
}
"""SHA-256 of the two files of Leaflet that a page loads."""

MOUNTS: Mapping[str, Path] = {"/static/leaflet": LEAFLET, "/static/guantu": STATIC}
"""Path below the application's root to the folder served there."""

_CSS_URL = re.compile(r"url\(\s*['\"]?([^)'\"#]+)['\"]?\s*\)")
_SOURCE_MAP = re.compile(r"^//# sourceMappingURL=.*$", re.MULTILINE)


def _file(name: str) -> Path:
    folder, _, rest = name.partition("/")
    path = MOUNTS[f"/static/{folder}"] / rest
    if not path.is_file():
        raise FileNotFoundError(f"no asset is called {name!r}")
    return path


@lru_cache(maxsize=64)
def digest(name: str) -> str:
    """Return the SHA-256 of an asset such as ``guantu/base.css`` in hexadecimal."""
    return sha256(_file(name).read_bytes()).hexdigest()


def url(name: str, root_path: str = "") -> str:
    """Return an asset's address below ``root_path``, with its digest as the version."""
    return f"{root_path}/static/{name}?v={digest(name)[:12]}"


def text(name: str) -> str:
    """Return an asset's text as it can stand inside a page: nothing in it asks for another file."""
    path = _file(name)
    content = _SOURCE_MAP.sub("", path.read_text(encoding="utf-8"))
    if "</script" in content or "</style" in content:
        raise ValueError(f"{name} would end the element it is put into")
    return _inlined(content, path.parent) if path.suffix == ".css" else content


def _inlined(sheet: str, folder: Path) -> str:
    def data_url(match: re.Match[str]) -> str:
        picture = base64.b64encode((folder / match[1]).read_bytes()).decode("ascii")
        return f"url(data:image/png;base64,{picture})"

    return _CSS_URL.sub(data_url, sheet)
