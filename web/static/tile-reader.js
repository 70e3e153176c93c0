// Reads vector tiles: what is in them, docs/methods/tiles.md says.

// A message of protocol buffers, field by field: Vector Tile Specification 2.1.
function* fields(bytes, begin, end) {
  const at = { place: begin };
  while (at.place < end) {
    const key = varint(bytes, at);
    const from = at.place;
    if ((key & 7) === 0) yield [key >> 3, varint(bytes, at), from, at.place];
    else if ((key & 7) === 1) {
      at.place += 8;
      yield [key >> 3, 0, from, at.place];
    } else {
      const length = varint(bytes, at);
      const start = at.place;
      at.place += length;
      yield [key >> 3, 0, start, at.place];
    }
  }
}

function varint(bytes, at) {
  let value = 0;
  let scale = 1;
  for (;;) {
    const byte = bytes[at.place++];
    value += (byte & 0x7f) * scale;
    if (byte < 0x80) return value;
    scale *= 128;
  }
}

function packed(bytes, begin, end) {
  const found = [];
  const at = { place: begin };
  while (at.place < end) found.push(varint(bytes, at));
  return found;
}

function readValue(bytes, begin, end) {
  for (const [kind, value, from, to] of fields(bytes, begin, end)) {
    if (kind === 1) return new TextDecoder().decode(bytes.subarray(from, to));
    if (kind === 3) return new DataView(bytes.buffer, bytes.byteOffset + from, 8).getFloat64(0, true);
    return value;
  }
  return null;
}

function paths(commands) {
  const found = [];
  let [x, y, at] = [0, 0, 0];
  while (at < commands.length) {
    const command = commands[at] & 7;
    const times = commands[at++] >> 3;
    if (command === 7) continue;
    for (let time = 0; time < times; time += 1) {
      const [dx, dy] = [commands[at++], commands[at++]];
      x += (dx >> 1) ^ -(dx & 1);
      y += (dy >> 1) ^ -(dy & 1);
      if (command === 1) found.push([]);
      found.at(-1).push([x, y]);
    }
  }
  return found;
}

function readFeature(bytes, begin, end) {
  const feature = { kind: 0, tags: [], paths: [] };
  for (const [field, value, from, to] of fields(bytes, begin, end)) {
    if (field === 2) feature.tags = packed(bytes, from, to);
    else if (field === 3) feature.kind = value;
    else if (field === 4) feature.paths = paths(packed(bytes, from, to));
  }
  return feature;
}

function readLayer(bytes, begin, end) {
  const layer = { name: "", features: [] };
  const [keys, values] = [[], []];
  for (const [field, , from, to] of fields(bytes, begin, end)) {
    if (field === 1) layer.name = new TextDecoder().decode(bytes.subarray(from, to));
    else if (field === 2) layer.features.push(readFeature(bytes, from, to));
    else if (field === 3) keys.push(new TextDecoder().decode(bytes.subarray(from, to)));
    else if (field === 4) values.push([from, to]);
  }
  // Values are read when they are asked for: most never are.
  layer.properties = (feature) => {
    const found = {};
    for (let at = 0; at < feature.tags.length; at += 2) {
      found[keys[feature.tags[at]]] = readValue(bytes, ...values[feature.tags[at + 1]]);
    }
    return found;
  };
  const count = keys.indexOf("count");
  layer.counts = (feature) => {
    for (let at = 0; at < feature.tags.length; at += 2) {
      if (feature.tags[at] === count) return readValue(bytes, ...values[feature.tags[at + 1]]);
    }
    return 0;
  };
  return layer;
}

export function readTile(bytes, name) {
  const tile = { layer: null, matched: 0, shown: 0 };
  for (const [, , from, to] of fields(bytes, 0, bytes.length)) {
    const layer = readLayer(bytes, from, to);
    if (layer.name === name) tile.layer = layer;
    else Object.assign(tile, layer.properties(layer.features[0]));
  }
  return tile;
}
