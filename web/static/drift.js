// The year on a slider: map, counts and list follow it, and it stands in the address.
const said = JSON.parse(document.getElementById("map-facts").textContent);
const map = window[said.map];
const facts = JSON.parse(document.getElementById("drift-years").textContent);
const slider = document.querySelector(".slider");
const range = document.getElementById("year-range");
const select = document.getElementById("ask-year");
const still = window.matchMedia("(prefers-reduced-motion: reduce)");
slider.hidden = false;

const areas = new Map();
for (const layer of said.layers.filter((one) => one.name === "towns")) {
  for (const one of window[layer.variable].getLayers()) {
    for (const key of layer.features[one.feature.id].keys) areas.set(key.split(":")[1], one);
  }
}
// Names stand on the map in the order in which labels.js puts them there: most room first.
const ids = said.labels
  .map((label, place) => [label.room, facts.towns[place]])
  .sort((a, b) => b[0] - a[0])
  .map(([, id]) => id);
const names = new Map();
document.querySelectorAll(".town-label").forEach((one, place) => names.set(ids[place], one));

function small(label) {
  const found = label.querySelector("small");
  if (found) return found;
  const made = document.createElement("small");
  label.firstElementChild.append(made);
  return made;
}

function drawMap(step) {
  facts.towns.forEach((id, place) => {
    areas.get(id)?.setStyle({ dashArray: null, ...facts.styles[step.looks[place]] });
    const label = names.get(id);
    if (!label) return;
    if (step.minors[place]) small(label).textContent = step.minors[place];
    else label.querySelector("small")?.remove();
  });
  map.fire("resize");
}

function list(step) {
  const table = document.getElementById("changes");
  const counts = new Map();
  let listed = 0;
  for (const row of table?.tBodies[0].rows ?? []) {
    const off = row.dataset.year !== String(step.year);
    row.toggleAttribute("data-off", off);
    if (off) continue;
    listed += 1;
    counts.set(row.dataset.kind, (counts.get(row.dataset.kind) ?? 0) + 1);
  }
  for (const one of document.querySelectorAll("[data-count]")) {
    one.textContent = String(counts.get(one.dataset.count) ?? 0);
  }
  document.getElementById("changes-count").textContent = String(listed);
  document.getElementById("one-year").hidden = false;
  table?.dispatchEvent(new Event("rowschanged"));
}

function show(place) {
  const step = facts.steps[place];
  range.value = String(place);
  range.setAttribute("aria-valuetext", step.said);
  document.querySelector(".year-said").textContent = step.said;
  document.querySelectorAll(".ticks li").forEach((tick, at) => {
    tick.classList.toggle("now", at === place);
  });
  select.value = String(step.year);
  drawMap(step);
  list(step);
  const address = new URL(location.href);
  address.searchParams.set("year", String(step.year));
  history.replaceState(null, "", address);
}

const last = facts.steps.length - 1;
const at = () => Number(range.value);
range.addEventListener("input", () => show(at()));
for (const button of slider.querySelectorAll(".step")) {
  button.addEventListener("click", () => {
    show(Math.min(last, Math.max(0, at() + Number(button.dataset.step))));
  });
}

// It plays once through. Whoever asks for less motion steps by hand.
const play = slider.querySelector(".play");
let playing = 0;

function stop() {
  clearInterval(playing);
  playing = 0;
  play.textContent = play.dataset.play;
}
play.hidden = still.matches;
play.addEventListener("click", () => {
  if (playing) return stop();
  play.textContent = play.dataset.pause;
  if (at() === last) show(0);
  playing = setInterval(() => {
    if (at() === last) stop();
    else show(at() + 1);
  }, 1600);
});
range.addEventListener("pointerdown", stop);
range.addEventListener("keydown", stop);
still.addEventListener("change", () => {
  stop();
  play.hidden = still.matches;
});
