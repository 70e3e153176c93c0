// What the operator's page is asked, as the query of its address; undo and redo over it.
//
// The server makes every such query: an action here is a link or a form that leads to the next one.
// So this file knows no format. It keeps where one has been, and asks for one answer at a time.

export class History {
  constructor(query) {
    this.past = [];
    this.present = query;
    this.future = [];
  }

  to(query) {
    if (query === this.present) return;
    this.past.push(this.present);
    this.future = [];
    this.present = query;
  }

  back() {
    return this.#step(this.past, this.future);
  }

  forward() {
    return this.#step(this.future, this.past);
  }

  #step(from, onto) {
    if (!from.length) return null;
    onto.push(this.present);
    this.present = from.pop();
    return this.present;
  }
}

// Asks for answers. While one is under way the latest question waits and takes the place of any
// that waited before it, so that a dragged site is answered as fast as answers come. A question
// that is final takes the place of the one under way too.
export class Asker {
  constructor(address, { onAnswer, onFailure, onBusy }) {
    this.address = address;
    this.heard = { onAnswer, onFailure, onBusy };
    this.running = null;
    this.waiting = null;
    // Whether what is under way decides the page's next state: a draft does not.
    this.deciding = false;
    // Whether that state is a new one, which is not among those where one has been.
    this.adding = false;
  }

  ask(question) {
    if (this.running && !question.draft) this.running.abort();
    else if (this.running) {
      this.waiting = question;
      return;
    }
    this.waiting = null;
    this.#run(question);
  }

  async #run(question) {
    const control = new AbortController();
    this.running = control;
    this.deciding = !question.draft;
    this.adding = this.deciding && !question.step;
    this.heard.onBusy(true);
    try {
      const response = await fetch(`${this.address}?${question.query}`, {
        signal: control.signal,
        headers: { Accept: "application/json" },
      });
      const answer = await response.json();
      if (this.running !== control) return;
      if (response.ok) this.heard.onAnswer(answer, question);
      else this.heard.onFailure(answer, question);
    } catch (error) {
      if (this.running !== control) return;
      this.heard.onFailure(null, question);
    }
    this.running = null;
    this.deciding = this.adding = false;
    this.heard.onBusy(false);
    const next = this.waiting;
    this.waiting = null;
    if (next) this.#run(next);
  }
}

// A query with an edit: a site put somewhere. Empty values are left out.
export function withEdit(query, edit) {
  const asked = new URLSearchParams(query);
  for (const [name, value] of Object.entries(edit)) {
    if (value !== "" && value !== null && value !== undefined) asked.set(name, value);
  }
  return asked.toString();
}

// What a form asks, without its empty fields.
export function queryOf(form) {
  const asked = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (value !== "") asked.set(name, value);
  asked.delete("lang");
  return asked.toString();
}
