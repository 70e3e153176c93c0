// Before a page is printed its map comes first, takes its size on paper and shows all it is about.

const said = JSON.parse(document.getElementById("map-facts").textContent);
const map = window[said.map];
const slot = document.getElementById("map-slot"); // where the list comes first on the screen
const list = slot?.previousElementSibling;
let before = null;

function resized() {
  map.invalidateSize({ animate: false, pan: false });
}

window.addEventListener("beforeprint", () => {
  before = { centre: map.getCenter(), zoom: map.getZoom() };
  map.closePopup();
  slot?.parentElement.prepend(slot);
  document.documentElement.classList.add("printing");
  resized();
  map.fitBounds(said.bounds, { padding: [8, 8], animate: false });
});

window.addEventListener("afterprint", () => {
  document.documentElement.classList.remove("printing");
  list?.after(slot);
  resized();
  if (before) map.setView(before.centre, before.zoom, { animate: false });
});
