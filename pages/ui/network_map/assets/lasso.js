// Who stands within a shape that was drawn by hand (even-odd rule), and a summary of them.

function within(points, x, y) {
  let found = false;
  for (let at = 0, last = points.length - 1; at < points.length; last = at, at += 1) {
    const [ax, ay] = points[at];
    const [bx, by] = points[last];
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) found = !found;
  }
  return found;
}

export function inside(graph, points) {
  const found = new Set();
  for (let at = 0; at < graph.count; at += 1) {
    if (graph.seen[at] && within(points, graph.x[at], graph.y[at])) found.add(at);
  }
  return found;
}

/** How many of each kind, most first, and how many lines run among them and to others. */
export function summary(graph, selected) {
  const kinds = new Map();
  for (const at of selected) {
    const { kind_label: kind } = graph.nodes[at];
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  }
  let among = 0;
  let outward = 0;
  for (let row = 0; row < graph.edges.length; row += 1) {
    if (!graph.seenEdge[row]) continue;
    const ends = selected.has(graph.a[row]) + selected.has(graph.b[row]);
    if (ends === 2) among += 1;
    else if (ends === 1) outward += 1;
  }
  return { kinds: [...kinds].sort((p, q) => q[1] - p[1]), among, outward };
}
