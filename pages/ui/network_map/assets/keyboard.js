// The map by keyboard: arrows walk to the nearest organisation, Enter chooses, + - 0 zoom, Escape lets go.

const STEPS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };

function nearest(points, from, [dx, dy]) {
  let best = null;
  let least = Infinity;
  for (const [id, point] of Object.entries(points)) {
    const x = point.x - from.x;
    const y = point.y - from.y;
    const ahead = x * dx + y * dy;
    const aside = Math.abs(x * dy - y * dx);
    if (ahead <= 0 || aside > ahead * 1.5) continue;
    const cost = ahead + aside * 2;
    if (cost < least) [best, least] = [id, cost];
  }
  return best;
}

export function listen(element, map) {
  let at = null;
  const onKey = (event) => {
    const points = map.network.getPositions();
    if (event.key in STEPS) {
      at = at in points ? at : map.selected();
      const from = points[at] ?? map.network.getViewPosition();
      const next = nearest(points, from, STEPS[event.key]);
      if (next !== null) {
        at = next;
        map.point(next);
      }
    } else if (event.key === "Enter" || event.key === " ") {
      if (at !== null) map.choose(at);
    } else if (event.key === "+" || event.key === "=") map.zoom(1.3);
    else if (event.key === "-") map.zoom(1 / 1.3);
    else if (event.key === "0" || event.key === "Home") map.fit();
    else if (event.key === "Escape") map.choose(null);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  element.addEventListener("keydown", onKey);
}
