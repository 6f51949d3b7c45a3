// Run in the page that map_frames.py serves: each way to draw, and frames a second while it moves.

import { Graph } from "./graph.js"; import { Camera } from "./camera.js"; import { CanvasRenderer } from "./renderer.js";
import { START } from "./map.js";
const data = await (await fetch("data.json")).json();
const host = document.getElementById("host");
const frame = () => new Promise((done) => requestAnimationFrame(done));
const settled = async () => { await frame(); await frame(); };
async function frames(step) {
  let count = 0; const start = performance.now();
  while (performance.now() - start < 3000) { step(count); await frame(); count += 1; }
  return (1000 * count) / (performance.now() - start);
}
const move = (at) => [Math.sin(at / 9) * 12, Math.cos(at / 9) * 8, 1 + Math.sin(at / 15) * 0.03];
const makers = {
  async own() {
    const graph = new Graph(data, false); graph.dress(START); graph.look_at(START, null, new Set());
    const camera = new Camera(); [camera.wide, camera.high] = [1366, 700]; camera.fit(graph.box());
    const renderer = new CanvasRenderer(host); renderer.resize(1366, 700);
    const style = { colour: "#123", paper: "#fff", face: "sans-serif", primary: "#05a", first: new Set() };
    const draw = (moving) => renderer.draw(graph, camera, { style, marked: [], lasso: null, moving, presenting: false });
    draw(false); await settled();
    return (at) => { const [x, y, zoom] = move(at); camera.pan(x, y); camera.zoom(zoom); draw(true); };
  },
  async vis(hide, physics = false) {
    const nodes = data.nodes.map((n) => (physics ? { ...n, x: undefined, y: undefined } : n));
    const network = new vis.Network(host, { nodes, edges: data.edges }, {
      physics: { enabled: physics }, layout: { improvedLayout: false }, edges: { smooth: physics ? { type: "dynamic" } : false },
      nodes: { scaling: { min: 15, max: 50, label: { enabled: false } } },
      interaction: { hover: false, hideEdgesOnDrag: hide, hideEdgesOnZoom: hide } });
    if (physics) await new Promise((done) => { network.once("stabilized", done); setTimeout(done, 120000); });
    else { await new Promise((done) => network.once("afterDrawing", done)); network.fit(); }
    await settled();
    network.renderer.dragging = hide; // as while somebody drags
    return (at) => { const [x, y, zoom] = move(at); const p = network.getViewPosition(); const s = network.getScale();
      network.moveTo({ position: { x: p.x - x / s, y: p.y - y / s }, scale: s * zoom }); network.redraw(); };
  },
  async sigma() {
    const graph = new graphology.Graph({ multi: true });
    for (const n of data.nodes) graph.addNode(n.id, { x: n.x, y: -n.y, size: 5, color: n.color.background, label: n.label });
    for (const e of data.edges) graph.addEdge(e.from, e.to, { color: e.color.color, size: 1 });
    const sigma = new Sigma(graph, host, { hideEdgesOnMove: false, hideLabelsOnMove: true });
    sigma.refresh(); await settled();
    const camera = sigma.getCamera();
    return (at) => { const [x, y, zoom] = move(at); const s = camera.getState();
      camera.setState({ x: s.x - x / 1366, y: s.y + y / 700, ratio: s.ratio / zoom }); };
  },
};
window.run = async (name, ...more) => {
  const start = performance.now();
  const step = await makers[name](...more);
  const stable = performance.now() - start;
  return [stable, more[1] ? null : await frames(step)];
};
window.ready = true;
