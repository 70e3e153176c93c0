// Makes tables sortable and shortens long ones. Without this file every table is complete.

const collator = new Intl.Collator(document.documentElement.lang, { numeric: true });

function valueOf(row, column) {
  const cell = row.cells[column];
  const sort = cell.dataset.sort;
  if (sort === undefined) return cell.textContent.trim();
  const number = Number(sort.replace("inf", "Infinity"));
  return Number.isNaN(number) ? sort : number;
}

function compare(a, b) {
  if (typeof a === "number" && typeof b === "number") return a - b;
  return collator.compare(String(a), String(b));
}

function sortable(table) {
  const heads = [...table.tHead.rows[0].cells];
  heads.forEach((head, column) => {
    const label = head.querySelector("span");
    const button = document.createElement("button");
    button.type = "button";
    button.className = "sort";
    label.replaceWith(button);
    button.append(label);
    button.addEventListener("click", () => {
      const first = head.classList.contains("number") || head.classList.contains("narrow");
      const now = head.getAttribute("aria-sort");
      const descending = now ? now === "ascending" : first;
      heads.forEach((other) => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", descending ? "descending" : "ascending");
      const rows = [...table.tBodies[0].rows];
      const keyed = rows.map((row) => [valueOf(row, column), row]);
      keyed.sort((a, b) => (descending ? -1 : 1) * compare(a[0], b[0]));
      table.tBodies[0].append(...keyed.map(([, row]) => row));
      shorten(table);
    });
  });
}

function shorten(table) {
  const brief = Number(table.dataset.brief || 0);
  if (!brief) return;
  const short = table.dataset.open !== "yes";
  // Rows that the page itself leaves out for now do not count.
  const rows = [...table.tBodies[0].rows].filter((row) => !row.hasAttribute("data-off"));
  rows.forEach((row, place) => {
    row.hidden = short && place >= brief;
  });
}

function shortened(table) {
  if (!table.dataset.brief) return;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "more";
  const say = () => {
    const open = table.dataset.open === "yes";
    button.textContent = open ? table.dataset.less : table.dataset.more;
    button.setAttribute("aria-expanded", String(open));
    shorten(table);
  };
  button.addEventListener("click", () => {
    table.dataset.open = table.dataset.open === "yes" ? "no" : "yes";
    say();
  });
  table.closest(".table-box").append(button);
  table.addEventListener("rowschanged", () => shorten(table));
  say();
}

function dress(within) {
  for (const table of within.querySelectorAll("table[data-sortable]")) {
    sortable(table);
    shortened(table);
  }
}
dress(document);
// A live page has parts of it replaced.
document.addEventListener("page:replaced", (event) => dress(event.target));

// On a narrow screen the legend starts folded, so that the text is near.
if (window.matchMedia("(max-width: 700px)").matches) {
  for (const fold of document.querySelectorAll(".legend-fold")) fold.open = false;
  // So do long parts, unless the address leads into one.
  if (!document.getElementById(location.hash.slice(1))) {
    for (const fold of document.querySelectorAll(".phone-fold")) fold.open = false;
  }
}

// A mark leads to its town's clauses: they are unfolded, and the pointer is told them at once.
function unfold() {
  const found = document.getElementById(location.hash.slice(1));
  const fold = found?.closest("details");
  if (fold && !fold.open) {
    fold.open = true;
    found.scrollIntoView();
  }
}
for (const link of document.querySelectorAll(".mark-link")) link.title = link.textContent.trim();
addEventListener("hashchange", unfold);
unfold();

// An empty field is not sent, so that the address holds only what was asked.
for (const form of document.querySelectorAll("form.ask")) {
  form.addEventListener("submit", () => {
    const empty = [...form.querySelectorAll("input[type=number], select")].filter((one) => !one.value);
    for (const input of empty) input.disabled = true;
    // Once it is sent they can be filled in again: a live page stays, and one goes back to another.
    setTimeout(() => empty.forEach((one) => { one.disabled = false; }));
  });
}
