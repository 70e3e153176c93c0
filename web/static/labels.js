// Writes the towns' names on the map. Every text is set as text: none is ever markup.
/* global L */

const said = JSON.parse(document.getElementById("map-facts").textContent);
const map = window[said.map];

// Names of towns: where two would collide, the one with more room stays.
const labels = [...said.labels]
  .sort((a, b) => b.room - a.room)
  .map((label) => {
    const content = document.createElement("span");
    content.append(label.text);
    if (label.minor) {
      const minor = document.createElement("small");
      minor.textContent = label.minor;
      content.append(minor);
    }
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

// On paper everything is in view, at another size: see printing.js, which comes first.
window.addEventListener("beforeprint", placeLabels);
window.addEventListener("afterprint", placeLabels);
document.documentElement.dataset.map = "ready";
