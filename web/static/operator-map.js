// Sites on the map: dragged, added by a click, drawn as they go before the answer is there.
/* global L */

const said = JSON.parse(document.getElementById("map-facts").textContent);
export const map = window[said.map];

const SITES = "takeoff_points:";
const STAYING = ["land", "borders", "functional_areas"];

export function draw(layers) {
  map.guantu.draw(layers, STAYING);
}

// Layers drawn beside those that are there: while a site is dragged its own symbol stays as it is.
export function drawBeside(layers) {
  const drawn = new Set(layers.map((layer) => layer.name));
  map.guantu.draw(layers, map.guantu.names().filter((name) => !drawn.has(name)));
}

// The sites on the map: id to where it stands.
export function siteAt(id) {
  return map.guantu.layer(SITES + id)?.getLatLng() ?? null;
}

function sitesOf(features) {
  return features.flatMap((one) => one.keys).filter((key) => key.startsWith(SITES))
    .map((key) => key.slice(SITES.length));
}

function startingSites() {
  return said.layers.filter((layer) => layer.name === "sites")
    .flatMap((layer) => sitesOf(layer.features));
}

export function answeredSites(layers) {
  return layers.filter((layer) => layer.name === "sites")
    .flatMap((layer) => layer.parts.flatMap((part) => sitesOf(part.features)));
}

// While a site is under way its ring follows it at once; the answer brings everything else.
function ghost(at, radius) {
  return L.circle(at, {
    radius, pane: "rings", interactive: false, fill: false, color: "#7a3b00", weight: 2,
    dashArray: "3 5",
  }).addTo(map);
}

// Several sites may stand at one place under one symbol: the first of them is what is dragged.
export function makeDraggable(sites, { radius, name, onMove, onDrop, label }) {
  const seen = new Set();
  for (const id of sites) {
    const layer = map.guantu.layer(SITES + id);
    if (!layer?.dragging || seen.has(layer)) continue;
    seen.add(layer);
    layer.dragging.enable();
    layer.getElement()?.classList.add("draggable");
    let ring = null;
    layer.on("dragstart", () => {
      layer.closePopup();
      layer.closeTooltip();
      ring = ghost(layer.getLatLng(), radius());
      map.getContainer().classList.add("dragging-site");
      label(name(id));
    });
    layer.on("drag", () => {
      ring.setLatLng(layer.getLatLng());
      onMove(id, layer.getLatLng());
    });
    layer.on("dragend", () => {
      ring.remove();
      map.getContainer().classList.remove("dragging-site");
      onDrop(id, layer.getLatLng());
    });
  }
}

export function firstDraggable(handlers) {
  makeDraggable(startingSites(), handlers);
}

// Adding by click: one click, one site.
export function addByClick(button, { onAdd, onStart, onEnd }) {
  const box = map.getContainer();
  const on = () => button.getAttribute("aria-pressed") === "true";
  function set(pressed) {
    button.setAttribute("aria-pressed", String(pressed));
    box.classList.toggle("adding-site", pressed);
    if (pressed) {
      map.closePopup();
      onStart();
    } else onEnd();
  }
  button.addEventListener("click", () => set(!on()));
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && on()) set(false);
  });
  // Before the areas see the click: it must not open what they say.
  box.addEventListener("click", (event) => {
    if (!on() || map.dragging.moved() || event.target.closest(".leaflet-control")) return;
    event.stopPropagation();
    set(false);
    onAdd(map.mouseEventToLatLng(event));
  }, true);
}

// A popup offers the place that it tells about as an end of a route; the form's lists do the same.
export function offerEnds(form, text) {
  const fields = form.elements;
  map.guantu.actions = (key, name) => {
    const id = key.slice(key.indexOf(":") + 1);
    if (!id || ![...fields.start.options].some((one) => one.value === id)) return [];
    return [["start", "end"], ["end", "start"]].map(([end, other]) => {
      const made = Object.assign(document.createElement("button"), {
        type: "button", className: "button quiet-button", textContent: text[`route.${end}_here`],
      });
      made.setAttribute("aria-label", `${made.textContent} · ${name}`);
      made.addEventListener("click", () => {
        fields[end].value = id;
        if (fields[other].value === id) fields[other].value = "";
        if (fields[other].value) {
          map.closePopup();
          form.requestSubmit();
        } else {
          made.textContent = text[`route.${other}_next`];
          made.removeAttribute("aria-label");
        }
      });
      return made;
    });
  };
}
