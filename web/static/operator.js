// The operator's page, live: whatever is ticked, dragged, added or typed is answered in place.
// Every action is a link or a form of the page; without this file the server answers it whole.
import {
  addByClick, answeredSites, draw, drawBeside, firstDraggable, makeDraggable, map, offerEnds, siteAt,
} from "./operator-map.js";
import { carryAlong, describeStop, offer, replaceLegend, replacePanel, sameStop } from "./operator-panels.js";
import { Asker, History, queryOf, withEdit } from "./operator-state.js";

const start = JSON.parse(document.getElementById("live-start").textContent);
const text = start.texts;
const history_ = new History(start.query);
const part = (name) => document.querySelector(`[data-${name}]`);
const forms = Object.fromEntries(
  [...document.querySelectorAll("[data-form]")].map((form) => [form.dataset.form, form]),
);
const button = (name) => document.querySelector(`[data-do=${name}]`);
const SLOW_MS = 150;
let radius = start.radius;
let dragging = false;
let slow = 0;

function say(message, english = "") {
  const box = part("state");
  box.replaceChildren(message);
  if (english) {
    box.append(Object.assign(document.createElement("span"), { lang: "en", textContent: english }));
  }
}

function inLanguage(query) {
  const lang = document.documentElement.lang === "en" ? "lang=en" : "";
  return [query, lang].filter(Boolean).join("&");
}

function busy(yes) {
  clearTimeout(slow);
  document.body.classList.toggle("asking", yes && dragging);
  if (yes) {
    slow = setTimeout(() => {
      document.body.classList.add("asking");
      if (!dragging) say(text["tried.computing"]);
    }, SLOW_MS);
  } else if (part("state").textContent === text["tried.computing"]) say("");
}

function painted(question) {
  requestAnimationFrame(() => setTimeout(() => {
    const kind = question.draft ? "guantu:draft" : "guantu:answer";
    performance.measure(kind, { start: question.since, end: performance.now() });
    document.documentElement.dataset.answered = String(Number(document.documentElement.dataset.answered ?? 0) + 1);
  }));
}

function answered(answer, question) {
  for (const [name, html] of Object.entries(answer.panels)) {
    replacePanel(document.getElementById(name), html);
  }
  (question.draft ? drawBeside : draw)(answer.layers);
  radius = answer.radius;
  if (!question.draft) settled(answer, question);
  painted(question);
  if (!question.draft) setTimeout(followNext);
}

function settled(answer, question) {
  replaceLegend(answer.legend);
  makeDraggable(answeredSites(answer.layers), handlers);
  if (!question.step) history_.to(answer.query);
  history.replaceState(null, "", answer.address + location.hash);
  for (const form of Object.values(forms)) carryAlong(form, answer.query);
  offer(forms.place.elements.site, answer.choices);
  for (const end of ["start", "end"]) offer(forms.route.elements[end], answer.ends);
  fillPlace();
  showSteps();
  for (const link of document.querySelectorAll(PAGE_LINKS)) follow(link, answer.query);
  part("announce").textContent = answer.said;
  if (!question.kept) say("");
  askMore(answer.query);
  if (answer.trouble || forms.siting.querySelector(".field-error")) {
    siting().then(({ complain }) => complain(answer.trouble));
  }
}

// What is asked beside coverage may take longer: it follows, and the old answer stays dimmed.
const BESIDE = ["survey", "hospitals", "losses", "start"];
const more = document.getElementById("more");
function askMore(query) {
  const asked = new URLSearchParams(query);
  const any = BESIDE.some((name) => asked.has(name));
  more.classList.toggle("waiting", any);
  if (any) moreAsker.ask({ query: inLanguage(query) });
  else more.replaceChildren();
}
const moreAsker = new Asker(start.more, {
  onAnswer(answer) {
    replacePanel(more, answer.panels.more);
    replaceLegend(answer.legend);
    drawBeside(answer.layers);
    more.classList.remove("waiting");
  },
  onFailure(problem) {
    more.classList.remove("waiting");
    if (problem) say(text["tried.failed"], ` ${problem.detail ?? ""} ${problem.remedy ?? ""}`);
    else say(text["tried.offline"]);
  },
  onBusy() {},
});

// The page's own links, to the other language, to large letters and to files, lead to what is shown.
const PAGE_LINKS = ".languages a, a[data-letters], .menu-box a[download]";
function follow(link, query) {
  const url = new URL(link.href);
  const asked = new URLSearchParams(query);
  for (const name of ["lang", "letters", "f"]) {
    if (url.searchParams.has(name)) asked.set(name, url.searchParams.get(name));
  }
  url.search = asked.toString();
  link.href = url.href;
}

function failed(problem, question) {
  if (question.draft) return;
  next = null;
  if (problem === null) say(text["tried.offline"]);
  else say(text["tried.failed"], ` ${problem.detail ?? ""} ${problem.remedy ?? ""}`);
  // A site that was dragged goes back to where the last answer has it.
  if (question.dragged && problem) go(history_.present, { step: true, kept: true });
}

const asker = new Asker(start.live, { onAnswer: answered, onFailure: failed, onBusy: busy });

function go(query, question = {}) {
  asker.ask({ since: performance.now(), ...question, query: inLanguage(query) });
}

function put(site, at, question = {}) {
  const edit = { site, lon: at.lng.toFixed(6), lat: at.lat.toFixed(6) };
  if (question.draft) edit.draft = "true";
  go(withEdit(history_.present, edit), question);
}

let frame = 0;
const titles = () => new Map([...forms.place.elements.site.options].map((one) => [one.value, one.text]));
const handlers = {
  radius: () => radius,
  name: (id) => titles().get(id) ?? id,
  label: (name) => say(text["tried.drag_site"].replace("{name}", name)),
  onMove(id, at) {
    dragging = true;
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(() => put(id, at, { draft: true }));
  },
  onDrop(id, at) {
    cancelAnimationFrame(frame);
    dragging = false;
    choosePlace(id);
    put(id, at, { dragged: true });
  },
};

// The form for a typed position: choosing a site fills in where it stands.
function fillPlace() {
  const { site, lon, lat } = forms.place.elements;
  for (const field of forms.place.querySelectorAll("[data-new-only]")) field.hidden = Boolean(site.value);
  const at = site.value ? siteAt(site.value) : null;
  if (!at) return;
  lon.value = at.lng.toFixed(5);
  lat.value = at.lat.toFixed(5);
  forms.place.elements.datum.value = "cgcs2000";
}
function choosePlace(id) {
  forms.place.elements.site.value = id;
  fillPlace();
}
forms.place.elements.site.addEventListener("change", fillPlace);
for (const name of ["lon", "lat"]) {
  forms.place.elements[name].addEventListener("change", () => {
    if (forms.place.elements.site.value && forms.place.checkValidity()) go(queryOf(forms.place));
  });
}
const METRES_A_DEGREE = 111_320;
button("nudge").addEventListener("keydown", (event) => {
  const step = { ArrowUp: [0, 1], ArrowDown: [0, -1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] }[event.key];
  const { site, lon, lat } = forms.place.elements;
  if (!step || !site.value || !lon.value || !lat.value) return;
  event.preventDefault();
  const metres = event.shiftKey ? 1000 : 100;
  const north = Number(lat.value) + (step[1] * metres) / METRES_A_DEGREE;
  const across = METRES_A_DEGREE * Math.cos((north * Math.PI) / 180);
  lon.value = (Number(lon.value) + (step[0] * metres) / across).toFixed(6);
  lat.value = north.toFixed(6);
  go(queryOf(forms.place));
});

offerEnds(forms.route, text);

// Links and forms of this very page are answered in place.
let next = null;
function followNext() {
  const { panel, was } = next ?? {};
  next = null;
  if (was) sameStop(panel, was)?.click();
}
function ownQuery(link) {
  const url = new URL(link.href);
  if (url.origin !== location.origin || url.pathname !== start.path) return null;
  url.searchParams.delete("lang");
  return url.search.slice(1);
}
document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-live] a[href]");
  if (!link || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const query = ownQuery(link);
  if (query === null) return;
  event.preventDefault();
  const panel = link.closest("[data-live]");
  // A link says what follows from the answer shown: until a newer one is there the click waits.
  if (asker.deciding) next = { panel, was: describeStop(panel, link) };
  else go(query);
});
document.addEventListener("keydown", (event) => {
  const tick = event.target.closest?.("a[role=checkbox]");
  if (tick && event.key === " ") {
    event.preventDefault();
    tick.click();
  }
  if (!(event.ctrlKey || event.metaKey) || event.target.matches?.("input, textarea")) return;
  const key = event.key.toLowerCase();
  if (key === "z" || key === "y") {
    event.preventDefault();
    if (key === "y" || event.shiftKey) step(history_.forward());
    else undo();
  }
});
for (const form of Object.values(forms)) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (form !== forms.siting || await findSites(queryOf(form))) go(queryOf(form));
  });
}
forms.ask.addEventListener("change", (event) => {
  if (["mission", "radius_m"].includes(event.target.name)) forms.ask.requestSubmit();
});

function step(query) {
  if (query !== null) go(query, { step: true });
}
function showSteps() {
  button("undo").disabled = !history_.past.length;
  button("redo").disabled = !history_.future.length;
}
// What is not answered yet is the last thing done: taking it back leads to where one is.
function undo() {
  step(asker.adding ? history_.present : history_.back());
}
button("undo").addEventListener("click", undo);
button("redo").addEventListener("click", () => step(history_.forward()));
addByClick(button("add"), {
  onAdd: (at) => put("", at),
  onStart: () => say(text["tried.add_hint"]),
  onEnd: () => say(""),
});
// Siting questions are long runs: their module is loaded when the first is asked.
const siting = () => import(start.siting_module);
async function findSites(query) {
  const { ask } = await siting();
  return ask(start.suggested, `${start.live}?${inLanguage(query)}`, query);
}
forms.siting.addEventListener("change", () => {
  const { problem, candidates } = forms.siting.elements;
  for (const field of forms.siting.querySelectorAll("[data-for]")) {
    const needed = field.dataset.for.split(" ");
    field.hidden = field.disabled = ![problem, candidates].some((one) => needed.includes(one.value));
  }
});

// On a phone the panels are a sheet over the map: its handle draws it up and lets it down.
const handle = button("sheet");
const sheet = document.querySelector(".text-side");
const isUp = () => sheet.getBoundingClientRect().top < window.innerHeight / 3;
function sayHandle() {
  handle.textContent = isUp() ? handle.dataset.down : handle.dataset.up;
}
handle.hidden = false;
handle.addEventListener("click", () => {
  const quiet = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  const top = sheet.getBoundingClientRect().top + window.scrollY;
  const down = top - document.querySelector(".top").offsetHeight;
  window.scrollTo({ top: isUp() ? 0 : down, behavior: quiet ? "instant" : "smooth" });
});
addEventListener("scroll", sayHandle, { passive: true });

for (const tools of document.querySelectorAll("[data-tools]")) tools.hidden = false;
firstDraggable(handlers);
history.replaceState(null, "", start.address + location.hash);
document.documentElement.dataset.operator = "ready";
