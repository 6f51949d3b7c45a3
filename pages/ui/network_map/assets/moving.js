// Organisations that are put somewhere else by hand, and what the server still has to say about it.

export class Moving {
  constructor(map) {
    this.map = map;
    this.before = null; // places of what is being dragged, from before
    this.told = new Map(); // places that were told, until a drawing has them
  }

  /** The places, as the server counts them, of some positions. */
  places(positions) {
    const { graph } = this.map;
    const round = (one) => Math.round(one * 10) / 10;
    return Object.fromEntries([...positions].map((at) => [graph.nodes[at].id, graph.place(at).map(round)]));
  }

  drag(positions, dx, dy, dropped = false) {
    const { map } = this;
    this.before ??= this.places(positions);
    for (const at of positions) {
      map.graph.x[at] += dx;
      map.graph.y[at] += dy;
    }
    map.redraw(!dropped);
    if (!dropped) return;
    map.history.leave({ ...map.state, places: this.before });
    this.before = null;
    this.tell(this.places(positions));
    map.tools.update();
    map.say(map.words.moved);
  }

  /** A state with the places of the same organisations as another one. */
  beside(state, other) {
    if (!other?.places) return state;
    const { at } = this.map.graph;
    return { ...state, places: this.places(Object.keys(other.places).filter((id) => at.has(id)).map((id) => at.get(id))) };
  }

  put(places) {
    const { graph } = this.map;
    for (const [id, [x, y]] of Object.entries(places)) {
      const at = graph.at.get(id);
      if (at !== undefined) [graph.x[at], graph.y[at]] = graph.upright ? [y, x] : [x, y];
    }
  }

  tell(places) {
    if (places === null) this.told.clear();
    for (const [id, place] of Object.entries(places ?? {})) this.told.set(id, place);
    this.map.tellMoved(places);
  }

  /** A drawing came in: it may be from before what was told last. */
  keep(sameLayout) {
    if (!sameLayout) this.told.clear();
    for (const [id, [x, y]] of this.told) {
      const at = this.map.graph.at.get(id);
      const now = at === undefined ? null : this.map.graph.place(at);
      if (now && Math.hypot(now[0] - x, now[1] - y) < 0.2) this.told.delete(id);
    }
    this.put(Object.fromEntries(this.told));
  }
}
