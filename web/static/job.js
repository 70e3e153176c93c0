// The page of a job: moves its bar, and shows how it ended. Without this file one loads it again.
import { follow } from "./jobs.js";

const page = document.querySelector("[data-job]");
if (page) {
  const bar = page.querySelector("progress");
  const percent = page.querySelector(".job-percent");
  const show = (share) => {
    bar.value = Math.round(share * 100);
    percent.textContent = `${bar.value} %`;
  };
  // The form that cancels leads to a page of its own: nothing else may load one meanwhile.
  const leaving = new AbortController();
  page.querySelector("form").addEventListener("submit", () => leaving.abort());
  const job = new URL(page.dataset.job, location.href).href;
  follow(job, { onProgress: show, signal: leaving.signal })
    .then(() => location.reload())
    .catch((error) => {
      if (error.status) location.reload();
    });
}
