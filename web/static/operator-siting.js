// A siting question as a long run: asked as a job, followed with its progress, cancelled at will.
// The answer is rendered by the server on the page's present state, so that its ticks lead on.
import { run } from "./jobs.js";

const form = document.querySelector("[data-form=siting]");
const panel = document.getElementById("suggested");
const bar = form.querySelector("progress");
const cancel = form.querySelector("[data-do=cancel]");
const state = form.querySelector("[data-siting-state]");
const file = form.querySelector("[data-certificate]");
let control = null;
let answer = null;

function body(page) {
  const { problem, count, times, counts, candidates, demand, certificate } = form.elements;
  const asked = {
    problem: problem.value, candidates: candidates.value, demand: demand.value,
    certificate: certificate.checked, ...page,
  };
  if (["maximal", "backup", "median", "center"].includes(problem.value)) {
    asked.count = Number(count.value);
  }
  if (problem.value === "backup") asked.times = Number(times.value);
  if (problem.value === "build_order") {
    asked.counts = counts.value.split(/[^0-9]+/).filter(Boolean).map(Number);
  }
  return asked;
}

function running(yes) {
  bar.hidden = !yes;
  cancel.hidden = !yes;
  form.querySelector("[type=submit]").disabled = yes;
}

export async function show(address, replacePanel, drawBeside) {
  if (!answer) return;
  const { certificate, ...light } = answer;
  const response = await fetch(address, {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "application/json" },
    body: JSON.stringify({ ...light, certificate: null }),
  });
  const found = await response.json();
  if (!response.ok) throw new Error(found.detail);
  replacePanel(panel, found.panels.suggested);
  drawBeside(found.layers);
}

function offerCertificate() {
  file.hidden = !answer.certificate;
  if (!answer.certificate) return;
  URL.revokeObjectURL(file.href);
  const content = JSON.stringify(answer.certificate);
  file.href = URL.createObjectURL(new Blob([content], { type: "application/json" }));
}

export async function ask(url, page) {
  control?.abort();
  control = new AbortController();
  const mine = control;
  running(true);
  state.textContent = "";
  bar.removeAttribute("value");
  try {
    answer = await run(url, body(page), {
      signal: mine.signal,
      onProgress: (share) => {
        bar.value = share;
      },
    });
    offerCertificate();
    return true;
  } catch (error) {
    if (mine.signal.aborted) state.textContent = form.dataset.cancelled;
    else state.textContent = `${form.dataset.failed} ${error.problem?.detail ?? error.message} ${error.problem?.remedy ?? ""}`;
    return false;
  } finally {
    if (control === mine) running(false);
  }
}

cancel.addEventListener("click", () => control?.abort());
