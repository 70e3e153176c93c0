// Long runs: asks for a job, follows it by events or by polling, and gives its answer.

const POLL_MS = 1000;
const FIRST_EVENT_MS = 5000;
const MOST_MISSES = 30;
const ENDED = new Set(["successful", "failed", "dismissed"]);
const JSON_ONLY = { Accept: "application/json" };

// What the service told to be wrong: `problem` holds it, with `detail`, `remedy` and `field`.
export class JobError extends Error {
  constructor(problem, status) {
    super(problem.detail || String(status));
    this.name = "JobError";
    this.problem = problem;
    this.status = status;
  }
}

async function read(answer) {
  const content = await answer.json();
  if (!answer.ok) throw new JobError(content, answer.status);
  return content;
}

// Cancels a job; true if there was one.
export async function cancel(job) {
  const answer = await fetch(job, { method: "DELETE", headers: JSON_ONLY, keepalive: true });
  return answer.ok;
}

// Resolves with the last status of a job. `onProgress` is told the share done, 0 to 1, and the
// status; first of all how the job stands now, so it can be followed again after a reload.
export function follow(job, { onProgress = () => {}, signal } = {}) {
  return new Promise((resolve, reject) => {
    let source = null;
    let timer = 0;
    let misses = 0;
    let over = false;

    function end(settle, value) {
      if (over) return;
      over = true;
      source?.close();
      clearTimeout(timer);
      signal?.removeEventListener("abort", aborted);
      settle(value);
    }
    function aborted() {
      end(reject, signal.reason);
    }
    function told(info) {
      if (over) return;
      onProgress(info.progress / 100, info);
      if (ENDED.has(info.status)) end(resolve, info);
    }
    async function poll() {
      try {
        told(await read(await fetch(job, { headers: JSON_ONLY, cache: "no-store" })));
        misses = 0;
      } catch (error) {
        misses += 1;
        const gone = error instanceof JobError && error.status < 500;
        if (gone || misses >= MOST_MISSES) end(reject, error);
      }
      if (!over) timer = setTimeout(poll, POLL_MS);
    }
    function instead() {
      if (over || !source) return;
      source.close();
      source = null;
      clearTimeout(timer);
      poll();
    }

    if (signal?.aborted) {
      reject(signal.reason);
      return;
    }
    signal?.addEventListener("abort", aborted);
    if (typeof EventSource === "undefined") {
      poll();
      return;
    }
    source = new EventSource(`${job}/events`);
    // A proxy that holds the stream back lets nothing through: polling tells the same.
    timer = setTimeout(instead, FIRST_EVENT_MS);
    const event = ({ data }) => {
      clearTimeout(timer);
      told(JSON.parse(data));
    };
    source.addEventListener("progress", event);
    source.addEventListener("done", event);
    // An error with data is the job's own end; one without is the connection's.
    source.addEventListener("error", (heard) => (heard.data ? event(heard) : instead()));
  });
}

// Asks a long question and resolves with its answer; rejects with a JobError if it failed, and with
// the signal's reason if that is aborted, which cancels the run.
//   url         the address that answers POST
//   body        what is asked, to be sent as JSON
//   onProgress  told the share done, 0 to 1, and the job's status
//   onJob       told the job's address, where it can be looked at and followed after a reload
//   signal      an AbortSignal
export async function run(url, body, { onProgress, onJob = () => {}, signal } = {}) {
  signal?.throwIfAborted();
  // Not aborted itself: a job whose address nobody has heard could not be cancelled.
  const answer = await fetch(url, {
    method: "POST",
    headers: { ...JSON_ONLY, "Content-Type": "application/json", Prefer: "respond-async" },
    body: JSON.stringify(body),
  });
  if (answer.status !== 202) return read(answer);
  const job = new URL(answer.headers.get("Location"), answer.url).href;
  try {
    signal?.throwIfAborted();
    onJob(job);
    await follow(job, { onProgress, signal });
  } catch (error) {
    if (signal?.aborted) cancel(job).catch(() => {});
    throw error;
  }
  return read(await fetch(`${job}/results`, { headers: JSON_ONLY, signal }));
}
