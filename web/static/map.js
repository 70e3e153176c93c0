// Says what the map's features are. Every text is set as textContent: none is ever markup.
/* global L */

const said = JSON.parse(document.getElementById("map-facts").textContent);
const map = window[said.map];
const text = (key) => said.texts[key];
const byKey = new Map();
const groups = new Map();

function element(name, className, content) {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (content !== undefined) made.textContent = content;
  return made;
}

function noteElement(note) {
  const box = element("section", "note");
  box.append(element("h3", "", note.title));
  const list = element("dl");
  for (const [label, value] of note.facts) {
    const line = element("div");
    line.append(element("dt", "", label), element("dd", "", value));
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
  box.append(...feature.notes.map(noteElement));
  return box;
}

function drawSymbol(layer, symbol, badge) {
  const icon = layer.getElement();
  if (!icon || icon.firstChild) return;
  const space = "http://www.w3.org/2000/svg";
  const picture = document.createElementNS(space, "svg");
  const use = document.createElementNS(space, "use");
  use.setAttribute("href", `#symbol-${symbol}`);
  picture.append(use);
  icon.append(picture);
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
  const names = [...new Set(feature.notes.map((note) => note.title))];
  const short = names.length > 3 ? `${names.slice(0, 3).join(" · ")} …` : names.join(" · ");
  if (!window.matchMedia("(hover: none)").matches) {
    layer.bindTooltip(() => element("span", "", short), {
      className: "name-tip",
      sticky: !symbol,
      direction: "top",
      offset: symbol ? [0, -10] : [0, -6],
    });
  }
  layer.on("popupopen", (event) => {
    const close = event.popup.getElement().querySelector(".leaflet-popup-close-button");
    close?.setAttribute("aria-label", text("map.close"));
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

for (const layer of said.layers) {
  const group = window[layer.variable];
  const members = groups.get(layer.name) ?? [];
  groups.set(layer.name, [...members, group]);
  each(group, (one) => describe(one, layer.features[one.feature.id], layer.symbol));
}

// The first view is there at once: an animated one would show names on their way.
map.fitBounds(said.bounds, { padding: [12, 12], animate: false });

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

// Names of towns: where two would collide, the one with more room stays.
const labels = [...said.labels]
  .sort((a, b) => b.room - a.room)
  .map((label) => {
    const content = element("span", "", label.text);
    if (label.minor) content.append(element("small", "", label.minor));
    const shown = L.tooltip({
      permanent: true,
      direction: "center",
      className: "town-label",
      pane: "names",
      interactive: false,
    })
      .setLatLng(label.at)
      .setContent(content)
      .addTo(map);
    return { shown, at: L.latLng(label.at), room: label.room };
  });

// Beside a symbol a name makes way, upwards or downwards, but stays inside its town.
const MOVES = [0, 12, -12, 20, -20, 28, -28];
// A name may be so many times wider than the circle that fits into its town.
const WIDEST = 3.4;

function clashes(rect, others) {
  return others.some(
    (other) =>
      rect.left < other.right + 1 &&
      rect.right > other.left - 1 &&
      rect.top < other.bottom - 1 &&
      rect.bottom > other.top + 1,
  );
}

function moved(rect, by) {
  return { left: rect.left, right: rect.right, top: rect.top + by, bottom: rect.bottom + by };
}

function roomInPixels(at, room) {
  const there = L.latLng(at.lat + room, at.lng);
  return map.latLngToLayerPoint(at).distanceTo(map.latLngToLayerPoint(there));
}

// Places are computed, not measured: on the screen they may be on their way to a new zoom.
function symbolBoxes() {
  const boxes = [];
  map.eachLayer((layer) => {
    if (!(layer instanceof L.Marker)) return;
    const { iconAnchor, iconSize } = layer.options.icon.options;
    const corner = map.latLngToLayerPoint(layer.getLatLng()).subtract(iconAnchor);
    const [width, height] = iconSize;
    boxes.push({
      left: corner.x, right: corner.x + width, top: corner.y, bottom: corner.y + height,
    });
  });
  return boxes;
}

function labelBox(shown, at) {
  const middle = map.latLngToLayerPoint(at);
  const { offsetWidth: width, offsetHeight: height } = shown.getElement();
  return {
    left: middle.x - width / 2,
    right: middle.x + width / 2,
    top: middle.y - height / 2,
    bottom: middle.y + height / 2,
  };
}

function placeLabels() {
  const marks = symbolBoxes();
  const kept = [];
  for (const { shown, at, room } of labels) {
    const rect = labelBox(shown, at);
    const free = roomInPixels(at, room);
    const by = MOVES.filter((move) => Math.abs(move) < free).find(
      (move) => !clashes(moved(rect, move), [...kept, ...marks]),
    );
    const hidden = by === undefined || rect.right - rect.left > WIDEST * free;
    shown.getElement().classList.toggle("hidden-label", hidden);
    if (hidden) continue;
    shown.options.offset = L.point(0, by);
    shown.update();
    kept.push(moved(rect, by));
  }
}

let waiting = 0;

function placeLabelsSoon() {
  cancelAnimationFrame(waiting);
  waiting = requestAnimationFrame(placeLabels);
}
map.on("zoomend resize layeradd layerremove", placeLabelsSoon);
placeLabelsSoon();

// The legend is the list of layers.
function setShown(name, shown) {
  for (const group of groups.get(name) ?? []) {
    if (shown) group.addTo(map);
    else group.remove();
  }
}
for (const input of document.querySelectorAll(".legend input")) {
  const names = input.dataset.layers.split(" ");
  const apply = () => names.forEach((name) => setShown(name, input.checked));
  input.addEventListener("change", apply);
  apply();
}

// A row's button shows its feature on the map.
function show(key) {
  const layer = byKey.get(key);
  if (!layer) return;
  const name = said.layers.find((one) => one.features.some((f) => f.keys.includes(key))).name;
  for (const input of document.querySelectorAll(".legend input")) {
    if (input.dataset.layers.split(" ").includes(name) && !input.checked) input.click();
  }
  setShown(name, true);
  if (layer.getBounds) {
    map.fitBounds(layer.getBounds(), { maxZoom: 12, padding: [30, 30], animate: false });
  } else {
    map.setView(layer.getLatLng(), Math.max(map.getZoom(), 11.5), { animate: false });
  }
  layer.openPopup();
  if (window.matchMedia("(max-width: 1000px)").matches) box.scrollIntoView({ block: "center" });
}
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-show]");
  if (button) show(button.dataset.show);
});
for (const button of document.querySelectorAll("[data-show]")) {
  if (!byKey.has(button.dataset.show)) button.hidden = true;
}
document.documentElement.dataset.map = "ready";
