// Draws the network on a canvas. A renderer is anything with resize, draw and destroy, as here.
//
// A still picture is drawn sharp. While the picture moves and a sharp one takes too long for that, the last sharp
// one is moved as it is, with plain dots on top for what it lacks.

import * as areas from "./areas.js";
import { CLEAR, FADED } from "./graph.js";
import * as labels from "./labels.js";
import { trace } from "./shapes.js";

const SLOW = 24; // milliseconds: a frame that takes longer is not drawn anew while moving
const DASHED = 6000; // lines in the picture up to which dashes can be told apart
const CROWD = 400; // lines in the picture above which they let each other through
const CROWDED = 0.7;
const LOOKS = { [FADED]: 0.15, [CLEAR]: 1 };
const MARKS = { [FADED]: 0.25, [CLEAR]: 1 };

export class CanvasRenderer {
  constructor(host) {
    this.front = document.createElement("canvas");
    this.still = document.createElement("canvas");
    this.front.setAttribute("aria-hidden", "true");
    host.append(this.front);
    this.taken = 0; // milliseconds that the last sharp frame took
    this.from = null; // the camera of the last sharp frame
  }

  resize(wide, high) {
    this.ratio = Math.min(2, window.devicePixelRatio || 1);
    for (const canvas of [this.front, this.still]) {
      canvas.width = Math.round(wide * this.ratio);
      canvas.height = Math.round(high * this.ratio);
    }
    this.front.style.width = `${wide}px`;
    this.front.style.height = `${high}px`;
    this.from = null;
  }

  /** `marked`: positions with a ring; `moving`: more frames will follow at once. Returns whether it is sharp. */
  draw(graph, camera, { style, marked, lasso, moving, presenting }) {
    const quick = moving && this.from !== null && this.taken > SLOW;
    const ctx = this.front.getContext("2d");
    ctx.setTransform(1, 0, 0, 1, 0, 0);
    ctx.clearRect(0, 0, this.front.width, this.front.height);
    if (quick) {
      this.shift(ctx, camera);
      this.dots(ctx, graph, camera);
    } else {
      const start = performance.now();
      this.sharp(graph, camera, style, presenting);
      ctx.drawImage(this.still, 0, 0);
      this.taken = performance.now() - start;
    }
    this.enter(ctx, camera);
    this.rings(ctx, graph, camera, style, marked);
    if (lasso) this.lasso(ctx, camera, style, lasso);
    return !quick;
  }

  /** Map units from here on. */
  enter(ctx, { scale, x, y, wide, high }) {
    const k = this.ratio;
    ctx.setTransform(k * scale, 0, 0, k * scale, k * (wide / 2 - x * scale), k * (high / 2 - y * scale));
  }

  shift(ctx, { scale, x, y, wide, high }) {
    const { from } = this;
    const zoom = scale / from.scale;
    const left = wide / 2 - (wide / 2 - (from.x - x) * from.scale) * zoom;
    const top = high / 2 - (high / 2 - (from.y - y) * from.scale) * zoom;
    ctx.imageSmoothingEnabled = false;
    ctx.drawImage(this.still, left * this.ratio, top * this.ratio, this.still.width * zoom, this.still.height * zoom);
  }

  dots(ctx, graph, camera) {
    this.enter(ctx, camera);
    const least = 2 / camera.scale;
    for (const [colour, members] of byColour(graph, camera, CLEAR)) {
      ctx.fillStyle = colour;
      ctx.beginPath();
      for (const at of members) {
        const r = Math.max(graph.radius[at], least);
        ctx.rect(graph.x[at] - r * 0.8, graph.y[at] - r * 0.8, r * 1.6, r * 1.6);
      }
      ctx.fill();
    }
  }

  sharp(graph, camera, style, presenting) {
    const ctx = this.still.getContext("2d");
    ctx.setTransform(1, 0, 0, 1, 0, 0);
    ctx.globalAlpha = 1;
    ctx.clearRect(0, 0, this.still.width, this.still.height);
    this.enter(ctx, camera);
    areas.draw(ctx, graph, camera, style);
    for (const seen of [FADED, CLEAR]) {
      this.lines(ctx, graph, camera, seen);
      this.marks(ctx, graph, camera, style, seen);
    }
    ctx.globalAlpha = 1;
    areas.name(ctx, graph, camera, style, presenting);
    this.labelled = labels.draw(ctx, graph, camera, style, presenting);
    const { scale, x, y } = camera;
    this.from = { scale, x, y };
  }

  lines(ctx, graph, camera, seen) {
    const { scale } = camera;
    const paths = new Map();
    let count = 0;
    for (let row = 0; row < graph.edges.length; row += 1) {
      if (graph.seenEdge[row] !== seen) continue;
      const [a, b] = [graph.a[row], graph.b[row]];
      if (outside(camera, graph.x[a], graph.y[a], graph.x[b], graph.y[b])) continue;
      const look = graph.look[row];
      if (!paths.has(look)) paths.set(look, []);
      paths.get(look).push(a, b);
      count += 1;
    }
    ctx.globalAlpha = seen === CLEAR && count > CROWD ? CROWDED : LOOKS[seen];
    for (const [look, ends] of paths) {
      const { colour, dashes, width } = graph.looks[look];
      ctx.strokeStyle = colour;
      ctx.lineWidth = Math.min(6, Math.max(count > DASHED ? 0.5 : 1, width * scale)) / scale;
      const grain = Math.max(0.45, Math.min(1, scale)) / scale;
      ctx.setLineDash(count > DASHED ? [] : dashes.map((length) => length * grain));
      ctx.beginPath();
      for (let at = 0; at < ends.length; at += 2) {
        ctx.moveTo(graph.x[ends[at]], graph.y[ends[at]]);
        ctx.lineTo(graph.x[ends[at + 1]], graph.y[ends[at + 1]]);
      }
      ctx.stroke();
    }
    ctx.setLineDash([]);
  }

  marks(ctx, graph, camera, style, seen) {
    const least = 2.5 / camera.scale;
    ctx.globalAlpha = MARKS[seen];
    ctx.strokeStyle = style.paper;
    ctx.lineWidth = 1.5 / Math.max(camera.scale, 0.4);
    for (const [colour, members] of byColour(graph, camera, seen)) {
      ctx.fillStyle = colour;
      ctx.beginPath();
      for (const at of members) trace(ctx, graph.shape[at], graph.x[at], graph.y[at], Math.max(graph.radius[at], least));
      ctx.fill();
      if (camera.scale > 0.12) ctx.stroke();
    }
  }

  rings(ctx, graph, { scale }, style, marked) {
    for (const [at, kind] of marked) {
      if (at >= graph.count || !graph.seen[at]) continue;
      ctx.beginPath();
      ctx.arc(graph.x[at], graph.y[at], Math.max(graph.radius[at], 4 / scale) + 4 / scale, 0, 2 * Math.PI);
      ctx.strokeStyle = kind === "selected" ? style.primary : style.colour;
      ctx.lineWidth = (kind === "chosen" ? 3.5 : 2.5) / scale;
      ctx.setLineDash(kind === "pointed" ? [5 / scale, 4 / scale] : []);
      ctx.stroke();
    }
    ctx.setLineDash([]);
  }

  lasso(ctx, { scale }, style, points) {
    ctx.beginPath();
    for (const [x, y] of points) ctx.lineTo(x, y);
    ctx.closePath();
    ctx.strokeStyle = style.primary;
    ctx.fillStyle = style.primary;
    ctx.lineWidth = 2 / scale;
    ctx.setLineDash([6 / scale, 4 / scale]);
    ctx.stroke();
    ctx.globalAlpha = 0.12;
    ctx.fill();
    ctx.globalAlpha = 1;
    ctx.setLineDash([]);
  }

  destroy() {
    this.front.remove();
  }
}

function outside({ x, y, scale, wide, high }, ax, ay, bx, by) {
  const halfWide = wide / 2 / scale;
  const halfHigh = high / 2 / scale;
  return (
    (ax < x - halfWide && bx < x - halfWide) || (ax > x + halfWide && bx > x + halfWide) ||
    (ay < y - halfHigh && by < y - halfHigh) || (ay > y + halfHigh && by > y + halfHigh)
  );
}

function byColour(graph, camera, least) {
  const found = new Map();
  for (let at = 0; at < graph.count; at += 1) {
    if (graph.seen[at] !== least || !camera.inside(graph.x[at], graph.y[at], graph.radius[at] * camera.scale)) continue;
    if (!found.has(graph.colour[at])) found.set(graph.colour[at], []);
    found.get(graph.colour[at]).push(at);
  }
  return found;
}
