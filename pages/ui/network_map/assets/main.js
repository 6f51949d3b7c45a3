// Streamlit calls this at mount, and again when data or theme change. One map per mounted element.

import "./vis-network.min.js";
import * as decode from "./decode.js";
import * as keyboard from "./keyboard.js";
import * as labels from "./labels.js";
import * as legend from "./legend.js";

const maps = new WeakMap();

export default function show({ data, parentElement, setStateValue }) {
  let map = maps.get(parentElement);
  if (!map) {
    map = new NetworkMap(parentElement);
    maps.set(parentElement, map);
  }
  map.tell = (id) => setStateValue("selected", { id, click: Date.now() });
  map.update(data);
  return () => {
    map.destroy();
    maps.delete(parentElement);
  };
}

class NetworkMap {
  constructor(parent) {
    this.frame = element("div", "frame");
    this.canvas = element("div", "canvas", { tabindex: 0, role: "application", "data-testid": "network-map" });
    this.tools = element("div", "tools");
    this.legend = element("div", "legend");
    this.live = element("div", "hidden", { "aria-live": "polite" });
    this.frame.append(this.canvas, this.tools, this.legend, this.live);
    parent.append(this.frame);
    this.nodes = new vis.DataSet();
    this.edges = new vis.DataSet();
    this.digest = null;
    this.focus = null; // the organisation that is chosen
    this.turn = null; // how often it was chosen outside the map
    this.dimmed = false;
    // For tests, and for anyone who scripts the page: where an organisation is in pixels, what is shown and chosen.
    this.canvas.map = {
      where: (id) => this.network.canvasToDOM(this.network.getPosition(id)),
      view: () => ({ scale: this.network.getScale(), ...this.network.getViewPosition() }),
      chosen: () => this.selected(),
    };
  }

  async update(bytes) {
    const { digest, focus, turn, body } = decode.header(bytes);
    const told = turn !== this.turn;
    this.turn = turn;
    if (told) this.focus = focus;
    this.restyle();
    if (digest !== this.digest) {
      this.digest = digest;
      const drawing = await decode.drawing(body);
      if (digest !== this.digest) return; // a newer drawing came in while this one was unpacked
      this.draw(drawing);
    } else if (told) {
      this.mark(focus, true);
    }
  }

  draw({ nodes, edges, options, legend: meaning, words }) {
    // Positions are made for a wide screen; on one that is higher than wide (a phone) the picture lies on its side.
    this.upright ??= this.canvas.clientHeight > this.canvas.clientWidth;
    const turn = ({ label: _, x, y, ...node }) => ({ ...node, x: this.upright ? y : x, y: this.upright ? x : y, opacity: 1 });
    replace(this.nodes, nodes.map(turn));
    replace(this.edges, edges);
    this.names = nodes.map(({ id, label, value }) => ({ id, name: label, value })).sort((a, b) => b.value - a.value);
    this.near = null;
    this.words = words;
    this.canvas.setAttribute("aria-label", words.label);
    legend.fill(this.legend, meaning);
    this.buttons();
    if (!this.network) {
      this.network = new vis.Network(this.canvas, { nodes: this.nodes, edges: this.edges }, options);
      this.network.on("afterDrawing", (ctx) => this.label(ctx));
      this.network.on("click", ({ nodes: hit }) => this.choose(hit[0] ?? null));
      keyboard.listen(this.canvas, this);
      this.watchSize();
    } else {
      this.network.setOptions(options);
    }
    this.restyle();
    this.mark(this.focus);
    this.canvas.dataset.drawn = String(nodes.length);
  }

  /** A hidden tab has no size: fit as soon as there is one. */
  watchSize() {
    let fitted = this.canvas.clientWidth > 0;
    this.network.fit({ maxZoomLevel: 1.4 });
    this.observer = new ResizeObserver(() => {
      if (this.canvas.clientWidth === 0) return;
      this.network.setSize("100%", "100%");
      if (!fitted) this.fit();
      fitted = true;
    });
    this.observer.observe(this.canvas);
  }

  /** The user chose an organisation, or none: show it and tell the server. */
  choose(id) {
    this.focus = id;
    this.tell(id); // first, so that the server works while the picture changes
    requestAnimationFrame(() => this.focus === id && this.mark(id));
  }

  selected() {
    return this.network?.getSelectedNodes()[0] ?? null;
  }

  /** Show which organisation is chosen: it and its partners stay clear, the rest fades. */
  mark(id, move = false) {
    if (!this.network) return;
    const there = id !== null && this.nodes.get(id) !== null;
    this.network.selectNodes(there ? [id] : []);
    this.fade(there ? id : null);
    if (there && move) this.network.moveTo({ position: this.network.getPosition(id), animation: { duration: 300 } });
    this.live.textContent = there ? this.nodes.get(id).title : "";
  }

  fade(id) {
    if (id === null && !this.dimmed) return;
    this.dimmed = id !== null;
    const near = id === null ? null : new Set([id, ...this.network.getConnectedNodes(id)]);
    this.near = near;
    const nodes = [];
    this.nodes.forEach((node) => {
      const opacity = near === null || near.has(node.id) ? 1 : 0.25;
      if (node.opacity !== opacity) nodes.push({ id: node.id, opacity });
    });
    const edges = [];
    this.edges.forEach((edge) => {
      const opacity = near === null || edge.from === id || edge.to === id ? 1 : 0.15;
      if ((edge.color.opacity ?? 1) !== opacity) edges.push({ id: edge.id, color: { ...edge.color, opacity } });
    });
    this.nodes.update(nodes);
    this.edges.update(edges);
  }

  /** Keyboard focus on an organisation that is not chosen yet. */
  point(id) {
    this.network.selectNodes([id]);
    this.live.textContent = this.nodes.get(id).title;
    const spot = this.network.canvasToDOM(this.network.getPosition(id));
    const { clientWidth: wide, clientHeight: high } = this.canvas;
    if (spot.x < 0 || spot.y < 0 || spot.x > wide || spot.y > high) {
      this.network.moveTo({ position: this.network.getPosition(id) });
    }
  }

  fit() {
    this.network.fit({ maxZoomLevel: 1.4, animation: { duration: 200 } });
  }

  zoom(factor) {
    this.network.moveTo({ scale: Math.min(6, Math.max(0.03, this.network.getScale() * factor)) });
  }

  buttons() {
    const { zoom_in: larger, zoom_out: smaller, fit, full } = this.words;
    const tools = [
      ["M8 2v12M2 8h12", larger, () => this.zoom(1.3)],
      ["M2 8h12", smaller, () => this.zoom(1 / 1.3)],
      ["M3 8a5 5 0 1 0 10 0a5 5 0 1 0 -10 0M8 1v4M8 11v4M1 8h4M11 8h4", fit, () => this.fit()],
      ["M2 6V2h4M10 2h4v4M14 10v4h-4M6 14H2v-4", full, () => this.full()],
    ];
    this.tools.replaceChildren(
      ...tools.map(([path, label, act]) => {
        const button = element("button", "", { type: "button", title: label, "aria-label": label });
        button.append(legend.glyph(16, path, { fill: "none", stroke: "currentColor", "stroke-width": 2 }));
        button.addEventListener("click", act);
        return button;
      }),
    );
  }

  full() {
    if (document.fullscreenElement) document.exitFullscreen();
    else this.frame.requestFullscreen();
  }

  label(ctx) {
    const { clientWidth: wide, clientHeight: high } = this.canvas;
    labels.draw(ctx, this.network, this.names, { ...this.style, chosen: this.selected(), near: this.near, wide, high });
  }

  /** Follow the theme: names in its text colour, with a rim in its background colour. */
  restyle() {
    const style = getComputedStyle(this.frame);
    this.style = { colour: style.color, paper: style.backgroundColor, face: style.fontFamily };
    const { colour, paper } = this.style;
    this.network?.setOptions({ nodes: { color: { border: paper, highlight: { border: colour }, hover: { border: colour } } } });
  }

  destroy() {
    this.observer?.disconnect();
    this.network?.destroy();
    this.frame.remove();
  }
}

function element(tag, name, attributes = {}) {
  const made = document.createElement(tag);
  if (name) made.className = name;
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

/** Make a data set hold exactly these items, touching only what differs, so that the picture stays. */
function replace(set, items) {
  const wanted = new Set(items.map((item) => item.id));
  set.remove(set.getIds().filter((id) => !wanted.has(id)));
  set.update(
    items.filter((item) => {
      const now = set.get(item.id);
      return !now || Object.keys(item).some((key) => JSON.stringify(now[key]) !== JSON.stringify(item[key]));
    }),
  );
}
