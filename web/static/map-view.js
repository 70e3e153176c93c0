// What part of the world the map shows: all of the city first, then what the address says.
/* global L */

const said = JSON.parse(document.getElementById("map-facts").textContent);
const map = window[said.map];
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

// Where its user has moved the map to stands in the address, as "#map=zoom/latitude/longitude": a
// link shows what its sender saw. A map that was not moved adds nothing to it.
const SHAPE = /^#map=(\d+\.?\d*)\/(-?\d+\.?\d*)\/(-?\d+\.?\d*)$/;
const ZOOMS = [6, 19];

function follow() {
  const found = SHAPE.exec(location.hash);
  if (!found) return;
  const [zoom, lat, lng] = found.slice(1).map(Number);
  if (lat > 90 || lat < -90 || lng > 180 || lng < -180) return;
  map.setView([lat, lng], Math.min(Math.max(zoom, ZOOMS[0]), ZOOMS[1]), { animate: false });
}

let moved = false;
for (const kind of ["pointerdown", "wheel", "keydown"]) {
  map.getContainer().addEventListener(kind, () => { moved = true; }, { capture: true, passive: true });
}
map.on("moveend", () => {
  // The list of what is saved has that place in the address.
  if (!moved || location.hash === "#saved") return;
  const { lat, lng } = map.getCenter();
  const here = [Number(map.getZoom().toFixed(2)), lat.toFixed(4), lng.toFixed(4)].join("/");
  history.replaceState(history.state, "", `#map=${here}`);
});
addEventListener("hashchange", follow);
follow();
