"""Start the server as the README says, ask it, stop it, start it again: nothing is lost.

Its argument is the data folder to use.
"""

import hashlib
import json
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).parents[1]
FIRST_START_SECONDS = 180


def main(data_folder: str) -> None:
    """Run the server three times on one data folder; a user's import stands after the first."""
    packed = ask_a_server(data_folder)
    if not any(count for count, _ in packed.values()):
        raise SystemExit("the server holds no feature at all")
    import_a_zone(data_folder)
    first, second = ask_a_server(data_folder), ask_a_server(data_folder)
    if first["geozones"][0] != packed["geozones"][0] + 1:
        raise SystemExit("the imported zone is not there after a start")
    if first != second:
        raise SystemExit(f"the second start holds something else:\n{first}\n{second}")
    print("features:", ", ".join(f"{name} {count}" for name, (count, _) in second.items()))


def import_a_zone(data_folder: str) -> None:
    """Import a square as an airspace zone, as a user would."""
    west, south, east, north = 113.70, 22.90, 113.71, 22.91
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    zone = {
        "type": "Feature",
        "properties": {"id": "square", "name_zh": "试验区", "restriction": "height_limit"},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }
    file = Path(data_folder) / "square.geojson"
    file.write_text(json.dumps({"type": "FeatureCollection", "features": [zone]}))
    options = ["--accuracy-m", "100", "--datum", "cgcs2000", "--data-dir", data_folder]
    command = [".venv/bin/guantu", "import", "geozones", str(file), *options]
    subprocess.run(command, cwd=ROOT, stdin=subprocess.DEVNULL, check=True)


def ask_a_server(data_folder: str) -> dict[str, tuple[int, str]]:
    """Start the server, check its answers, stop it, and return what its layers hold."""
    port = free_port()
    base = f"http://127.0.0.1:{port}"
    options = ["--host", "127.0.0.1", "--port", str(port), "--data-dir", data_folder]
    started = time.monotonic()
    command = ["python3", "bootstrap.py", "start", *options]
    server = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.DEVNULL)
    try:
        wait_until_ready(f"{base}/readyz", server)
        print(f"ready after {time.monotonic() - started:.1f} s")
        get(f"{base}/livez")
        page = get(f"{base}/", accept="text/html")
        if b"</html>" not in page:
            raise SystemExit(f"the front page is no page: {page[:200]!r}")
        return contents(base)
    finally:
        stop(server)


def contents(base: str) -> dict[str, tuple[int, str]]:
    """Return each collection's number of features and a digest of the first thousand."""
    collections = json.loads(get(f"{base}/collections", accept="application/json"))["collections"]
    held = {}
    for name in (collection["id"] for collection in collections):
        url = f"{base}/collections/{name}/items?limit=1000"
        items = json.loads(get(url, accept="application/geo+json"))
        features = json.dumps(items["features"], sort_keys=True).encode()
        held[name] = (items["numberMatched"], hashlib.sha256(features).hexdigest())
    return held


def wait_until_ready(url: str, server: subprocess.Popen[bytes]) -> None:
    """Return once the server says it is ready."""
    deadline = time.monotonic() + FIRST_START_SECONDS
    while True:
        if server.poll() is not None:
            raise SystemExit(f"the server ended with code {server.returncode} before it was ready")
        try:
            get(url)
        except OSError as error:  # not listening yet, or 503 while it loads
            if time.monotonic() > deadline:
                raise SystemExit(f"not ready in {FIRST_START_SECONDS} s: {error}") from error
            time.sleep(0.2)
        else:
            return


def stop(server: subprocess.Popen[bytes]) -> None:
    """Stop the server as a service manager does; it must end in order."""
    if server.poll() is None:
        server.send_signal(signal.SIGTERM)
    code = server.wait(timeout=30)
    if code not in (0, -signal.SIGTERM):
        raise SystemExit(f"the server ended with code {code}")


def get(url: str, accept: str = "*/*") -> bytes:
    """Return the body of an answer; anything but success raises."""
    request = urllib.request.Request(url, headers={"Accept": accept})
    with urllib.request.urlopen(request, timeout=60) as answer:
        return answer.read()


def free_port() -> int:
    """Return a port that nothing listens on now."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


if __name__ == "__main__":
    main(sys.argv[1])
