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

// Beside a symbol a name makes way, the nearest way first, but its middle stays inside its town.
const STEPS = [0, 10, -10, 20, -20, 30, -30, 40, -40];
const MOVES = STEPS.flatMap((x) => STEPS.map((y) => [x, y])).sort(
  (a, b) => Math.hypot(...a) - Math.hypot(...b),
);
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

function moved({ left, right, top, bottom }, [x, y]) {
  return { left: left + x, right: right + x, top: top + y, bottom: bottom + y };
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
    const free = roomInPixels(at, room);
    const ways = MOVES.filter((move) => move.every((one) => one === 0) || Math.hypot(...move) < free);
    const { classList } = shown.getElement();
    classList.remove("name-only");
    let rect = labelBox(shown, at);
    const place = () => ways.find((move) => !clashes(moved(rect, move), [...kept, ...marks]));
    let by = place();
    if (!by && numbered) {
      // Where every name has a number, one without says nothing wrong: the list has it.
      classList.add("name-only");
      rect = labelBox(shown, at);
      by = place();
    }
    const hidden = !by || rect.right - rect.left > WIDEST * free;
    classList.toggle("hidden-label", hidden);
    if (hidden) continue;
    shown.options.offset = L.point(...by);
    shown.update();
    kept.push(moved(rect, by));
  }
}

const numbered = said.labels.every((label) => label.minor);
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
