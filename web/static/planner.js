// The planner's map and list of towns, linked both ways; what is chosen stands in the address.

const said = JSON.parse(document.getElementById("map-facts").textContent);
const map = window[said.map];
const table = document.getElementById("town-list");
const rows = [...table.tBodies[0].rows];
const areas = new Map();
const names = new Map();
const LIT = { color: "#11181d", weight: 4 };

for (const layer of said.layers) {
  if (layer.name !== "towns") continue;
  for (const one of window[layer.variable].getLayers()) {
    for (const key of layer.features[one.feature.id]?.keys ?? []) {
      areas.set(key, one);
      names.set(one, { color: one.options.color, weight: one.options.weight });
    }
  }
}

function keep(name, value) {
  const address = new URL(location.href);
  if (value) address.searchParams.set(name, value);
  else address.searchParams.delete(name);
  history.replaceState(null, "", address);
}

// Row to map, and map to row.
let picked = rows.find((row) => row.hasAttribute("aria-current")) ?? null;

function paint(row, lit) {
  const area = areas.get(row?.dataset.key);
  if (!area) return;
  const on = lit || row === picked;
  area.setStyle(on ? LIT : names.get(area));
  if (on) area.bringToFront();
}

function pick(row) {
  const before = picked;
  picked = row;
  before?.removeAttribute("aria-current");
  row?.setAttribute("aria-current", "true");
  paint(before, false);
  paint(row, true);
  keep("town", row?.dataset.town);
}

// The card of the town picked: fetched as its own page shows it. An error keeps the last one.
const panel = document.getElementById("town-panel");

async function open(row) {
  pick(row);
  const [heading, link] = [panel.querySelector("h2"), panel.querySelector(".panel-head a")];
  const address = panel.dataset.card.replace("/-", `/${encodeURIComponent(row.dataset.town)}`);
  heading.textContent = panel.dataset.wait;
  panel.hidden = false;
  try {
    const answer = await fetch(address, { headers: { Accept: "text/html" } });
    if (!answer.ok) throw new Error(String(answer.status));
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (row !== picked) return;
    panel.querySelector(".town-card")?.remove();
    const card = document.adoptNode(page.getElementById("town-card"));
    for (const part of card.querySelectorAll("details.part")) part.open = false;
    panel.append(card);
    heading.textContent = row.querySelector("th a").textContent;
    link.href = address;
  } catch (error) {
    heading.textContent = panel.dataset.failed;
    console.info(error);
  }
}
panel.querySelector(".close").addEventListener("click", () => {
  const row = picked;
  panel.hidden = true;
  pick(null);
  row?.querySelector("th a").focus();
});
for (const row of rows) {
  row.querySelector("th a").addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    open(row).then(() => panel.scrollIntoView({ block: "nearest" }));
  });
}

// The list stops where a row begins, so that its heading covers none by half.
function seen(row) {
  const box = row.closest(".list-box");
  const head = table.tHead.offsetHeight;
  const wanted = row.offsetTop - box.clientHeight / 2;
  const first = rows.find((one) => !one.hidden && one.offsetTop - head >= wanted) ?? row;
  box.scrollTop = first.offsetTop - head;
}

for (const row of rows) {
  const area = areas.get(row.dataset.key);
  for (const name of ["mouseenter", "focusin"]) row.addEventListener(name, () => paint(row, true));
  for (const name of ["mouseleave", "focusout"]) row.addEventListener(name, () => paint(row, false));
  area?.on("mouseover", () => {
    paint(row, true);
    row.toggleAttribute("data-lit", true);
  });
  area?.on("mouseout", () => {
    paint(row, false);
    row.toggleAttribute("data-lit", false);
  });
  area?.on("click", () => {
    if (row.hidden) choose("");
    open(row);
    seen(row);
  });
}
if (picked) {
  paint(picked, true);
  // Once page.js has made the headings what they stay.
  addEventListener("load", () => seen(picked));
}

// Filters: by name, and by what a town has or lacks.
const chips = [...document.querySelectorAll("[data-show-towns]")];
const search = document.getElementById("list-name");

function filter() {
  const flag = chips.find((chip) => chip.hasAttribute("aria-current"))?.dataset.showTowns ?? "";
  const part = search.value.trim().toLowerCase();
  let shown = 0;
  for (const row of rows) {
    const fits =
      (!flag || row.dataset.flags.split(" ").includes(flag)) &&
      row.dataset.name.toLowerCase().includes(part);
    row.hidden = !fits;
    if (fits) shown += 1;
  }
  document.querySelector("[data-shown]").textContent = String(shown);
  document.querySelector("[data-nothing]").hidden = shown > 0;
  keep("show", flag);
  keep("name", search.value.trim());
}

function choose(flag) {
  for (const chip of chips) chip.removeAttribute("aria-current");
  chips.find((chip) => chip.dataset.showTowns === flag)?.setAttribute("aria-current", "true");
  filter();
}
for (const chip of chips) {
  chip.addEventListener("click", (event) => {
    event.preventDefault();
    choose(chip.dataset.showTowns);
  });
}
search.addEventListener("input", filter);
search.form.addEventListener("submit", (event) => {
  event.preventDefault();
  filter();
});

// The order of the list is kept too: page.js sorts, and says by aria-sort how.
table.tHead.addEventListener("click", () => {
  const head = table.tHead.querySelector("th[aria-sort]");
  const down = head?.getAttribute("aria-sort") === "descending" ? "-" : "";
  keep("sort", head?.dataset.column ? down + head.dataset.column : "");
});

// So are the layers that are shown, once they are not those shown at first.
const inputs = [...document.querySelectorAll(".legend input")];
for (const input of inputs) {
  input.addEventListener("change", () => {
    const on = inputs.filter((one) => one.checked).map((one) => one.dataset.layers.split(" "));
    keep("layers", on.flat().join(",") || "none");
  });
}

// Whoever compares keeps place and choice: the address at the time of the click is added to.
document.addEventListener("click", (event) => {
  const tick = event.target.closest("[data-compare]");
  if (!tick) return;
  const to = new URL(location.href);
  const compared = new URL(tick.href).searchParams.get("compare");
  if (compared) to.searchParams.set("compare", compared);
  else to.searchParams.delete("compare");
  to.hash = "compare";
  tick.href = to.href;
});

// Another theme keeps what else stands in the address.
const theme = document.querySelector("form.theme");
theme.addEventListener("submit", () => {
  for (const input of theme.querySelectorAll("input[type=hidden]:not([name=lang])")) input.remove();
  for (const [name, value] of new URL(location.href).searchParams) {
    if (theme.elements.namedItem(name)) continue;
    const input = Object.assign(document.createElement("input"), { type: "hidden", name, value });
    theme.append(input);
  }
});
