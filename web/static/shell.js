// Share, save, letters and keys. Without this file every page, link and download works all the same.

const root = document.documentElement;
const told = document.getElementById("told");

// What is kept on this device is a preference and nothing else; a browser that keeps nothing is fine.
function kept(name) {
  try {
    return localStorage.getItem(`guantu.${name}`);
  } catch {
    return null;
  }
}
function keep(name, value) {
  try {
    localStorage.setItem(`guantu.${name}`, value);
  } catch {
    tell(root.lang === "en" ? "Not kept on this device." : "本机不允许保存设置。");
  }
}

let clearing = 0;
function tell(words, stays = false) {
  told.textContent = words;
  told.classList.remove("quiet");
  clearTimeout(clearing);
  if (!stays) clearing = setTimeout(() => told.classList.add("quiet"), 4000);
}

// The address always says what is shown: pages that change keep it up to date.
function addressIn(language) {
  const here = new URL(location.href);
  if (language) here.searchParams.set("lang", language);
  return here.href;
}

async function copied(address) {
  if (navigator.clipboard && window.isSecureContext) {
    await navigator.clipboard.writeText(address);
    return true;
  }
  // Over plain HTTP browsers give no clipboard: the old way still works there.
  const field = Object.assign(document.createElement("textarea"), { value: address });
  field.className = "quiet";
  document.body.append(field);
  field.select();
  const done = document.execCommand("copy");
  field.remove();
  return done;
}

async function share(button) {
  const address = addressIn("");
  const said = button.dataset;
  const touch = window.matchMedia("(pointer: coarse)").matches;
  if (navigator.share && touch) {
    try {
      await navigator.share({ title: document.title, url: address });
      tell(said.sent);
    } catch (error) {
      if (error.name !== "AbortError") tell(`${said.byHand} ${address}`, true);
    }
    return;
  }
  const done = await copied(address).catch(() => false);
  if (done) tell(said.copied);
  else tell(`${said.byHand} ${address}`, true);
}
const shareButton = document.querySelector("[data-share]");
shareButton?.addEventListener("click", () => share(shareButton));

// The menu closes as people expect: by Escape, and by a click elsewhere.
const menu = document.querySelector("details.menu");
document.addEventListener("click", (event) => {
  if (menu?.open && !menu.contains(event.target)) menu.open = false;
});
// A page that answers in place has another question by now: its files are of what it shows.
menu?.addEventListener("toggle", () => {
  for (const link of menu.querySelectorAll("[data-live-question]")) link.search = location.search;
});
menu?.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  menu.open = false;
  menu.querySelector("summary").focus();
});
menu?.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-action]");
  if (event.target.closest("a, [data-action]")) menu.open = false;
  if (!button) return;
  if (button.dataset.action === "print") window.print();
  if (button.dataset.action === "picture") {
    tell(button.dataset.busy, true);
    try {
      const { savePicture } = await import(button.dataset.module);
      await savePicture();
      tell(button.dataset.done);
    } catch (error) {
      tell(button.dataset.failed, true);
      console.error(error);
    }
  }
});

// Languages: the link keeps what the page has become since it was loaded.
for (const link of document.querySelectorAll(".languages a")) {
  link.addEventListener("click", () => {
    link.href = addressIn(link.hreflang.slice(0, 2));
  });
}

// Large letters: remembered here; in the address for those without scripts.
const letters = document.querySelector("[data-letters]");
function showLetters(large) {
  root.classList.toggle("large-letters", large);
  if (!letters) return;
  letters.setAttribute("aria-label", large ? letters.dataset.smaller : letters.dataset.larger);
  letters.setAttribute("aria-pressed", String(large));
  letters.title = letters.getAttribute("aria-label");
}
letters?.setAttribute("role", "button");
letters?.addEventListener("click", (event) => {
  event.preventDefault();
  const large = !root.classList.contains("large-letters");
  keep("letters", large ? "large" : "normal");
  showLetters(large);
  tell(letters.dataset[large ? "smaller" : "larger"] && letters.getAttribute("aria-label"));
  window.dispatchEvent(new Event("resize"));
});
letters?.addEventListener("keydown", (event) => {
  if (event.key === " ") {
    event.preventDefault();
    letters.click();
  }
});
showLetters(root.classList.contains("large-letters"));

// Keys: none works while something is typed, and all can be switched off.
const dialog = document.getElementById("keys");
const keysOn = document.getElementById("keys-on");
function first(...selectors) {
  return selectors.map((one) => document.querySelector(one)).find((one) => one?.checkVisibility());
}
function focusOn(target) {
  if (!target) return;
  if (target.tabIndex < 0 && !target.matches("input, select, button, a")) target.tabIndex = -1;
  target.focus();
  target.scrollIntoView({ block: "nearest" });
}
const DOES = {
  search: () => focusOn(first("main input[type=search]", "main input[type=text]", "main input:not([type=hidden])")),
  map: () => focusOn(first(".folium-map")),
  list: () => focusOn(first("main .table-box", "main .cards a", "main .cards")),
  legend: () => {
    const fold = first(".legend-fold");
    if (fold) fold.open = !fold.open;
  },
  language: () => first(".languages a")?.click(),
  share: () => shareButton?.click(),
  keys: () => (dialog.open ? dialog.close() : dialog.showModal()),
};
if (dialog) {
  const byKey = new Map(
    [...dialog.querySelectorAll("[data-key-does]")].map((one) => [one.dataset.keyDoes, one.dataset.target]),
  );
  keysOn.checked = kept("keys") !== "off";
  keysOn.addEventListener("change", () => keep("keys", keysOn.checked ? "on" : "off"));
  document.querySelector("[data-keys]").addEventListener("click", DOES.keys);
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input, select, textarea, [contenteditable]");
    const held = event.ctrlKey || event.altKey || event.metaKey || event.isComposing;
    if (typing || held || !keysOn.checked || (dialog.open && event.key !== "?")) return;
    const target = byKey.get(event.key);
    if (target === undefined) return;
    event.preventDefault();
    if (DOES[target]) DOES[target]();
    else location.assign(target);
  });
}

// A file is chosen by a button of ours, in the page's language; the browser's speaks its own.
for (const input of document.querySelectorAll("input[type=file][data-choose]")) {
  const box = document.createElement("span");
  const name = Object.assign(document.createElement("span"), { className: "file-name", textContent: input.dataset.none });
  const button = Object.assign(document.createElement("span"), { className: "button quiet-button", textContent: input.dataset.choose });
  box.className = "file-box";
  button.setAttribute("aria-hidden", "true");
  name.setAttribute("role", "status");
  input.before(box);
  box.append(input, button, name);
  input.addEventListener("change", () => {
    name.textContent = [...input.files].map((one) => one.name).join(", ") || input.dataset.none;
  });
}
