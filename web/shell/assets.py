"""The files a page loads: Leaflet from the environment, everything else from ``web/static``.

Nothing is loaded from anywhere but the application itself. Each address carries the digest of what
it answers, so it can be cached for ever and changes when a file does.

Small files are written apart and loaded together. A *bundle* is one address that answers several
files, named in it: ``bundle/base+tables+planner.css``. It is put together when it is first asked
for, from the files as they are: there is no build step and nothing is kept beside them.
"""

import base64
import re
from collections.abc import Mapping, Sequence
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
BUNDLES = "bundle"
"""The folder below ``/static`` whose files are bundles."""
MEDIA_TYPES: Mapping[str, str] = {".css": "text/css", ".js": "text/javascript"}
MOST_PARTS = 12

_PART = re.compile(r"[a-z][a-z0-9_-]{0,39}\Z")
_CSS_URL = re.compile(r"url\(\s*['\"]?([^)'\"#]+)['\"]?\s*\)")
_SOURCE_MAP = re.compile(r"^//# sourceMappingURL=.*$", re.MULTILINE)
_COMMENT_LINE = re.compile(r"^ *//.*\n", re.MULTILINE)
_CSS_COMMENT = re.compile(r"/\*.*?\*/\s*", re.DOTALL)
"""Comments are for who reads the file, not for who waits for the page."""
_IMPORT_OR_EXPORT = re.compile(r"^(?:import|export)\b", re.MULTILINE)


def bundle(parts: Sequence[str], suffix: str) -> str:
    """Return the name of the asset that holds some files of one kind, in their order.

    Parameters
    ----------
    parts
        Files of ``web/static`` without their suffix; ``leaflet`` is Leaflet's own style sheet.
    suffix
        ``.css`` or ``.js``.
    """
    return f"{BUNDLES}/{'+'.join(parts)}{suffix}"


@lru_cache(maxsize=128)
def digest(name: str) -> str:
    """Return the SHA-256 of an asset such as ``guantu/map.js`` or a bundle, in hexadecimal."""
    return sha256(content(name)).hexdigest()


def url(name: str, root_path: str = "") -> str:
    """Return an asset's address below ``root_path``, with its digest as the version."""
    return f"{root_path}/static/{name}?v={digest(name)[:12]}"


def content(name: str) -> bytes:
    """Return what an asset's address answers.

    Raises
    ------
    FileNotFoundError
        If there is no such file, or a bundle names one that there is not or that must stand alone.
    """
    return _bundled(name).encode() if name.startswith(f"{BUNDLES}/") else _file(name).read_bytes()


def text(name: str) -> str:
    """Return an asset's text as it can stand inside a page: nothing in it asks for another file."""
    if name.startswith(f"{BUNDLES}/"):
        return _bundled(name)
    path = _file(name)
    written = _SOURCE_MAP.sub("", path.read_text(encoding="utf-8"))
    if "</script" in written or "</style" in written:
        raise ValueError(f"{name} would end the element it is put into")
    return _inlined(written, path.parent) if path.suffix == ".css" else written


def _file(name: str) -> Path:
    folder, _, rest = name.partition("/")
    path = MOUNTS[f"/static/{folder}"] / rest
    if not path.is_file():
        raise FileNotFoundError(f"no asset is called {name!r}")
    return path


@lru_cache(maxsize=64)
def _bundled(name: str) -> str:
    stem, dot, kind = name.removeprefix(f"{BUNDLES}/").rpartition(".")
    parts, suffix = stem.split("+"), f"{dot}{kind}"
    known = suffix in MEDIA_TYPES and all(_PART.match(part) for part in parts)
    if not known or len(set(parts)) != len(parts) or len(parts) > MOST_PARTS:
        raise FileNotFoundError(f"no asset is called {name!r}")
    texts = [text(_part(part, suffix)) for part in parts]
    if suffix == ".js":
        return "".join(_apart(one, name) for one in texts)
    return "\n".join(_CSS_COMMENT.sub("", one) for one in texts)


def _part(part: str, suffix: str) -> str:
    leaflet = (part, suffix) == ("leaflet", ".css")
    return "leaflet/leaflet.css" if leaflet else f"guantu/{part}{suffix}"


def _apart(module: str, bundled_in: str) -> str:
    """Return a module as a block of its own, in which its names stay its own."""
    if _IMPORT_OR_EXPORT.search(module):
        raise FileNotFoundError(f"{bundled_in}: a module that imports or exports must stand alone")
    return f"{{\n{_COMMENT_LINE.sub('', module)}}}\n"


def _inlined(sheet: str, folder: Path) -> str:
    def data_url(match: re.Match[str]) -> str:
        picture = base64.b64encode((folder / match[1]).read_bytes()).decode("ascii")
        return f"url(data:image/png;base64,{picture})"

    return _CSS_URL.sub(data_url, sheet)
