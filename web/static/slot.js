// Where there is little room, the map opens on demand.
/* global L */

const facts = JSON.parse(document.getElementById("map-facts").textContent);
const map = window[facts.map];
const slot = document.getElementById("map-slot");
const toggle = document.getElementById("map-toggle");

function openMap(open) {
  slot.toggleAttribute("data-open", open);
  toggle.setAttribute("aria-expanded", String(open));
  toggle.textContent = open ? toggle.dataset.hideMap : toggle.dataset.showMap;
  if (open) {
    map.invalidateSize({ animate: false });
    if (!location.hash.startsWith("#map=")) map.fitBounds(facts.bounds, { padding: [12, 12], animate: false });
  }
}
toggle?.addEventListener("click", () => openMap(!slot.hasAttribute("data-open")));

// Before a feature is shown or the map is drawn as a picture, there must be a map.
const NEEDS = "[data-show], [data-action=picture]";
document.addEventListener(
  "click",
  (event) => {
    if (event.target.closest(NEEDS) && toggle?.checkVisibility() && !slot.hasAttribute("data-open")) openMap(true);
  },
  true,
);
