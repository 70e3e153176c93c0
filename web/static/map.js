// Says what the map's features are. Every text is set as textContent: none is ever markup.
/* global L */

const said = JSON.parse(document.getElementById("map-facts").textContent);
const map = window[said.map];
const text = (key) => said.texts[key];
const byKey = new Map();
const groups = new Map();
const nameOf = new Map();

function element(name, className, content) {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (content !== undefined) made.textContent = content;
  return made;
}

// On an English page what is Chinese is marked as such: template.py has the same.
const CHINESE =
  /([\u3000-\u303f\uff00-\uffef\u2018-\u201d]*[\u3400-\u9fff](?:[\u3400-\u9fff\u3000-\u303f\uff00-\uffef\u2018-\u201d\d ·+]*[\u3400-\u9fff\u3000-\u303f\uff00-\uffef\u2018-\u201d])?)/;

function saidElement(name, className, content) {
  if (document.documentElement.lang !== "en") return element(name, className, content);
  const made = element(name, className);
  content.split(CHINESE).forEach((part, place) => {
    if (place % 2 === 0) made.append(part);
    else made.append(Object.assign(element("span", "", part), { lang: "zh-CN" }));
  });
  return made;
}

function noteElement(note, key) {
  const box = element("section", "note");
  box.append(saidElement("h3", "", note.title), ...map.guantu.actions(key, note.title));
  const list = element("dl");
  for (const [label, value] of note.facts) {
    const line = element("div");
    line.append(element("dt", "", label), saidElement("dd", "", value));
    list.append(line);
  }
  box.append(list);
  if (note.href) {
    const link = element("a", "", text("map.more"));
    link.href = note.href;
    link.setAttribute("aria-label", `${text("map.more")} ${note.title}`);
    box.append(link);
  }
  return box;
}

function popupElement(feature) {
  const box = element("div");
  box.append(...feature.notes.map((note, place) => noteElement(note, feature.keys[place] ?? "")));
  return box;
}

function symbolPicture(symbol) {
  const space = "http://www.w3.org/2000/svg";
  const picture = document.createElementNS(space, "svg");
  const use = document.createElementNS(space, "use");
  use.setAttribute("href", `#symbol-${symbol}`);
  picture.setAttribute("aria-hidden", "true");
  picture.append(use);
  return picture;
}

function drawSymbol(layer, symbol, badge) {
  const icon = layer.getElement();
  if (!icon || icon.firstChild) return;
  icon.append(symbolPicture(symbol));
  if (badge) icon.append(element("b", "", badge));
}

let accuracy = null;

function showAccuracy(layer, feature) {
  accuracy?.remove();
  accuracy = null;
  if (!feature.accuracy || !layer.getLatLng) return;
  accuracy = L.circle(layer.getLatLng(), {
    radius: feature.accuracy,
    pane: "rings",
    interactive: false,
    color: "#7a3b00",
    weight: 1.5,
    dashArray: "3 4",
    fillColor: "#e69f00",
    fillOpacity: 0.12,
  }).addTo(map);
}

function light(keys, on) {
  for (const key of keys) {
    for (const row of document.querySelectorAll(`[data-key="${CSS.escape(key)}"]`)) {
      row.toggleAttribute("data-lit", on);
    }
  }
}

function describe(layer, feature, symbol) {
  if (symbol) {
    layer.on("add", () => drawSymbol(layer, symbol, feature.badge));
    drawSymbol(layer, symbol, feature.badge);
  }
  for (const key of feature.keys) byKey.set(key, layer);
  if (!feature.notes.length) return;
  const narrow = window.matchMedia("(max-width: 700px)").matches;
  layer.bindPopup(() => popupElement(feature), {
    maxWidth: narrow ? 280 : 340,
    autoPanPadding: [12, 12],
  });
  // Leaflet listens to focus for the tip, which makes each shape a stop of its own without a name:
  // the tables are the way by keyboard.
  layer.on("add", () => layer.getElement?.()?.setAttribute("tabindex", "-1"));
  layer.getElement?.()?.setAttribute("tabindex", "-1");
  const names = [...new Set(feature.notes.map((note) => note.title))];
  const short = names.slice(0, 3).join(" · ") + (names.length > 3 ? " …" : "");
  if (!window.matchMedia("(hover: none)").matches) {
    layer.bindTooltip(() => element("span", "", short), {
      className: "name-tip",
      sticky: !symbol,
      direction: "top",
      offset: symbol ? [0, -10] : [0, -6],
    });
  }
  layer.on("popupopen", () => {
    layer.closeTooltip();
    showAccuracy(layer, feature);
    light(feature.keys, true);
  });
  layer.on("popupclose", () => {
    accuracy?.remove();
    light(feature.keys, false);
  });
}

function each(layer, visit) {
  if (layer.getLayers) layer.getLayers().forEach((one) => each(one, visit));
  else visit(layer);
}

function adopt(name, group, features, symbol) {
  groups.set(name, [...(groups.get(name) ?? []), group]);
  if (features.length) each(group, (one) => describe(one, features[one.feature.id], symbol));
  for (const feature of features) for (const key of feature.keys) nameOf.set(key, name);
}
for (const layer of said.layers) {
  adopt(layer.name, window[layer.variable], layer.features, layer.symbol);
}

// A live page has its layers drawn anew: web/maps/redrawn.py writes them.
function forget(name) {
  for (const group of groups.get(name) ?? []) group.remove();
  groups.delete(name);
  for (const [key, owner] of nameOf) {
    if (owner !== name) continue;
    nameOf.delete(key);
    byKey.delete(key);
  }
}

function marker(at, layer, part) {
  const icon = L.divIcon({
    iconSize: part.size,
    iconAnchor: part.anchor,
    className: `symbol symbol-${part.symbol}`,
  });
  return L.marker(at, { icon, keyboard: false, pane: layer.pane });
}

function drawPart(layer, part) {
  const features = part.features.map((one, id) => ({
    type: "Feature", id, properties: {}, geometry: one.geometry,
  }));
  const group = L.geoJSON(features, {
    pane: layer.pane,
    interactive: layer.interactive,
    smoothFactor: 0.6,
    ...(part.symbol
      ? { pointToLayer: (_, at) => marker(at, layer, part) }
      : { style: () => part.style }),
  });
  adopt(layer.name, group, part.features, part.symbol ?? "");
}

function draw(layers, staying) {
  for (const name of [...groups.keys()]) if (!staying.includes(name)) forget(name);
  for (const layer of layers) for (const part of layer.parts) drawPart(layer, part);
  for (const name of groups.keys()) setShown(name, true);
  applyLegend();
  document.querySelectorAll("[data-show]").forEach(nameButton);
}

const jump = (offset) => L.Map.prototype.panBy.call(map, offset, { animate: false });

// Controls with names in the page's language, and an attribution that is plain text.
const Attribution = L.Control.extend({
  options: { position: "bottomright" },
  onAdd: () => element("div", "map-attribution", text("map.attribution")),
});
L.control
  .zoom({ zoomInTitle: text("map.zoom_in"), zoomOutTitle: text("map.zoom_out") })
  .addTo(map);
L.control.scale({ imperial: false }).addTo(map);
new Attribution().addTo(map);
const box = map.getContainer();
box.setAttribute("role", "region");
box.setAttribute("aria-label", text("map.name"));
for (const [name, pane] of Object.entries(map.getPanes())) {
  if (name !== "mapPane" && name !== "popupPane") pane.setAttribute("aria-hidden", "true");
}

// The legend is the list of layers.
function setShown(name, shown) {
  for (const group of groups.get(name) ?? []) {
    if (shown) group.addTo(map);
    else group.remove();
  }
}
function applyLegend() {
  for (const input of document.querySelectorAll(".legend input")) {
    input.dataset.layers.split(" ").forEach((name) => setShown(name, input.checked));
  }
}
document.addEventListener("change", (event) => {
  if (!event.target.matches?.(".legend input")) return;
  applyLegend();
  // What was hidden and comes back keeps its place among the others of its pane.
  for (const group of [...groups.values()].flat()) if (map.hasLayer(group)) group.bringToFront();
});
applyLegend();

// A row's button shows its feature on the map.
function show(key) {
  const layer = byKey.get(key);
  if (!layer) return;
  const name = nameOf.get(key);
  for (const input of document.querySelectorAll(".legend input")) {
    if (input.dataset.layers.split(" ").includes(name) && !input.checked) input.click();
  }
  setShown(name, true);
  if (layer.getBounds) {
    map.fitBounds(layer.getBounds(), { maxZoom: 12, padding: [30, 30], animate: false });
  } else {
    map.setView(layer.getLatLng(), Math.max(map.getZoom(), 11.5), { animate: false });
  }
  // The view has jumped there: what gives the popup its room moves on at once as well.
  const { panBy } = map;
  map.panBy = jump;
  layer.openPopup();
  map.panBy = panBy;
  const narrow = window.matchMedia("(max-width: 1000px)").matches;
  // A map that stays while a sheet is drawn over it is in sight only once the sheet is down.
  const stays = getComputedStyle(box.closest(".map-side") ?? box).position === "sticky";
  if (narrow && stays) window.scrollTo(0, 0);
  else box.scrollIntoView({ block: narrow ? "center" : "nearest" });
}
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-show]");
  if (button) show(button.dataset.show);
});
// A table's rows get theirs here: without scripts there is nothing that it could do.
function addButtons(part) {
  for (const row of part.querySelectorAll("tr[role=row][data-key]")) {
    const cell = row.cells[0];
    const minor = cell.querySelector(".minor");
    const name = [...cell.childNodes].filter((one) => one !== minor).map((one) => one.textContent);
    const button = Object.assign(element("button", "show"), { type: "button" });
    button.dataset.show = row.dataset.key;
    button.setAttribute("aria-label", text("map.show") + text("list.colon") + name.join(""));
    button.append(symbolPicture("show"));
    cell.insertBefore(button, minor);
  }
}
document.addEventListener("page:replaced", (event) => addButtons(event.target));
addButtons(document);
function nameButton(button) {
  button.title = text("map.show");
  button.hidden = !byKey.has(button.dataset.show);
}
document.querySelectorAll("[data-show]").forEach(nameButton);

// For the page's own script: draw an answer's layers, all but those that stay, and find the layer
// of a feature by its key.
map.guantu = {
  draw,
  // What a page's own script offers to do with what a note tells about: elements, by key and title.
  actions: () => [],
  layer: (key) => byKey.get(key),
  names: () => [...groups.keys()],
  // Take in a layer of another kind, under a name that the legend knows.
  add: (name, layer) => {
    groups.set(name, [...(groups.get(name) ?? []), layer]);
    applyLegend();
  },
};
