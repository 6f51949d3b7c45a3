// The network as arrays: what is where, how it looks, and what is seen in a given state of the map.

import * as scales from "./scales.js";

export const HIDDEN = 0;
export const FADED = 1;
export const CLEAR = 2;

/** The box around an area that has one of its own: [left, top, right, bottom]. */
function extent({ shape, at: [x, y], size }) {
  if (shape !== "disc" && shape !== "block") return null;
  const [wide, high] = shape === "disc" ? [size[0], size[0] + 40] : [size[0] / 2, size[1] / 2];
  return [x - wide, y - high, x + wide, y + high];
}

const key = (a, b) => (a < b ? `${a}|${b}` : `${b}|${a}`);

/** An area of a picture that lies on its side: x and y change places. */
function onItsSide({ at: [x, y], size, ...area }) {
  if (area.shape === "block") return { ...area, at: [y, x], size: [size[1], size[0]] };
  if (area.shape === "sector") return { ...area, at: [y, x], size: [Math.PI / 2 - size[1], Math.PI / 2 - size[0], size[2], size[3]] };
  return { ...area, at: [y, x], size };
}

export class Graph {
  /** `upright`: the picture lies on its side, for a screen that is higher than wide. */
  constructor(drawing, upright) {
    const { nodes, edges } = drawing;
    this.drawing = drawing;
    this.nodes = nodes;
    this.edges = edges;
    this.upright = upright;
    this.count = nodes.length;
    this.at = new Map(nodes.map(({ id }, at) => [id, at]));
    this.x = Float64Array.from(nodes, (node) => (upright ? node.y : node.x));
    this.y = Float64Array.from(nodes, (node) => (upright ? node.x : node.y));
    this.shape = nodes.map((node) => node.shape);
    this.a = Int32Array.from(edges, (edge) => this.at.get(edge.from));
    this.b = Int32Array.from(edges, (edge) => this.at.get(edge.to));
    this.ties = nodes.map(() => []);
    edges.forEach((_, row) => {
      this.ties[this.a[row]].push(row);
      this.ties[this.b[row]].push(row);
    });
    this.seen = new Uint8Array(this.count);
    this.seenEdge = new Uint8Array(edges.length);
    this.kinds = new Map((drawing.legend.relations ?? []).map(({ key: kind, look }) => [kind, look]));
    this.areas = (drawing.areas ?? []).map((area) => (upright ? onItsSide(area) : area));
  }

  other(row, at) {
    return this.a[row] === at ? this.b[row] : this.a[row];
  }

  /** How sizes, colours, names and lines come out in this state. */
  dress({ size, colour, text, lines }) {
    const measures = this.drawing.measures ?? {};
    const sized = measures[size]?.values ?? this.nodes.map(({ value }) => value);
    const shaded = measures[colour];
    this.steps = shaded ? scales.classes(shaded.values) : null;
    this.weight = sized.map((value) => value ?? 0);
    this.radius = scales.radii(sized);
    this.colour = this.nodes.map((node, at) =>
      this.steps ? scales.shade(shaded.values[at], this.steps) : colour === "place" && node.paint ? node.paint : node.color.background,
    );
    this.name = this.nodes.map((node, at) => this.text(node, at, text, measures[size]));
    this.order = Array.from({ length: this.count }, (_, at) => at).sort((p, q) => this.weight[q] - this.weight[p] || p - q);
    const looks = new Map();
    this.looks = [];
    this.look = Int32Array.from(this.edges, (edge) => {
      const one = this.lineLook(edge, lines);
      const key = JSON.stringify(one);
      if (!looks.has(key)) {
        looks.set(key, this.looks.length);
        this.looks.push(one);
      }
      return looks.get(key);
    });
  }

  text(node, at, wanted, measure) {
    if (wanted === "kind") return node.kind_label ?? node.label;
    if (wanted === "place") return node.place || node.label;
    if (wanted === "value" && measure) return `${node.label} · ${measure.told[at]}`;
    return node.label;
  }

  lineLook(edge, lines) {
    if (lines === "kind" && this.kinds.has(edge.kind)) return this.kinds.get(edge.kind);
    const plain = { colour: edge.color.color, dashes: edge.dashes || [], width: edge.width };
    return lines === "strength" ? { ...plain, width: scales.strength(edge.strength) } : plain;
  }

  /** Recompute what is hidden, faded and clear. `chosen` and `selected` are positions. */
  look_at({ off, statuses, relations, least, hidden, pinned, route, steps }, chosen, selected) {
    const kindsOff = new Set(off);
    const gone = new Set(hidden);
    const kept = new Set(pinned);
    for (let at = 0; at < this.count; at += 1) {
      const { id, kind } = this.nodes[at];
      this.seen[at] = kept.has(id) || (!gone.has(id) && !kindsOff.has(kind)) ? CLEAR : HIDDEN;
    }
    const wanted = new Set(relations);
    const said = new Set(statuses);
    this.edges.forEach(({ status, kind, claim = true, strength }, row) => {
      let shown = wanted.size ? wanted.has(kind) : claim;
      if (shown && said.size && claim) shown = said.has(status);
      if (shown && least > 0 && claim) shown = (strength ?? 0) >= least;
      this.seenEdge[row] = shown && this.seen[this.a[row]] && this.seen[this.b[row]] ? CLEAR : HIDDEN;
    });
    if (chosen !== null && steps > 0) this.narrow(this.within(chosen, steps), kept);
    if (chosen !== null && !steps) this.fade(new Set([chosen, ...this.partners(chosen)]), chosen);
    else if (route.length) this.follow(route.map((id) => this.at.get(id)).filter((at) => at !== undefined));
    else if (selected.size > 1) this.fade(selected, null);
  }

  narrow(inside, kept) {
    for (let at = 0; at < this.count; at += 1) {
      if (!inside.has(at) && !kept.has(this.nodes[at].id)) this.seen[at] = HIDDEN;
    }
    for (let row = 0; row < this.edges.length; row += 1) {
      if (!this.seen[this.a[row]] || !this.seen[this.b[row]]) this.seenEdge[row] = HIDDEN;
    }
  }

  fade(near, centre) {
    for (let at = 0; at < this.count; at += 1) if (this.seen[at] && !near.has(at)) this.seen[at] = FADED;
    for (let row = 0; row < this.edges.length; row += 1) {
      if (!this.seenEdge[row]) continue;
      const [a, b] = [this.a[row], this.b[row]];
      const clear = centre === null ? near.has(a) && near.has(b) : a === centre || b === centre;
      if (!clear) this.seenEdge[row] = FADED;
    }
  }

  /** Light up a way: who is on it, also when filters hide them, and the lines from one to the next. */
  follow(route) {
    this.fade(new Set(route), null);
    const next = new Set(route.slice(1).map((at, before) => key(route[before], at)));
    for (const at of route) this.seen[at] = CLEAR;
    for (let row = 0; row < this.edges.length; row += 1) {
      const on = next.has(key(this.a[row], this.b[row])) && this.edges[row].claim !== false;
      if (on) this.seenEdge[row] = CLEAR;
      else if (this.seenEdge[row]) this.seenEdge[row] = FADED;
    }
  }

  /** The organisations that a line that is shown leads to. */
  partners(at) {
    const found = new Set();
    for (const row of this.ties[at]) if (this.seenEdge[row]) found.add(this.other(row, at));
    return found;
  }

  /** Everything within a number of steps along lines that are shown. */
  within(at, steps) {
    const found = new Set([at]);
    let edge = [at];
    for (let step = 0; step < steps; step += 1) {
      const next = [];
      for (const one of edge) {
        for (const other of this.partners(one)) {
          if (!found.has(other)) {
            found.add(other);
            next.push(other);
          }
        }
      }
      edge = next;
    }
    return found;
  }

  /** The organisation at a point of the map, the topmost when there are several; null for none. */
  hit(x, y, scale) {
    let best = null;
    let least = Infinity;
    for (let at = 0; at < this.count; at += 1) {
      if (!this.seen[at]) continue;
      const distance = Math.hypot(this.x[at] - x, this.y[at] - y);
      const reach = Math.max(this.radius[at], 7 / scale);
      if (distance <= reach && distance / reach < least) [best, least] = [at, distance / reach];
    }
    return best;
  }

  /** The box around what is seen: [left, top, right, bottom]; null when nothing is. */
  box() {
    const shown = [];
    for (let at = 0; at < this.count; at += 1) if (this.seen[at]) shown.push(at);
    const box = this.boxOf(shown);
    if (!box || shown.length < this.count) return box;
    const edges = this.areas.map(extent).filter(Boolean);
    return [0, 1, 2, 3].map((side) => (side < 2 ? Math.min : Math.max)(box[side], ...edges.map((one) => one[side])));
  }

  boxOf(positions) {
    let found = null;
    for (const at of positions) {
      const [x, y, r] = [this.x[at], this.y[at], this.radius[at]];
      found ??= [x - r, y - r, x + r, y + r];
      found = [Math.min(found[0], x - r), Math.min(found[1], y - r), Math.max(found[2], x + r), Math.max(found[3], y + r)];
    }
    return found;
  }

  /** Where an organisation stands, as the server counts it. */
  place(at) {
    return this.upright ? [this.y[at], this.x[at]] : [this.x[at], this.y[at]];
  }
}
