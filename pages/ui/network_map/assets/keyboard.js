// The map by keyboard. Arrows walk to the nearest organisation in that direction; N walks along the partners.

const STEPS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };
const SHIFT = 24; // pixels that an organisation moves per press
export const KEYS = ["walk", "partner", "open", "focus", "select", "around", "hide", "pin", "move", "zoom", "search", "undo", "escape"];

function nearest(graph, from, [dx, dy], skip) {
  let best = null;
  let least = Infinity;
  for (let at = 0; at < graph.count; at += 1) {
    if (!graph.seen[at] || at === skip) continue;
    const x = graph.x[at] - from[0];
    const y = graph.y[at] - from[1];
    const ahead = x * dx + y * dy;
    const aside = Math.abs(x * dy - y * dx);
    if (ahead <= 0 || aside > ahead * 1.5) continue;
    const cost = ahead + aside * 2;
    if (cost < least) [best, least] = [at, cost];
  }
  return best;
}

function walk(map, direction) {
  const at = map.pointed ?? map.chosen;
  const from = at === null ? [map.camera.x, map.camera.y] : [map.graph.x[at], map.graph.y[at]];
  const next = nearest(map.graph, from, direction, at);
  if (next !== null) map.point(next);
}

function partner(map, back) {
  const centre = map.chosen ?? map.pointed;
  if (centre === null) return;
  const around = [...map.graph.partners(centre)].sort(
    (p, q) => Math.atan2(map.graph.y[p] - map.graph.y[centre], map.graph.x[p] - map.graph.x[centre]) -
      Math.atan2(map.graph.y[q] - map.graph.y[centre], map.graph.x[q] - map.graph.x[centre]),
  );
  if (!around.length) return;
  if (map.chosen === null) map.choose(centre);
  const now = around.indexOf(map.pointed);
  map.point(around[(now + (back ? -1 : 1) + around.length) % around.length]);
}

export function listen(element, map) {
  const held = (at) => (map.selected.size ? map.selected : at === null ? [] : [at]);
  const acts = {
    n: (_, event) => partner(map, event.shiftKey),
    f: (at) => {
      if (at !== null) map.focus(at, at === map.chosen ? (map.state.steps % 3) + 1 : Math.max(1, map.state.steps));
    },
    h: (at) => map.hide(held(at)),
    v: (at) => held(at).size !== 0 && map.pin(held(at)),
    a: (at) => at !== null && map.select(new Set([at, ...map.graph.partners(at)])),
    " ": (at) => at !== null && map.toggleSelected(at),
    enter: (at) => at !== null && map.choose(at),
    "+": () => map.zoom(1.3),
    "=": () => map.zoom(1.3),
    "-": () => map.zoom(1 / 1.3),
    0: () => map.fit(),
    home: () => map.fit(),
    "/": () => map.search.open(),
    "?": () => map.tools.help(),
    escape: () => map.release(),
  };
  element.addEventListener("keydown", (event) => {
    if (!map.graph) return;
    const at = map.pointed ?? map.chosen;
    const key = event.key.toLowerCase();
    if (event.ctrlKey || event.metaKey) {
      if (key === "z" && !event.shiftKey) map.undo();
      else if (key === "y" || key === "z") map.redo();
      else return;
    } else if (event.key in STEPS) {
      const [dx, dy] = STEPS[event.key];
      if (!event.altKey) walk(map, STEPS[event.key]);
      else if (at !== null) map.moving.drag(new Set([at]), (dx * SHIFT) / map.camera.scale, (dy * SHIFT) / map.camera.scale, true);
    } else if (acts[key] && !event.altKey) acts[key](at, event);
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
}
