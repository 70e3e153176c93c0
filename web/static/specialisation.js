// A planner's own table: one of file and text is handed in, and a problem leads to its row.
const input = document.getElementById("table-file");
const text = document.getElementById("table-text");

input.addEventListener("change", () => {
  // Whoever chooses a file means the file, and not what was pasted before.
  if (input.files.length) text.value = "";
});

// Row 1 stands below the heading.
function mend(row) {
  const lines = text.value.split("\n");
  const start = lines.slice(0, row).reduce((sum, line) => sum + line.length + 1, 0);
  text.focus();
  text.setSelectionRange(start, start + (lines[row] ?? "").length);
  text.scrollTop = (text.scrollHeight / Math.max(lines.length, 1)) * Math.max(row - 2, 0);
  text.scrollIntoView({ block: "center" });
}

const problems = document.querySelector("[data-mend]");
if (problems && text.value) {
  for (const head of problems.querySelectorAll("#problems tbody th")) {
    const row = Number(head.dataset.sort);
    const button = document.createElement("button");
    button.type = "button";
    button.className = "mend";
    button.textContent = problems.dataset.mend;
    button.setAttribute("aria-label", `${problems.dataset.mend} ${head.textContent.trim()}`);
    button.addEventListener("click", () => mend(row));
    head.append(" ", button);
  }
}
