"use strict";
// A map that can be explored without a server: every text is set as text, nothing is fetched.
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const words = data.words;
  const byId = (id) => document.getElementById(id);
  const canvas = byId("map");
  const pen = canvas.getContext("2d");
  const view = { k: 1, x: 0, y: 0 };
  const hidden = { kinds: new Set(), statuses: new Set() };
  const ties = data.nodes.map(() => []);
  data.edges.forEach(([a, b, status]) => { ties[a].push([b, status]); ties[b].push([a, status]); });
  const byWeight = data.nodes.map((_, at) => at).sort((a, b) => ties[b].length - ties[a].length || a - b);
  const CORNERS = { square: regular(4, 1.25, Math.PI / 4), diamond: regular(4, 1.25, 0), hexagon: regular(6, 1.1, 0),
    triangle: regular(3, 1.35, -Math.PI / 2),
    star: Array.from({ length: 10 }, (_, at) => spoke(at % 2 ? 0.58 : 1.28, -Math.PI / 2 + (Math.PI * at) / 5)) };
  const MOST = 500; // rows of the list at a time
  let chosen = null;
  let waiting = false;

  function spoke(size, angle) { return [size * Math.cos(angle), size * Math.sin(angle)]; }
  function regular(corners, size, turn) {
    return Array.from({ length: corners }, (_, at) => spoke(size, turn + (2 * Math.PI * at) / corners));
  }
  function fill(sentence, values) { return sentence.replace(/\{(\w+)\}/g, (_, name) => String(values[name])); }
  function fold(text) { return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase(); }
  function element(tag, text, parent) {
    const made = document.createElement(tag);
    if (text !== undefined) made.textContent = text;
    if (parent) parent.append(made);
    return made;
  }
  function shown(at) { return !hidden.kinds.has(data.nodes[at].kind); }
  function colour(name) { return getComputedStyle(document.documentElement).getPropertyValue(name).trim(); }

  function redraw() {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => { waiting = false; draw(); });
  }

  function draw() {
    const wide = canvas.clientWidth, high = canvas.clientHeight, sharp = window.devicePixelRatio || 1;
    if (canvas.width !== Math.round(wide * sharp) || canvas.height !== Math.round(high * sharp)) {
      canvas.width = Math.round(wide * sharp);
      canvas.height = Math.round(high * sharp);
    }
    const ink = colour("--ink"), paper = colour("--paper"), soft = colour("--soft"), rim = colour("--rim");
    const place = (one) => [one.x * view.k + view.x, one.y * view.k + view.y];
    pen.setTransform(sharp, 0, 0, sharp, 0, 0);
    pen.clearRect(0, 0, wide, high);
    const captions = data.areas.map((area) => drawArea(area, soft, rim));
    const near = chosen === null ? null : new Set([chosen, ...ties[chosen].map(([other]) => other)]);
    data.statuses.forEach((look, status) => {
      if (hidden.statuses.has(status)) return;
      for (const bright of near ? [false, true] : [true]) {
        pen.beginPath();
        pen.setLineDash(look.dash);
        pen.strokeStyle = look.colour;
        pen.globalAlpha = bright ? 0.8 : 0.15;
        pen.lineWidth = Math.max(0.7, Math.min(2.5, look.width * view.k));
        for (const [a, b, found] of data.edges) {
          if (found !== status || !shown(a) || !shown(b)) continue;
          if (near && (a === chosen || b === chosen) !== bright) continue;
          pen.moveTo(...place(data.nodes[a]));
          pen.lineTo(...place(data.nodes[b]));
        }
        pen.stroke();
      }
    });
    pen.setLineDash([]);
    const boxes = [];
    data.nodes.forEach((one, at) => {
      if (!shown(at)) return;
      const [x, y] = place(one), r = radius(one);
      if (x < -r || y < -r || x > wide + r || y > high + r) return;
      pen.globalAlpha = near && !near.has(at) ? 0.25 : 1;
      outline(one.shape, x, y, r);
      pen.fillStyle = one.fill;
      pen.fill();
      pen.lineWidth = at === chosen ? 4 : 1.5;
      pen.strokeStyle = at === chosen ? ink : paper;
      pen.stroke();
      if (!near || near.has(at)) boxes.push([x - r, y - r, x + r, y + r, at]);
    });
    pen.globalAlpha = 1;
    const font = "13px system-ui, 'Segoe UI', Roboto, 'Liberation Sans', 'DejaVu Sans', Arial, sans-serif";
    const bold = `bold ${font.replace("13px", "15px")}`;
    pen.lineJoin = "round";
    pen.font = bold;
    captions.forEach(([name, x, y]) => {
      const half = pen.measureText(name).width / 2;
      boxes.push([x - half, y - 15, x + half, y + 5, -1]);
    });
    pen.font = font;
    const names = near ? [...near].sort((a, b) => (b === chosen) - (a === chosen)) : byWeight;
    for (const at of names) {
      if (!shown(at)) continue;
      const one = data.nodes[at], [x, y] = place(one), r = radius(one);
      if (x < 0 || y < 0 || x > wide || y > high) continue;
      const long = pen.measureText(one.label).width;
      for (const left of [x + r + 3, x - r - 3 - long]) {
        const box = [left, y - 9, left + long, y + 9];
        if (boxes.some((b) => b[4] !== at && box[0] < b[2] && b[0] < box[2] && box[1] < b[3] && b[1] < box[3])) continue;
        boxes.push([...box, -1]);
        write(one.label, left, y + 4.5, paper, ink);
        break;
      }
    }
    pen.font = bold;
    captions.forEach(([name, x, y]) => write(name, x - pen.measureText(name).width / 2, y, paper, ink));
    canvas.dataset.drawn = String(data.nodes.filter((_, at) => shown(at)).length);
  }

  function write(text, x, y, paper, ink) {
    pen.lineWidth = 3.5;
    pen.strokeStyle = paper;
    pen.strokeText(text, x, y);
    pen.fillStyle = ink;
    pen.fillText(text, x, y);
  }

  function drawArea(area, soft, rim) {
    const x = area.at[0] * view.k + view.x, y = area.at[1] * view.k + view.y, size = area.size.map((part) => part * view.k);
    pen.beginPath();
    pen.lineWidth = 1;
    pen.strokeStyle = rim;
    pen.fillStyle = soft;
    if (area.shape === "block") {
      pen.rect(x - size[0] / 2, y - size[1] / 2, size[0], size[1]);
      pen.fill(); pen.stroke();
      return [area.label, x, y - size[1] / 2 + 18];
    }
    if (area.shape === "disc") {
      pen.arc(x, y, size[0], 0, 2 * Math.PI);
      pen.fill(); pen.stroke();
      return [area.label, x, y - size[0] - 4];
    }
    const [middleX, middleY] = [view.x, view.y];
    if (area.shape === "ring") {
      const out = size[1] + 60 * view.k;
      pen.arc(middleX, middleY, out, 0, 2 * Math.PI);
      pen.stroke();
      return [area.label, middleX, middleY - out + 5];
    }
    const [start, end] = area.size, first = size[2], last = size[3];
    for (const angle of [start, end]) {
      pen.moveTo(middleX + first * Math.cos(angle), middleY + first * Math.sin(angle));
      pen.lineTo(middleX + last * Math.cos(angle), middleY + last * Math.sin(angle));
    }
    pen.stroke();
    const middle = (start + end) / 2;
    return [area.label, middleX + (last + 20) * Math.cos(middle), middleY + (last + 20) * Math.sin(middle)];
  }

  function radius(one) { return Math.max(4, one.r * view.k); }
  function outline(shape, x, y, r) {
    pen.beginPath();
    const corners = CORNERS[shape];
    if (!corners) { pen.arc(x, y, r, 0, 2 * Math.PI); return; }
    corners.forEach(([dx, dy], at) => pen[at ? "lineTo" : "moveTo"](x + dx * r, y + dy * r));
    pen.closePath();
  }

  function fit() {
    if (!data.nodes.length) return;
    const xs = data.nodes.map((one) => one.x), ys = data.nodes.map((one) => one.y);
    const low = [Math.min(...xs) - 90, Math.min(...ys) - 90], high = [Math.max(...xs) + 90, Math.max(...ys) + 90];
    view.k = Math.min(canvas.clientWidth / (high[0] - low[0]), canvas.clientHeight / (high[1] - low[1]), 1.6);
    view.x = canvas.clientWidth / 2 - (view.k * (low[0] + high[0])) / 2;
    view.y = canvas.clientHeight / 2 - (view.k * (low[1] + high[1])) / 2;
    redraw();
  }
  function zoom(factor, x = canvas.clientWidth / 2, y = canvas.clientHeight / 2) {
    const k = Math.min(8, Math.max(0.02, view.k * factor));
    view.x = x - ((x - view.x) * k) / view.k;
    view.y = y - ((y - view.y) * k) / view.k;
    view.k = k;
    redraw();
  }
  function at(x, y) {
    let best = null, nearest = 12;
    data.nodes.forEach((one, index) => {
      if (!shown(index)) return;
      const away = Math.hypot(one.x * view.k + view.x - x, one.y * view.k + view.y - y) - radius(one);
      if (away < nearest) { nearest = away; best = index; }
    });
    return best;
  }

  function choose(index, bring) {
    chosen = index;
    if (bring && index !== null) {
      const one = data.nodes[index];
      view.x = canvas.clientWidth / 2 - one.x * view.k;
      view.y = canvas.clientHeight / 2 - one.y * view.k;
    }
    const box = byId("details");
    box.replaceChildren();
    if (index === null) { element("p", words.choose, box); list(); redraw(); return; }
    const one = data.nodes[index];
    element("h2", one.name, box).dir = "auto";
    element("p", [data.kinds[one.kind].label, one.place].filter(Boolean).join(" · "), box);
    element("p", fill(ties[index].length === 1 ? words.ties_one : words.ties_many, { count: ties[index].length }), box);
    const rows = element("ul", undefined, box);
    [...ties[index]].sort(([a], [b]) => data.nodes[a].name.localeCompare(data.nodes[b].name, document.documentElement.lang))
      .forEach(([other, status]) => entry(rows, other, data.statuses[status].label));
    const close = element("button", words.close, box);
    close.type = "button";
    close.addEventListener("click", () => choose(null));
    list();
    redraw();
  }
  function entry(rows, index, beside) {
    const button = element("button", undefined, element("li", undefined, rows));
    button.type = "button";
    element("span", data.nodes[index].name, button).dir = "auto";
    if (beside) { button.append(" "); element("small", `(${beside})`, button); }
    if (index === chosen) button.setAttribute("aria-current", "true");
    button.addEventListener("click", () => choose(index, true));
  }
  function list() {
    const asked = fold(byId("search").value).split(/\s+/).filter(Boolean);
    const rows = byId("list");
    rows.replaceChildren();
    const found = data.nodes.map((_, index) => index)
      .filter((index) => shown(index) && asked.every((word) => fold(data.nodes[index].name).includes(word)))
      .sort((a, b) => data.nodes[a].name.localeCompare(data.nodes[b].name, document.documentElement.lang));
    found.slice(0, MOST).forEach((index) => entry(rows, index));
    byId("found").textContent = found.length > MOST
      ? fill(words.found_some, { count: MOST, all: found.length }) : fill(words.found, { count: found.length });
  }

  function legend() {
    const box = byId("legend");
    element("h2", words.lines, box);
    data.statuses.forEach((look, index) => check(box, look.label, hidden.statuses, index, lineSign(look)));
    element("h2", words.kinds, box);
    data.kinds.forEach((kind, index) => check(box, kind.label, hidden.kinds, index, markSign(kind)));
  }
  function check(box, text, off, index, sign) {
    const row = element("label", undefined, box), input = element("input", undefined, row);
    input.type = "checkbox";
    input.checked = true;
    input.addEventListener("change", () => {
      if (input.checked) off.delete(index); else off.add(index);
      if (chosen !== null && !shown(chosen)) choose(null); else { list(); redraw(); }
    });
    row.append(sign);
    element("span", text, row);
  }
  function sign(tag, attributes) {
    const name = "http://www.w3.org/2000/svg", box = document.createElementNS(name, "svg"), part = document.createElementNS(name, tag);
    Object.entries({ width: 34, height: 20, viewBox: "0 0 34 20", "aria-hidden": "true" }).forEach(([k, v]) => box.setAttribute(k, v));
    Object.entries(attributes).forEach(([k, v]) => part.setAttribute(k, v));
    box.append(part);
    return box;
  }
  function lineSign(look) {
    return sign("line", { x1: 0, x2: 34, y1: 10, y2: 10, stroke: look.colour, "stroke-width": 3, "stroke-dasharray": look.dash.join(" ") });
  }
  function markSign(kind) {
    const corners = CORNERS[kind.shape];
    if (!corners) return sign("circle", { cx: 17, cy: 10, r: 7, fill: kind.fill });
    return sign("polygon", { points: corners.map(([dx, dy]) => `${17 + dx * 7},${10 + dy * 7}`).join(" "), fill: kind.fill });
  }

  const held = new Map();
  let moved = 0;
  canvas.addEventListener("pointerdown", (event) => { canvas.setPointerCapture(event.pointerId); held.set(event.pointerId, event); moved = 0; });
  canvas.addEventListener("pointermove", (event) => {
    const before = held.get(event.pointerId);
    if (!before) { canvas.style.cursor = at(event.offsetX, event.offsetY) === null ? "grab" : "pointer"; return; }
    const others = [...held.values()].filter((one) => one.pointerId !== event.pointerId);
    if (others.length) {
      const other = others[0];
      const was = Math.hypot(before.offsetX - other.offsetX, before.offsetY - other.offsetY);
      const is = Math.hypot(event.offsetX - other.offsetX, event.offsetY - other.offsetY);
      if (was > 0) zoom(is / was, (event.offsetX + other.offsetX) / 2, (event.offsetY + other.offsetY) / 2);
    } else {
      view.x += event.offsetX - before.offsetX;
      view.y += event.offsetY - before.offsetY;
    }
    moved += Math.abs(event.offsetX - before.offsetX) + Math.abs(event.offsetY - before.offsetY);
    held.set(event.pointerId, event);
    redraw();
  });
  const release = (event) => { held.delete(event.pointerId); };
  canvas.addEventListener("pointerup", (event) => { if (held.size === 1 && moved < 6) choose(at(event.offsetX, event.offsetY)); release(event); });
  canvas.addEventListener("pointercancel", release);
  canvas.addEventListener("wheel", (event) => { event.preventDefault(); zoom(Math.exp(-event.deltaY * 0.0015), event.offsetX, event.offsetY); }, { passive: false });
  canvas.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: [60, 0], ArrowRight: [-60, 0], ArrowUp: [0, 60], ArrowDown: [0, -60] }[event.key];
    if (step) { view.x += step[0]; view.y += step[1]; redraw(); }
    else if (event.key === "+" || event.key === "=") zoom(1.25);
    else if (event.key === "-") zoom(0.8);
    else if (event.key === "0") fit();
    else if (event.key === "Escape") choose(null);
    else return;
    event.preventDefault();
  });
  byId("in").addEventListener("click", () => zoom(1.25));
  byId("out").addEventListener("click", () => zoom(0.8));
  byId("fit").addEventListener("click", fit);
  byId("search").addEventListener("input", list);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
  new ResizeObserver(redraw).observe(canvas);
  canvas.where = (id) => {
    const one = data.nodes.find((node) => node.id === id);
    return { x: one.x * view.k + view.x, y: one.y * view.k + view.y };
  };
  canvas.view = () => ({ ...view });
  legend();
  choose(null);
  fit();
})();
