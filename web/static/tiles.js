// Draws large layers from vector tiles: read, drawn on canvas, found again under the pointer.
// Every text is set as textContent. What a tile holds is written in docs/methods/tiles.md.
/* global L */
import { distance, drawTile, EXTENT, SIDE } from "./tile-drawing.js";
import { readTile } from "./tile-reader.js";

const said = JSON.parse(document.getElementById("tiles-facts").textContent);
const map = window[JSON.parse(document.getElementById("map-facts").textContent).map];
const text = (key, values = {}) =>
  Object.entries(values).reduce((all, [name, value]) => all.replace(`{${name}}`, value), said.texts[key]);
const english = document.documentElement.lang === "en";
const number = (value) => value.toLocaleString("en");

const STATES = { point: "partial", squares: "partial", line: "partial", area: "partial" };
const REACH = 11; // pixels within which a point or a line is meant

const Tiles = L.GridLayer.extend({
  createTile(coords, done) {
    const canvas = L.DomUtil.create("canvas", "tile");
    this.load(canvas, coords).then(
      () => done(null, canvas),
      (error) => done(error, canvas),
    );
    return canvas;
  },

  async load(canvas, coords) {
    const key = this._tileCoordsToKey(coords);
    this.failed.delete(key);
    try {
      const address = L.Util.template(this.facts.address, { z: coords.z - 1, y: coords.y, x: coords.x });
      const answer = await fetch(address);
      if (!answer.ok) throw new Error(`${answer.status}`);
      const tile = readTile(new Uint8Array(await answer.arrayBuffer()), this.facts.name);
      this.read.set(key, tile);
      drawTile(canvas, tile, this.facts.look);
    } catch (error) {
      this.failed.set(key, [canvas, coords]);
      throw error;
    }
  },

  hit(latlng) {
    const at = map.project(latlng, this._tileZoom).divideBy(SIDE);
    const corner = at.floor();
    const tile = this.read.get(`${corner.x}:${corner.y}:${this._tileZoom}`);
    if (!tile?.layer) return null;
    const place = [(at.x - corner.x) * EXTENT, (at.y - corner.y) * EXTENT];
    const reach = REACH * (EXTENT / SIDE);
    let best = null;
    // The last drawn lies on top.
    for (const feature of tile.layer.features) {
      const away = distance(tile, feature, place);
      if (away <= Math.min(reach, best?.away ?? reach)) best = { away, feature };
    }
    return best && tile.layer.properties(best.feature);
  },
});

function element(name, className, content) {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (content !== undefined) made.textContent = content;
  return made;
}

function factList(facts) {
  const list = element("dl");
  for (const [label, value] of facts) {
    const line = element("div");
    line.append(element("dt", "", label), element("dd", "", value));
    list.append(line);
  }
  return list;
}

const metres = (value) => `${number(Math.round(value))} ${text("metres")}`;

// Where several layers come as tiles, a note says which one it is of.
function noteOf(facts, title) {
  const box = element("section", "note");
  box.append(element("h3", "", title));
  if (said.layers.length > 1) box.append(element("p", "", facts.title));
  return box;
}

function squareNote(layer, found) {
  const box = noteOf(layer, text("count", { n: number(found.count) }));
  const facts = [];
  if (found.accuracy_best_m !== undefined) {
    const [best, worst] = [metres(found.accuracy_best_m), metres(found.accuracy_worst_m)];
    facts.push([text("accuracy"), best === worst ? best : `${best} – ${worst}`]);
  }
  if (found.accuracy_unknown) facts.push([text("unknown"), number(found.accuracy_unknown)]);
  box.append(factList(facts), element("p", "", text("zoom")));
  return box;
}

async function fill(box, facts, id) {
  const told = element("p", "", text("loading"));
  box.append(told);
  try {
    const answer = await fetch(`${facts.items}${encodeURIComponent(id)}${facts.query ? `${facts.query}&` : "?"}f=json`);
    if (!answer.ok) throw new Error(`${answer.status}`);
    const { properties } = await answer.json();
    const known = properties.accuracy_m;
    told.replaceWith(
      factList([
        [text("accuracy"), known === null ? text("not_known") : metres(known)],
        [text("as_of"), properties.as_of],
        [text("id"), id],
      ]),
    );
  } catch {
    told.textContent = text("note_failed");
  }
}

function featureNote(facts, found) {
  const name = english ? found.name_en : found.name_zh;
  const link = element("a", "", text("more"));
  link.href = `${facts.items}${encodeURIComponent(found.id)}${facts.query}`;
  link.setAttribute("aria-label", `${text("more")} ${name}`);
  const box = noteOf(facts, name);
  fill(box, facts, found.id).then(() => {
    box.append(link);
    map._popup?.update();
  });
  return box;
}

// What is in view, told in words: loading, empty, partial, failed.
function tell(layer) {
  const { state, retry } = layer;
  state.parentElement.hidden = !map.hasLayer(layer);
  if (state.parentElement.hidden) return;
  const loading = layer.isLoading();
  const kept = Object.values(layer._tiles).filter((tile) => tile.current);
  const read = kept.map((tile) => layer.read.get(layer._tileCoordsToKey(tile.coords)));
  const sum = (key) => read.reduce((all, tile) => all + (tile?.[key] ?? 0), 0);
  const [matched, shown] = [sum("matched"), sum("shown")];
  const values = { n: number(matched), shown: number(shown), failed: layer.failed.size };
  let which = matched === 0 ? "empty" : shown < matched ? layer.facts.kind : "whole";
  if (which === "point" && shown === 0) which = "squares";
  if (loading) which = "loading";
  else if (layer.failed.size) which = "failed";
  retry.hidden = which !== "failed";
  state.parentElement.dataset.state = STATES[which] ?? which;
  if (state.textContent !== text(which, values)) state.textContent = text(which, values);
}

function add(facts) {
  const layer = new Tiles({
    tileSize: SIDE,
    pane: "lines",
    minZoom: 1,
    maxZoom: 19,
    keepBuffer: 1,
    updateWhenZooming: false,
    bounds: facts.bounds,
  });
  const line = document.querySelector(`[data-tiles="${CSS.escape(facts.key)}"]`);
  Object.assign(layer, { facts, read: new Map(), failed: new Map() });
  Object.assign(layer, { state: line.querySelector("span"), retry: line.querySelector("button") });
  layer.on("tileunload", (event) => {
    const key = layer._tileCoordsToKey(event.coords);
    layer.read.delete(key);
    layer.failed.delete(key);
  });
  layer.on("add remove loading load tileerror", () => tell(layer));
  map.on("moveend", () => map.hasLayer(layer) && tell(layer));
  layer.retry.addEventListener("click", () => {
    const again = [...layer.failed.values()].map(([canvas, coords]) => layer.load(canvas, coords));
    Promise.allSettled(again).then(() => tell(layer));
  });
  map.guantu.add(facts.key, layer);
  tell(layer);
  return layer;
}

const layers = said.layers.map(add);
const ABOVE = ".leaflet-marker-icon, .leaflet-popup, .leaflet-control";

// What tiles draw lies on the towns but no element is there to be clicked: it is asked first.
function choose(event) {
  if (map.dragging.moved() || event.target.closest(ABOVE)) return;
  const at = map.mouseEventToLatLng(event);
  for (const layer of layers.toReversed()) {
    const found = map.hasLayer(layer) && layer.hit(at);
    if (!found) continue;
    event.stopPropagation();
    const { facts } = layer;
    const content = found.count ? squareNote(facts, found) : featureNote(facts, found);
    const popup = L.popup({ maxWidth: 300, autoPanPadding: [12, 12] });
    popup.setLatLng(at).setContent(content).openOn(map);
    popup.getElement().querySelector(".leaflet-popup-close-button").setAttribute("aria-label", text("close"));
    return;
  }
}
map.getContainer().addEventListener("click", choose, true);
document.documentElement.dataset.tiles = "ready";
