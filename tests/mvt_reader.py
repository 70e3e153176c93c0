"""Reads Mapbox vector tiles for the tests, straight from the specification and with no numpy."""

import struct
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry


@dataclass
class ReadFeature:
    number: int
    geometry: BaseGeometry
    properties: dict[str, Any]


@dataclass
class ReadLayer:
    name: str = ""
    extent: int = 4096
    version: int = 1
    features: list[ReadFeature] = field(default_factory=list)


def _varint(data: bytes, at: int) -> tuple[int, int]:
    number = shift = 0
    while True:
        byte = data[at]
        number |= (byte & 0x7F) << shift
        at += 1
        if not byte & 0x80:
            return number, at
        shift += 7


def _fields(data: bytes):
    at = 0
    while at < len(data):
        key, at = _varint(data, at)
        if key & 7 == 0:
            value, at = _varint(data, at)
        elif key & 7 == 1:
            value, at = data[at : at + 8], at + 8
        else:
            assert key & 7 == 2
            length, at = _varint(data, at)
            assert at + length <= len(data)
            value, at = data[at : at + length], at + length
        yield key >> 3, value


def _packed(data: bytes) -> list[int]:
    found, at = [], 0
    while at < len(data):
        number, at = _varint(data, at)
        found.append(number)
    return found


def _value(data: bytes) -> Any:
    ((number, value),) = _fields(data)
    if number == 1:
        return value.decode()
    return struct.unpack("<d", value)[0] if number == 3 else value


def _paths(commands: list[int]) -> list[list[tuple[int, int]]]:
    paths: list[list[tuple[int, int]]] = []
    x = y = at = 0
    while at < len(commands):
        command, times = commands[at] & 7, commands[at] >> 3
        at += 1
        if command == 7:
            paths[-1].append(paths[-1][0])
            continue
        for _ in range(times):
            dx, dy = ((n >> 1) ^ -(n & 1) for n in commands[at : at + 2])
            x, y, at = x + dx, y + dy, at + 2
            if command == 1:
                paths.append([])
            paths[-1].append((x, y))
    return paths


def _turned(ring: list[tuple[int, int]]) -> int:
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring))


def _geometry(kind: int, commands: list[int]) -> BaseGeometry:
    paths = _paths(commands)
    if kind == 1:
        return shapely.Point(paths[0][0])
    if kind == 2:
        return shapely.multilinestrings([shapely.LineString(path) for path in paths])
    polygons: list[tuple[Any, list[Any]]] = []
    for ring in paths:
        assert _turned(ring) != 0
        if _turned(ring) > 0:
            polygons.append((ring, []))
        else:
            polygons[-1][1].append(ring)
    return shapely.MultiPolygon([shapely.Polygon(shell, holes) for shell, holes in polygons])


def read_tile(data: bytes) -> dict[str, ReadLayer]:
    """Return a tile's layers by name."""
    layers = {}
    for number, content in _fields(data):
        assert number == 3
        layer = ReadLayer()
        raw, keys, values = [], [], []
        for part, value in _fields(content):
            if part == 1:
                layer.name = value.decode()
            elif part == 2:
                raw.append(dict(_fields(value)))
            elif part == 3:
                keys.append(value.decode())
            elif part == 4:
                values.append(_value(value))
            elif part == 5:
                layer.extent = value
            else:
                assert part == 15
                layer.version = value
        for one in raw:
            tags = _packed(one.get(2, b""))
            said = {keys[k]: values[v] for k, v in zip(tags[::2], tags[1::2], strict=True)}
            geometry = _geometry(one[3], _packed(one[4]))
            layer.features.append(ReadFeature(one.get(1, -1), geometry, said))
        layers[layer.name] = layer
    return layers
