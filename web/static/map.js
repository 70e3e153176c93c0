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

function noteElement(note) {
  const box = element("section", "note");
  box.append(saidElement("h3", "", note.title));
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
  if (layer.features.length) {
    each(group, (one) => describe(one, layer.features[one.feature.id], layer.symbol));
  }
}

// Whoever asks for less motion gets none from the map either.
if (window.matchMedia("(prefers-reduced-motion: reduce)").matches) {
  map.options.inertia = false;
  map.panBy = (offset) => L.Map.prototype.panBy.call(map, offset, { animate: false });
  map.setZoomAround = (at, zoom) =>
    L.Map.prototype.setZoomAround.call(map, at, zoom, { animate: false });
  map.setZoom = (zoom) => L.Map.prototype.setZoom.call(map, zoom, { animate: false });
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
  const narrow = window.matchMedia("(max-width: 1000px)").matches;
  box.scrollIntoView({ block: narrow ? "center" : "nearest" });
}
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-show]");
  if (button) show(button.dataset.show);
});
for (const button of document.querySelectorAll("[data-show]")) {
  button.title = text("map.show");
  button.hidden = !byKey.has(button.dataset.show);
}
