"""Nothing here names a registry, a content network, this machine, or a person's telephone."""

import re
from pathlib import Path

import pytest

from tests.tree import files_of, name, own_files

# Written in two halves so that this file does not name them itself.
FORBIDDEN = {
    "a package registry's host": ["pypi" + ".org", "python" + "hosted.org", "registry.npm" + "js"],
    "a distribution's host": ["deb.deb" + "ian.org", "archive.ubun" + "tu.com"],
    "a content network": [
        "unp" + "kg.com", "jsdel" + "ivr.net", "cdnj" + "s.cloudflare.com", "bootstrap" + "cdn",
        "code.jq" + "uery.com", "fonts.goo" + "gleapis.com", "tile.openstree" + "tmap.org",
    ],
    "a path of one machine": ["/wo" + "rk/", "/tm" + "p/w/"],
}  # fmt: skip
NAMESPACES = {"www.w3.org", "www.opengis.net"}
"""Hosts that only stand in the names of things; nothing is ever fetched from them."""
HOST = re.compile(r"(?:https?:)?//([a-z0-9-]+(?:\.[a-z0-9-]+)+)", re.IGNORECASE)
DIGEST = re.compile(r"(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])")
TELEPHONE = re.compile(r"(?<![\d.])(?:1[3-9]\d{9}|0769-?\d{8})(?!\d)")


def _text(file: Path) -> str:
    return file.read_text(encoding="utf-8", errors="replace")


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_file_names(what: str) -> None:
    found = [
        f"{name(file)}: {word}"
        for file in own_files()
        for word in FORBIDDEN[what]
        if re.search(rf"(?<![\w.]){re.escape(word)}" if word[0] == "/" else re.escape(word),
                     _text(file))
    ]  # fmt: skip
    assert found == []


def test_pages_name_no_outside_host() -> None:
    found = [
        f"{name(file)}: {host}"
        for file in files_of("web")
        if file.suffix not in (".png", ".ico")
        for host in HOST.findall(_text(file))
        if host.lower() not in NAMESPACES
    ]
    assert found == []


def test_the_pack_has_no_telephone_numbers() -> None:
    found = [
        f"{name(file)}: {number}"
        for file in files_of("layers")
        if file.suffix in (".csv", ".geojson", ".toml", ".md")
        # Eleven digits on end in a SHA-256 are chance.
        for number in TELEPHONE.findall(DIGEST.sub("", _text(file)))
    ]
    assert found == []
