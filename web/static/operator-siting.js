// A siting question as a long run: asked as a job, followed with its progress, cancelled at will.
// The server keeps its answer, so that the page finds it when it asks for its new state.
import { run } from "./jobs.js";

const form = document.querySelector("[data-form=siting]");
const line = form.querySelector(".progress-line");
const bar = form.querySelector("progress");
const state = form.querySelector("[data-siting-state]");
let control = null;

function running(yes) {
  line.hidden = !yes;
  form.querySelector(".fields").inert = yes;
  form.querySelector("[type=submit]").disabled = yes;
}

// Says what is wrong beside the field that it is about, in place of what was wrong before.
export function complain(trouble) {
  form.querySelector(".field-error")?.remove();
  for (const name of ["aria-invalid", "aria-describedby"]) {
    form.querySelector(`[${name}]`)?.removeAttribute(name);
  }
  if (!trouble) return;
  const made = Object.assign(document.createElement("p"), {
    className: "field-error", id: "siting-error", role: "alert", textContent: `${trouble.text} `,
  });
  made.append(Object.assign(document.createElement("span"), { lang: "en", textContent: trouble.english }));
  const field = form.elements[trouble.field];
  (field?.closest(".field") ?? form).append(made);
  field?.setAttribute("aria-invalid", "true");
  field?.setAttribute("aria-describedby", made.id);
}

// The page knows how to say it in its own language; where it cannot, the problem is as it came.
async function troubleOf(error, live) {
  const answer = await fetch(live, { headers: { Accept: "application/json" } });
  const { trouble } = await answer.json();
  if (trouble) return trouble;
  const { detail, remedy = "", field } = error.problem ?? { detail: error.message };
  return { field, text: form.dataset.failed, english: `${detail} ${remedy}` };
}

// Asks what an address of the page asks; true once the answer is there.
export async function ask(url, live, query) {
  control = new AbortController();
  const mine = control;
  running(true);
  complain(null);
  state.textContent = "";
  bar.removeAttribute("value");
  try {
    await run(url, Object.fromEntries(new URLSearchParams(query)), {
      signal: mine.signal,
      onProgress: (share) => {
        bar.value = share;
      },
    });
    return true;
  } catch (error) {
    if (mine.signal.aborted) state.textContent = form.dataset.cancelled;
    else complain(await troubleOf(error, live));
    return false;
  } finally {
    running(false);
  }
}

form.querySelector("[data-do=cancel]").addEventListener("click", () => control?.abort());
