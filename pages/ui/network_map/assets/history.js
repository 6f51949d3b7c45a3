// Every state of the map since the page opened, so that a change can be undone and done again.

const MOST = 200;

export class History {
  constructor() {
    this.past = [];
    this.future = [];
  }

  /** Keep a state that is about to be left. */
  leave(state) {
    this.past.push(state);
    if (this.past.length > MOST) this.past.shift();
    this.future = [];
  }

  back(now) {
    if (!this.past.length) return null;
    this.future.push(now);
    return this.past.pop();
  }

  forward(now) {
    if (!this.future.length) return null;
    this.past.push(now);
    return this.future.pop();
  }
}
