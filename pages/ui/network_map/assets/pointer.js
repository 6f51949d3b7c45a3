// Mouse, pen and fingers: click, double click, pan, pinch, drag an organisation, draw around several.

const STILL = 4; // pixels that a hand trembles in a click
const TWICE = 350; // milliseconds between the clicks of a double click

export class Pointer {
  constructor(element, map) {
    this.element = element;
    this.map = map;
    this.down = new Map();
    this.path = null; // points in map units of a shape that is being drawn
    this.last = { at: null, time: 0 };
    this.listeners = [
      ["pointerdown", (event) => this.press(event)],
      ["pointermove", (event) => this.move(event)],
      ["pointerup", (event) => this.lift(event)],
      ["pointercancel", (event) => this.lift(event, true)],
      ["pointerleave", () => this.hover(null)],
      ["wheel", (event) => this.wheel(event)],
    ];
    for (const [name, act] of this.listeners) element.addEventListener(name, act, { passive: false });
  }

  spot(event) {
    const { left, top } = this.element.getBoundingClientRect();
    return [event.clientX - left - this.element.clientLeft, event.clientY - top - this.element.clientTop];
  }

  under(x, y) {
    const { graph, camera } = this.map;
    return graph ? graph.hit(...camera.toMap(x, y), camera.scale) : null;
  }

  press(event) {
    if (event.button !== 0 || !this.map.graph) return;
    const spot = this.spot(event);
    this.element.setPointerCapture(event.pointerId);
    this.down.set(event.pointerId, spot);
    this.hover(null);
    const at = this.under(...spot);
    this.held = { from: spot, last: spot, at, moved: false, shift: event.shiftKey };
    this.drawing = (event.shiftKey || this.map.tools.selecting) && at === null;
    if (this.drawing) this.path = [this.map.camera.toMap(...spot)];
  }

  move(event) {
    const spot = this.spot(event);
    if (!this.down.has(event.pointerId)) {
      if (event.pointerType === "mouse") this.hover(spot);
      return;
    }
    const before = this.down.get(event.pointerId);
    const others = [...this.down].filter(([id]) => id !== event.pointerId);
    this.down.set(event.pointerId, spot);
    if (others.length === 1) {
      this.pinch(before, spot, others[0][1]);
      return;
    }
    const { held, map } = this;
    if (!held || others.length) return;
    if (!held.moved && Math.hypot(spot[0] - held.from[0], spot[1] - held.from[1]) < STILL) return;
    const [dx, dy] = [spot[0] - held.last[0], spot[1] - held.last[1]];
    held.moved = true;
    held.last = spot;
    if (this.path) {
      this.path.push(map.camera.toMap(...spot));
      map.redraw(true);
    } else if (held.at !== null) {
      map.moving.drag(this.grip(held.at), dx / map.camera.scale, dy / map.camera.scale);
    } else {
      map.camera.pan(dx, dy);
      map.redraw(true);
    }
  }

  /** What moves along: the selection when the one that is held is part of it. */
  grip(at) {
    return this.map.selected.has(at) ? this.map.selected : new Set([at]);
  }

  pinch(before, now, other) {
    const spread = (one) => Math.hypot(one[0] - other[0], one[1] - other[1]) || 1;
    const middle = [(now[0] + other[0]) / 2, (now[1] + other[1]) / 2];
    this.held = null;
    this.path = null;
    this.map.camera.pan((now[0] - before[0]) / 2, (now[1] - before[1]) / 2);
    this.map.zoom(spread(now) / spread(before), ...middle);
  }

  lift(event, cancelled = false) {
    if (!this.down.delete(event.pointerId)) return;
    const { held, path, map } = this;
    if (this.down.size) return;
    this.held = null;
    this.path = null;
    if (!held) return;
    if (held.moved) {
      if (path && !cancelled) map.lassoed(path);
      else if (path) map.redraw();
      else if (held.at !== null) map.moving.drag(this.grip(held.at), 0, 0, true);
      else map.redraw(true);
      return;
    }
    if (!cancelled) this.click(held);
  }

  click({ at, shift }) {
    const { map } = this;
    const now = performance.now();
    const again = at !== null && at === this.last.at && now - this.last.time < TWICE;
    this.last = { at: again ? null : at, time: now };
    map.pointed = null;
    if (again) map.focus(at, map.state.steps || 1);
    else if ((shift || map.tools.selecting) && at !== null) map.toggleSelected(at);
    else if (!shift) map.choose(at);
  }

  wheel(event) {
    event.preventDefault();
    const step = event.deltaMode === 1 ? event.deltaY * 16 : event.deltaY;
    this.map.zoom(Math.exp(-step * 0.0015), ...this.spot(event));
  }

  hover(spot) {
    const at = spot && this.under(...spot);
    if (at === this.over) return;
    this.over = at;
    const { tip } = this.map;
    this.element.style.cursor = at === null ? "" : "pointer";
    tip.hidden = at === null || at === undefined;
    if (tip.hidden) return;
    tip.textContent = this.map.graph.nodes[at].title;
    tip.style.left = `${Math.min(spot[0] + 14, this.element.clientWidth - 180)}px`;
    tip.style.top = `${this.element.offsetTop + spot[1] + 16}px`;
  }

  destroy() {
    for (const [name, act] of this.listeners) this.element.removeEventListener(name, act);
  }
}
