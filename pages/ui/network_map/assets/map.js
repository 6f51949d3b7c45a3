// The network map: what is chosen, hidden and shown, and who is told of it. Drawing, pointing and keys are elsewhere.

import { channel } from "./channel.js";
import { Camera } from "./camera.js";
import { element } from "./element.js";
import { Graph } from "./graph.js";
import { handle } from "./handle.js";
import { History } from "./history.js";
import * as keyboard from "./keyboard.js";
import * as legend from "./legend.js";
import * as lasso from "./lasso.js";
import { Moving } from "./moving.js";
import { Pointer } from "./pointer.js";
import { CanvasRenderer } from "./renderer.js";
import { Search } from "./search.js";
import { Tools } from "./tools.js";

const SETTLED = 140; // milliseconds without movement after which a sharp picture is drawn
export const START = {
  chosen: null, steps: 0, off: [], statuses: [], relations: [], least: 0, hidden: [], pinned: [], route: [], folded: [],
  size: "degree", colour: "sector", text: "name", lines: "status", layout: "force", large: false,
};

export class NetworkMap {
  constructor(parent, key) {
    this.state = { ...START };
    this.selected = new Set(); // positions, for a summary; not part of the address
    this.pointed = null; // where the keyboard is
    this.history = new History();
    this.camera = new Camera();
    this.moving = new Moving(this);
    this.channel = channel(key);
    this.frame = element("div", "frame");
    this.canvas = element("div", "canvas", { tabindex: 0, role: "application", "data-testid": "network-map" });
    this.live = element("div", "hidden", { "aria-live": "polite" });
    this.tip = element("div", "tip", { "aria-hidden": "true", hidden: true });
    this.legend = element("div", "legend");
    this.tools = new Tools(this);
    this.search = new Search(this);
    this.frame.append(this.search.box, this.tools.box, this.canvas, this.tip, this.legend, this.live);
    parent.append(this.frame);
    this.renderer = new CanvasRenderer(this.canvas);
    this.pointer = new Pointer(this.canvas, this);
    keyboard.listen(this.canvas, this);
    this.watchSize();
    this.canvas.map = handle(this);
    this.channel.map = this;
  }

  get chosen() {
    return this.graph?.at.get(this.state.chosen) ?? null;
  }

  get words() {
    return this.graph.drawing.words;
  }

  /** A drawing from the server. */
  show(drawing) {
    this.upright ??= this.canvas.clientHeight > this.canvas.clientWidth;
    const known = this.graph?.at ?? new Map();
    const names = new Set([...this.selected].map((at) => this.graph.nodes[at].id));
    this.graph = new Graph(drawing, this.upright && drawing.layout !== "geographic"); // north stays up
    this.selected = new Set(this.graph.nodes.flatMap(({ id }, at) => (names.has(id) ? [at] : [])));
    this.pointed = null;
    this.canvas.setAttribute("aria-label", this.words.label);
    if (this.state.chosen !== null && this.chosen === null) this.state = { ...this.state, chosen: null, steps: 0 };
    this.dress();
    this.moving.keep(this.layout === drawing.layout);
    const same = drawing.nodes.filter(({ id }) => known.has(id)).length;
    if (this.layout !== drawing.layout || 2 * same < this.graph.count || !known.size) this.fit();
    this.layout = drawing.layout;
    this.canvas.dataset.drawn = String(this.graph.count);
  }

  /** A state from the server: a link, a table, or the browser's own way back. */
  receive(state) {
    const before = this.state;
    this.state = { ...START, ...state };
    if (!this.graph) return;
    this.dress();
    if (this.state.route.length && this.state.route.join() !== before.route.join()) this.showRoute();
    if (this.chosen !== null && this.state.chosen !== before.chosen) this.go(this.chosen);
    if (this.state.steps !== before.steps) this.fit();
  }

  /** The user changes something: remember, show, tell. */
  change(parts, { told = true, keep = true } = {}) {
    const next = { ...this.state, ...parts };
    if (JSON.stringify(next) === JSON.stringify(this.state)) return;
    if (keep) this.history.leave(this.state);
    const dressed = ["size", "colour", "text", "lines", "large"].some((name) => next[name] !== this.state[name]);
    const framed = next.steps !== this.state.steps || (next.steps > 0 && next.chosen !== this.state.chosen);
    this.state = next;
    if (dressed) this.dress();
    else this.look();
    if (framed) this.fit();
    if (told) this.tell(this.state);
  }

  undo() {
    this.restore(this.history.back(this.moving.beside(this.state, this.history.past.at(-1))));
  }

  redo() {
    this.restore(this.history.forward(this.moving.beside(this.state, this.history.future.at(-1))));
  }

  restore(state) {
    if (!state) return;
    const { places, ...rest } = state;
    if (places) this.moving.put(places);
    const before = this.state;
    this.state = { ...START, ...rest };
    this.dress();
    if (before.steps !== this.state.steps) this.fit();
    this.say(this.words.restored);
    this.tell(this.state);
    if (places) this.moving.tell(places);
  }

  choose(at) {
    const id = at === null ? null : this.graph.nodes[at].id;
    if (at === null) this.selected.clear();
    if (at !== null) this.say(this.graph.nodes[at].title);
    if (id === this.state.chosen && !this.state.route.length) {
      this.look();
      return;
    }
    this.change({ chosen: id, steps: id === null ? 0 : this.state.steps, route: [] });
  }

  /** Show an organisation and whoever is a number of steps away; 0 shows all again. */
  focus(at, steps) {
    if (at === null) return;
    this.change({ chosen: this.graph.nodes[at].id, steps });
    this.say(steps ? this.words.focused.replace("{steps}", steps).replace("{count}", this.count()) : this.words.all);
  }

  count() {
    let count = 0;
    for (const seen of this.graph.seen) if (seen) count += 1;
    return count;
  }

  /** Escape: one step back to seeing everything. */
  release() {
    if (this.search.close() || this.tools.close()) return;
    if (this.selected.size) this.select(new Set());
    else if (this.state.steps) this.focus(this.chosen, 0);
    else this.choose(null);
  }

  select(found) {
    this.selected = found;
    if (found.size) this.say(this.words.selected.replace("{count}", found.size));
    this.look();
  }

  toggleSelected(at) {
    const next = new Set(this.selected);
    if (next.has(at)) next.delete(at);
    else next.add(at);
    this.select(next);
  }

  hide(positions) {
    const ids = [...positions].map((at) => this.graph.nodes[at]).filter(({ group }) => !group).map(({ id }) => id);
    if (!ids.length) return;
    this.selected.clear();
    const chosen = ids.includes(this.state.chosen) ? { chosen: null, steps: 0 } : {};
    this.change({ hidden: [...new Set([...this.state.hidden, ...ids])], pinned: this.state.pinned.filter((id) => !ids.includes(id)), ...chosen });
    this.say(this.words.hidden.replace("{count}", ids.length));
  }

  pin(positions) {
    const ids = [...positions].map((at) => this.graph.nodes[at]).filter(({ group }) => !group).map(({ id }) => id);
    const all = ids.every((id) => this.state.pinned.includes(id));
    const others = this.state.pinned.filter((id) => !ids.includes(id));
    this.change({ pinned: all ? others : [...others, ...ids] });
    this.say(all ? this.words.unpinned : this.words.pinned);
  }

  point(at) {
    this.pointed = at;
    this.say(this.graph.nodes[at].title);
    if (!this.camera.inside(this.graph.x[at], this.graph.y[at], -20)) this.go(at);
    this.redraw();
  }

  /** A way that was found elsewhere on the page: bring all of it into the picture. */
  showRoute() {
    const on = this.state.route.map((id) => this.graph.at.get(id)).filter((at) => at !== undefined);
    if (on.length) this.camera.fit(this.graph.boxOf(on));
    this.canvas.scrollIntoView({ block: "nearest" });
    this.redraw();
  }

  go(at) {
    [this.camera.x, this.camera.y] = [this.graph.x[at], this.graph.y[at]];
    this.redraw();
  }

  fit() {
    this.camera.fit(this.graph?.box());
    this.fitted = this.camera.wide > 0;
    this.redraw();
  }

  zoom(factor, x, y) {
    this.camera.zoom(factor, x, y);
    this.redraw(true);
  }

  full() {
    if (document.fullscreenElement) document.exitFullscreen();
    else this.frame.requestFullscreen();
  }

  lassoed(points) {
    this.select(lasso.inside(this.graph, points));
  }

  say(text) {
    this.live.textContent = text;
  }

  dress() {
    this.frame.classList.toggle("large", this.state.large);
    this.graph.dress(this.state);
    this.look();
  }

  /** What is hidden, faded and clear, and everything around the picture that says so. */
  look() {
    this.graph.look_at(this.state, this.chosen, this.selected);
    legend.fill(this.legend, this);
    this.tools.update();
    this.channel.card?.fill(this);
    this.canvas.dataset.seen = String(this.count());
    this.redraw();
  }

  restyle() {
    const style = getComputedStyle(this.frame);
    const primary = style.getPropertyValue("--st-primary-color").trim() || style.color;
    this.style = { colour: style.color, paper: style.backgroundColor, face: style.fontFamily, primary };
    this.redraw();
  }

  /** Draw at the next frame; while moving roughly, then sharp as soon as it stands still. */
  redraw(moving = false) {
    this.moves = moving;
    clearTimeout(this.settling);
    if (moving) this.settling = setTimeout(() => this.redraw(), SETTLED);
    this.asked ??= requestAnimationFrame(() => {
      this.asked = null;
      this.paint();
    });
  }

  paint() {
    if (!this.graph || !this.style || !this.camera.wide) return;
    const marked = [...this.selected].map((at) => [at, "selected"]);
    if (this.chosen !== null) marked.push([this.chosen, "chosen"]);
    if (this.pointed !== null) marked.push([this.pointed, "pointed"]);
    const pinned = this.state.pinned.map((id) => this.graph.at.get(id)).filter((at) => at !== undefined);
    const route = this.state.route.map((id) => this.graph.at.get(id)).filter((at) => at !== undefined);
    marked.push(...route.map((at) => [at, "selected"]));
    const first = new Set([...route, ...(this.chosen === null ? [] : [this.chosen]), ...pinned]);
    this.sharp = this.renderer.draw(this.graph, this.camera, {
      style: { ...this.style, first }, marked, lasso: this.pointer.path, moving: this.moves, presenting: this.state.large,
    });
  }

  /** A hidden tab has no size: fit as soon as there is one. */
  watchSize() {
    this.observer = new ResizeObserver(() => {
      const { clientWidth: wide, clientHeight: high } = this.canvas;
      if (!wide || (wide === this.camera.wide && high === this.camera.high)) return;
      [this.camera.wide, this.camera.high] = [wide, high];
      this.renderer.resize(wide, high);
      if (!this.fitted) this.fit();
      this.redraw();
    });
    this.observer.observe(this.canvas);
  }

  destroy() {
    this.observer.disconnect();
    this.pointer.destroy();
    this.renderer.destroy();
    clearTimeout(this.settling);
    if (this.channel.map === this) this.channel.map = null;
    this.frame.remove();
  }
}
