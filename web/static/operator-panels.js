// Puts an answer's panels in the place of the old ones: sorted, unfolded and focused as they were.
// The panels are the server's own markup, made by the templates that made the page.

const STOPS = "a[href], button, input, select, summary, [tabindex='0']";

function stateOf(table) {
  const heads = [...(table.tHead?.rows[0]?.cells ?? [])];
  const column = heads.findIndex((head) => head.hasAttribute("aria-sort"));
  return { column, order: heads[column]?.getAttribute("aria-sort"), open: table.dataset.open };
}

function restore(table, state) {
  if (!state) return;
  if (state.column >= 0) {
    const head = table.tHead.rows[0].cells[state.column];
    for (let turn = 0; turn < 2 && head.getAttribute("aria-sort") !== state.order; turn += 1) {
      head.querySelector("button")?.click();
    }
  }
  if (state.open === "yes" && table.dataset.open !== "yes") {
    table.closest(".table-box").querySelector("button.more")?.click();
  }
}

const rowOf = (stop) => stop.closest("[data-key]")?.dataset.key ?? "";

export function describeStop(panel, stop) {
  const stops = [...panel.querySelectorAll(STOPS)];
  const place = stops.indexOf(stop);
  if (place < 0) return null;
  const [row, label] = [rowOf(stop), stop.textContent];
  const inRow = stops.filter((one) => rowOf(one) === row).indexOf(stop);
  const tick = stop.matches(".tick") ? stop.closest("tr")?.rowIndex : undefined;
  return { place, tick, row, inRow, label };
}

// The same stop of the same row; else the tick of the row that stands there (a ticked row has another
// key); else the one that says the same nearest to where the old one was.
export function sameStop(panel, was) {
  const stops = [...panel.querySelectorAll(STOPS)];
  const inRow = was.row ? stops.filter((stop) => rowOf(stop) === was.row)[was.inRow] : null;
  const alike = stops
    .map((stop, place) => [Math.abs(place - was.place), stop])
    .filter(([, stop]) => stop.textContent === was.label)
    .sort(([x], [y]) => x - y);
  const tick = stops.find((one) => one.matches(".tick") && one.closest("tr")?.rowIndex === was.tick);
  const moved = inRow && was.tick !== undefined && !inRow.matches(".tick");
  return (moved ? null : inRow) ?? tick ?? alike[0]?.[1] ?? null;
}

function focusedIn(panel) {
  return describeStop(panel, document.activeElement);
}

// Where the old stop is gone, whatever stands there now.
function focusAgain(panel, was) {
  const stops = [...panel.querySelectorAll(STOPS)];
  const next = sameStop(panel, was) ?? stops[Math.min(was.place, stops.length - 1)];
  next?.focus({ preventScroll: true });
}

export function replacePanel(panel, html) {
  const tables = new Map([...panel.querySelectorAll("table[id]")].map((one) => [one.id, stateOf(one)]));
  const open = [...panel.querySelectorAll("details")].map((one) => one.open);
  const focused = focusedIn(panel);
  const scrolled = new Map(
    [...panel.querySelectorAll(".table-box")].map((box, place) => [place, box.scrollLeft]),
  );
  const made = new DOMParser().parseFromString(html, "text/html");
  panel.replaceChildren(...made.body.childNodes);
  panel.dispatchEvent(new CustomEvent("page:replaced", { bubbles: true }));
  for (const table of panel.querySelectorAll("table[id]")) restore(table, tables.get(table.id));
  panel.querySelectorAll("details").forEach((one, place) => {
    if (open[place] !== undefined) one.open = open[place];
  });
  panel.querySelectorAll(".table-box").forEach((box, place) => {
    box.scrollLeft = scrolled.get(place) ?? 0;
  });
  if (focused) focusAgain(panel, focused);
}

// The legend is the list of layers: what was hidden stays hidden.
export function replaceLegend(html) {
  const old = document.querySelector(".legend");
  const hidden = new Set(
    [...old.querySelectorAll("input:not(:checked)")].map((one) => one.dataset.layers),
  );
  const focused = focusedIn(old);
  const made = new DOMParser().parseFromString(html, "text/html").querySelector(".legend");
  for (const input of made.querySelectorAll("input")) {
    if (hidden.has(input.dataset.layers)) input.checked = false;
  }
  old.replaceWith(made);
  if (focused) focusAgain(made, focused);
}

// What a form carries along follows the address; what its user fills in stays.
export function carryAlong(form, query) {
  const asked = new URLSearchParams(query);
  for (const input of form.querySelectorAll("input[data-carried]")) input.remove();
  const own = new Set([...form.elements].map((field) => field.name));
  for (const [name, value] of asked) {
    if (own.has(name)) continue;
    const input = Object.assign(document.createElement("input"), { type: "hidden", name, value });
    input.dataset.carried = "";
    form.append(input);
  }
}

// The choices of a select, with the same one chosen if it is still there.
export function offer(select, choices) {
  const chosen = select.value;
  const first = select.options[0];
  const made = choices.map(([value, title]) => new Option(title, value));
  select.replaceChildren(first, ...made);
  select.value = choices.some(([value]) => value === chosen) ? chosen : "";
}
