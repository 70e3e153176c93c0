// A popup has a name, can be scrolled by keyboard and closed by Escape; who asked for it by a row's
// button is led into it, and back.

const said = JSON.parse(document.getElementById("map-facts").textContent);
const map = window[said.map];
let popup = null;
let opener = null;
let byKey = false;

map.on("popupopen", (event) => {
  popup = event.popup.getElement();
  popup.setAttribute("role", "dialog");
  const titles = [...popup.querySelectorAll("h3")].map((one) => one.textContent);
  popup.setAttribute("aria-label", titles.join(" · "));
  popup.querySelector(".leaflet-popup-content").tabIndex = 0;
  popup.querySelector(".leaflet-popup-close-button")?.setAttribute("aria-label", said.texts["map.close"]);
});

map.on("popupclose", () => {
  const here = document.activeElement;
  if (popup?.contains(here) || (opener && here === document.body)) {
    // Whoever points keeps the map in sight; whoever types sees where the focus is.
    const back = opener?.isConnected ? opener : map.getContainer();
    back.focus({ preventScroll: !(opener && byKey) });
  }
  popup = null;
  opener = null;
});

// map.js has opened it by now.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-show]");
  if (!button || !popup) return;
  opener = button;
  popup.querySelector(".leaflet-popup-content").focus({ preventScroll: true });
});

document.addEventListener("pointerdown", () => { byKey = false; }, true);
document.addEventListener("keydown", (event) => {
  byKey = true;
  if (event.key === "Escape") map.closePopup();
});
