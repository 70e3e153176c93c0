// The residents' pages live: the list filters as one types, the map follows, landmarks are saved on
// this device. Without this file search, chips, cards and pages work all the same.

const text = (element, name) => element.dataset[name];
const status = document.getElementById("found-count");
const form = document.getElementById("find-landmarks");
const list = () => document.getElementById("landmark-found");
const told = document.getElementById("told");

// ---- The map: the same landmarks as in the list, and each lights the other.
const facts = JSON.parse(document.getElementById("map-facts").textContent);
const map = window[facts.map];
const symbols = []; // { layer, keys, badges }
const lines = new Map();
for (const layer of facts.layers) {
  if (!layer.features.length) continue;
  window[layer.variable].eachLayer((one) => {
    const feature = layer.features[one.feature.id];
    if (!feature?.keys.length || !one.getElement) return;
    if (layer.name === "landmarks") {
      const badges = (feature.badge ?? "").split("·");
      symbols.push({ layer: one, keys: feature.keys, badges, plain: badges.length !== feature.keys.length });
    }
    for (const key of feature.keys) lines.set(key, one);
  });
}

function cardOf(key) {
  return document.querySelector(`.landmark[data-key="${CSS.escape(key)}"]`);
}

function showOnMap() {
  if (!form) return;
  const shown = (key) => {
    const card = cardOf(key);
    return Boolean(card) && !card.hidden;
  };
  for (const { layer, keys, badges, plain } of symbols) {
    const icon = layer.getElement();
    if (!icon) continue;
    const left = keys.map(shown);
    icon.classList.toggle("left-out", !left.includes(true));
    const number = icon.querySelector("b");
    if (number && !plain) number.textContent = badges.filter((_, place) => left[place]).join("·") || badges.join("·");
  }
}

function light(key, on) {
  lines.get(key)?.getElement()?.classList.toggle("lit", on);
}
for (const [enter, leave] of [["pointerover", "pointerout"], ["focusin", "focusout"]]) {
  document.addEventListener(enter, (event) => {
    const card = event.target.closest?.(".landmark[data-key]");
    if (card) light(card.dataset.key, true);
  });
  document.addEventListener(leave, (event) => {
    const card = event.target.closest?.(".landmark[data-key]");
    if (card && !card.contains(event.relatedTarget)) light(card.dataset.key, false);
  });
}
for (const { layer, keys } of symbols) {
  const cards = (on) => () => keys.forEach((key) => cardOf(key)?.toggleAttribute("data-lit", on));
  layer.on("mouseover", cards(true));
  layer.on("mouseout", () => {
    if (!layer.isPopupOpen()) cards(false)();
  });
  // Symbols come and go with their layer: what is left out stays so.
  layer.on("add", () => setTimeout(showOnMap));
}

// ---- Saved on this device, and nowhere else.
const KEPT = "guantu.saved";
function saved() {
  try {
    const found = JSON.parse(localStorage.getItem(KEPT) ?? "[]");
    return new Set(Array.isArray(found) ? found.filter((one) => typeof one === "string") : []);
  } catch {
    return new Set();
  }
}
function keep(ids) {
  try {
    localStorage.setItem(KEPT, JSON.stringify([...ids]));
  } catch {
    told.textContent = document.documentElement.lang === "en" ? "This device keeps nothing." : "本机不允许保存。";
    told.classList.remove("quiet");
    setTimeout(() => told.classList.add("quiet"), 4000);
  }
}
const onlySaved = () => location.hash === "#saved";

function showSaved() {
  const mine = saved();
  for (const button of document.querySelectorAll("[data-save]")) {
    button.setAttribute("aria-pressed", String(mine.has(button.dataset.save)));
  }
  const chip = document.getElementById("chip-saved");
  if (!chip) return;
  chip.querySelector("[data-saved-number]").textContent = mine.size;
  chip.setAttribute("aria-pressed", String(onlySaved()));
  const cards = [...document.querySelectorAll(".landmark[data-landmark]")];
  for (const card of cards) card.hidden = onlySaved() && !mine.has(card.dataset.landmark);
  for (const part of document.querySelectorAll(".list-part")) {
    part.hidden = [...part.querySelectorAll(".landmark")].every((card) => card.hidden);
  }
  const left = cards.filter((card) => !card.hidden).length;
  document.getElementById("none-saved").hidden = !onlySaved() || left > 0 || cards.length === 0;
  const said = onlySaved() ? text(list(), "savedCount").replace("{n}", left) : text(list(), "count");
  if (status.textContent !== said) status.textContent = said;
  showOnMap();
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-save]");
  if (button) {
    const mine = saved();
    if (!mine.delete(button.dataset.save)) mine.add(button.dataset.save);
    keep(mine);
    showSaved();
  }
  if (event.target.closest("#chip-saved")) {
    const here = new URL(location.href);
    here.hash = onlySaved() ? "" : "saved";
    history.replaceState(null, "", here.hash ? here : here.href.replace(/#$/, ""));
    showSaved();
  }
  if (event.target.closest("[data-share-here]")) document.querySelector("[data-share]").click();
  if (event.target.closest("[data-print-here]")) window.print();
});
addEventListener("storage", (event) => {
  if (event.key === KEPT) showSaved();
});
addEventListener("hashchange", showSaved);

// ---- The list as one types: asked of the server, the latest answer wins.
let asking = null;
let wanted = location.href;

function part(address) {
  const url = new URL(address, location.href);
  url.searchParams.set("part", "list");
  url.searchParams.set("f", "html");
  url.hash = "";
  return url;
}

function replaced(markup) {
  const made = new DOMParser().parseFromString(markup, "text/html");
  const focused = document.activeElement?.id;
  const had = document.activeElement !== document.body;
  const open = document.getElementById("more-chips")?.open;
  for (const id of ["landmark-chips", "landmark-found"]) {
    const next = made.getElementById(id);
    if (next) document.getElementById(id).replaceWith(document.importNode(next, true));
  }
  if (open) document.getElementById("more-chips").open = true;
  // Focus stays where it was; where that is gone, such as a chip taken off, it goes to the search.
  const lost = document.activeElement === document.body && had;
  if (lost) (document.getElementById(focused) ?? form.elements.q).focus({ preventScroll: true });
  for (const button of document.querySelectorAll(".found-list [data-show]")) {
    button.title = facts.texts["map.show"];
  }
  showSaved();
}

function failed(address) {
  document.getElementById("list-failed")?.remove();
  const box = Object.assign(document.createElement("p"), { id: "list-failed", className: "why failed" });
  const again = Object.assign(document.createElement("button"), { type: "button", className: "button quiet-button", textContent: text(form, "again") });
  again.addEventListener("click", () => ask(address));
  box.setAttribute("role", "alert");
  box.append(Object.assign(document.createElement("span"), { textContent: text(form, "failed") }), again);
  form.after(box);
}

async function ask(address) {
  asking?.abort();
  const mine = new AbortController();
  const { signal } = mine;
  asking = mine;
  wanted = new URL(address, location.href).href;
  form.setAttribute("data-waiting", "");
  try {
    const answer = await fetch(part(address), { signal });
    const markup = await answer.text();
    if (!answer.ok) throw new Error(`the list answered ${answer.status}`);
    if (signal.aborted) return;
    document.getElementById("list-failed")?.remove();
    history.replaceState(null, "", wanted + location.hash);
    replaced(markup);
    takeOver(new URL(wanted));
  } catch (error) {
    if (error.name !== "AbortError") failed(address);
  } finally {
    if (asking === mine) {
      asking = null;
      form.removeAttribute("data-waiting");
    }
  }
}

// The form sends what is chosen besides: after a chip it must be what is chosen now.
function takeOver(url) {
  for (const input of form.querySelectorAll("input[type=hidden]")) {
    if (["near", "do", "town", "status"].includes(input.name)) input.remove();
  }
  for (const name of ["near", "do", "town", "status"]) {
    if (!url.searchParams.has(name)) continue;
    form.prepend(Object.assign(document.createElement("input"), { type: "hidden", name, value: url.searchParams.get(name) }));
  }
}

function typedAddress() {
  const url = new URL(wanted);
  const typed = form.elements.q.value;
  if (typed) url.searchParams.set("q", typed);
  else url.searchParams.delete("q");
  url.hash = "";
  return url.href;
}

if (form) {
  let waiting = 0;
  const soon = (event) => {
    if (event.isComposing) return;
    clearTimeout(waiting);
    waiting = setTimeout(() => ask(typedAddress()), 140);
  };
  form.elements.q.addEventListener("input", soon);
  form.elements.q.addEventListener("compositionend", soon);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(waiting);
    ask(typedAddress());
  });
  document.addEventListener("click", (event) => {
    const chip = event.target.closest("a.ask-chip, a.way-on, a.clear-all");
    if (!chip || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    clearTimeout(waiting);
    const target = new URL(chip.href);
    // What was typed and not yet asked goes along with a chip; the ways on decide it themselves.
    if (chip.matches(".ask-chip") && form.elements.q.value) target.searchParams.set("q", form.elements.q.value);
    else form.elements.q.value = target.searchParams.get("q") ?? "";
    if (chip.matches(".clear-all")) {
      history.replaceState(null, "", location.pathname + location.search);
      form.elements.q.focus();
    }
    ask(target.href);
  });
}
showSaved();
document.documentElement.dataset.resident = "ready";
