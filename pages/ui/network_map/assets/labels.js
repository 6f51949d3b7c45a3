// Names at the organisations: the same size at every zoom, the most important first, never over each other.

import { CLEAR } from "./graph.js";

const widths = new Map();
const CELL = 64; // pixels: the size of a cell of the register of taken places
const PRESENTED = 24; // pixels: what can be read from the back of a room

function width(ctx, text, face, weight) {
  const key = `${weight}|${face}|${text}`;
  let known = widths.get(key);
  if (known === undefined) {
    ctx.font = `${weight} 100px ${face}`;
    known = ctx.measureText(text).width / 100;
    if (widths.size > 20_000) widths.clear();
    widths.set(key, known);
  }
  return known;
}

/** Boxes [left, top, right, bottom] by where they are, so that few are looked at. */
class Taken {
  constructor() {
    this.cells = new Map();
  }

  *keys([left, top, right, bottom]) {
    for (let x = Math.floor(left / CELL); x <= Math.floor(right / CELL); x += 1) {
      for (let y = Math.floor(top / CELL); y <= Math.floor(bottom / CELL); y += 1) yield x * 100_003 + y;
    }
  }

  add(box) {
    for (const key of this.keys(box)) {
      if (!this.cells.has(key)) this.cells.set(key, []);
      this.cells.get(key).push(box);
    }
  }

  hits(box) {
    for (const key of this.keys(box)) {
      for (const b of this.cells.get(key) ?? []) {
        if (box[0] < b[2] && b[0] < box[2] && box[1] < b[3] && b[1] < box[3]) return true;
      }
    }
    return false;
  }
}

/** Draw the names on a context that is in map units. Returns the boxes, in pixels, by position. */
export function draw(ctx, graph, camera, style, presenting) {
  const { scale, wide, high } = camera;
  const big = presenting ? PRESENTED : wide > 1100 ? 16 : 13;
  const inView = graph.order.filter((at) => graph.seen[at] === CLEAR && camera.inside(graph.x[at], graph.y[at]));
  // Crowded pictures keep some air; once few are left in the picture all of them may have their name.
  const room = Math.max(14, Math.round((wide * high) / (16000 * (big / 14) ** 2)));
  const most = Math.max(1e-9, graph.weight[graph.order[0]] ?? 0);
  const names = new Taken();
  for (const box of graph.named ?? []) names.add(box);
  const marks = new Taken();
  for (const at of inView.length < 1500 ? inView : []) {
    const [x, y] = camera.toScreen(graph.x[at], graph.y[at]);
    const r = graph.radius[at] * scale;
    marks.add([x - r, y - r, x + r, y + r]);
  }
  const placed = new Map();
  const first = inView.filter((at) => style.first.has(at));
  ctx.save();
  ctx.textAlign = "center";
  ctx.textBaseline = "top";
  ctx.lineJoin = "round";
  for (const at of [...first, ...inView.filter((one) => !style.first.has(one))]) {
    if (placed.size >= room && inView.length > room * 1.5) break;
    const must = style.first.has(at);
    const size = big + Math.round(4 * Math.sqrt(Math.max(0, graph.weight[at]) / most));
    const text = graph.name[at];
    const weight = must ? 600 : 400;
    const half = (width(ctx, text, style.face, weight) * size) / 2 + 5;
    const spots = around(camera, graph, at, half, size);
    const free = spots.filter((box) => !names.hits(box));
    const box = free.find((one) => !marks.hits(one)) ?? free[0] ?? (must && placed.size === 0 ? spots[0] : undefined);
    if (!box) continue;
    names.add(box);
    placed.set(at, box);
    ctx.font = `${weight} ${size / scale}px ${style.face}`;
    ctx.lineWidth = 4 / scale;
    ctx.strokeStyle = style.paper;
    ctx.fillStyle = style.colour;
    const [x, y] = camera.toMap((box[0] + box[2]) / 2, box[1] + 2);
    ctx.strokeText(text, x, y);
    ctx.fillText(text, x, y);
  }
  ctx.restore();
  return placed;
}

/** Where a name may stand: below its mark, above it, right or left of it; within the picture. */
function around(camera, graph, at, half, size) {
  const [x, y] = camera.toScreen(graph.x[at], graph.y[at]);
  const r = Math.max(graph.radius[at] * camera.scale, 2.5);
  const tall = size + 6;
  const middle = Math.max(half, Math.min(camera.wide - half, x));
  const box = (left, top) => [left, top, left + 2 * half, top + tall];
  const spots = [box(middle - half, y + r), box(middle - half, y - r - tall)];
  if (x + r + 2 * half <= camera.wide) spots.push(box(x + r, y - tall / 2));
  if (x - r - 2 * half >= 0) spots.push(box(x - r - 2 * half, y - tall / 2));
  return spots;
}
