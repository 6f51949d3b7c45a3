// For tests, and for anyone who scripts the page: where things are, what is shown and chosen.

import { CLEAR } from "./graph.js";

export function handle(map) {
  return {
    where: (id) => {
      const at = map.graph.at.get(id);
      const [x, y] = map.camera.toScreen(map.graph.x[at], map.graph.y[at]);
      return { x, y };
    },
    view: () => ({ scale: map.camera.scale, x: map.camera.x, y: map.camera.y }),
    chosen: () => map.state.chosen,
    state: () => map.state,
    names: () => map.graph.nodes.map(({ id, title }) => ({ id, name: title.split("\n")[0] })),
    seen: () => map.graph.nodes.filter((_, at) => map.graph.seen[at]).map(({ id }) => id),
    lines: () => map.graph.edges.filter((_, row) => map.graph.seenEdge[row]).map(({ id }) => id),
    place: (id) => map.graph.place(map.graph.at.get(id)),
    centre: (id) => map.go(map.graph.at.get(id)),
    clear_in_sight: () => map.graph.nodes.filter((_, at) => map.graph.seen[at] === CLEAR && map.camera.inside(map.graph.x[at], map.graph.y[at])).map(({ id }) => id),
    still: () => new Promise((done) => {
      const look = () => (map.sharp && !map.moves && !map.asked ? done() : requestAnimationFrame(look));
      requestAnimationFrame(look);
    }),
    labels: () => [...(map.renderer.labelled ?? [])].map(([at, box]) => ({ id: map.graph.nodes[at].id, box })),
    selected: () => [...map.selected].map((at) => map.graph.nodes[at].id),
    at: (x, y) => {
      const at = map.graph.hit(...map.camera.toMap(x, y), map.camera.scale);
      return at === null ? null : map.graph.nodes[at].id;
    },
  };
}
