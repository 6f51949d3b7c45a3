// Beside the map, at once: who was clicked and with whom it works; or a summary of several; or where to begin.

import { channel } from "./channel.js";
import { element, line } from "./element.js";
import * as lasso from "./lasso.js";

const FIRST = 10;
const cards = new WeakMap();

export default function show({ data, parentElement }) {
  let card = cards.get(parentElement);
  if (!card) {
    card = new Card(parentElement, data.key);
    cards.set(parentElement, card);
  }
  return () => {
    card.destroy();
    cards.delete(parentElement);
  };
}

class Card {
  constructor(parent, key) {
    this.box = element("div", "card", { "data-testid": "map-card" });
    parent.append(this.box);
    this.channel = channel(key);
    this.channel.card = this;
    if (this.channel.map?.graph) this.fill(this.channel.map);
  }

  fill(map) {
    const several = map.selected.size > 0;
    const told = [map.digest, map.chosen, [...map.selected].join(), map.state.steps, map.state.off.join(), map.state.statuses.join(),
      map.state.relations.join(), map.state.hidden.join(), map.state.pinned.join(), map.state.least, map.state.route.join()].join("|");
    if (told === this.told) return;
    this.told = told;
    const focused = this.box.getRootNode().activeElement;
    const shown = several ? summary(map) : map.chosen === null ? start(map) : one(map, map.chosen);
    this.box.replaceChildren(...shown);
    if (focused && this.box.getRootNode().host && !focused.isConnected) this.box.querySelector("button")?.focus({ preventScroll: true });
  }

  destroy() {
    this.box.remove();
    if (this.channel.card === this) this.channel.card = null;
  }
}

function button(label, act, attributes = {}) {
  return element("button", "", { type: "button", onclick: act, ...attributes }, label);
}

function count(map, one, many, number) {
  const written = new Intl.NumberFormat(map.words.locale).format(number);
  return (number === 1 ? map.words[one] : map.words[many]).replace("{count}", written);
}

function one(map, at) {
  const { graph, words, state } = map;
  const node = graph.nodes[at];
  const [name] = node.title.split("\n");
  const shown = graph.ties[at].filter((row) => graph.seenEdge[row]);
  const head = element("div", "head", {}, element("h3", "", {}, name), button("×", () => map.choose(null), { "aria-label": words.shut, class: "shut" }));
  const facts = element("p", "", {}, [node.kind_label, node.place].filter(Boolean).join(" · "));
  const steps = [0, 1, 2, 3].map((step) =>
    button(step ? String(step) : words.everything, () => map.focus(at, step), {
      "aria-pressed": String(state.steps === step),
      "aria-label": step ? (step === 1 ? words.step_one : words.step_many.replace("{count}", step)) : words.everything,
    }),
  );
  const focus = element("div", "steps", { role: "group", "aria-label": words.steps }, element("span", "", {}, words.steps), ...steps);
  const pinned = state.pinned.includes(node.id);
  const acts = element("div", "acts", {},
    node.group ? null : button(words.hide, () => map.hide([at])),
    node.group ? null : button(pinned ? words.unpin : words.pin, () => map.pin([at]), { "aria-pressed": String(pinned) }),
    button(words.select_partners, () => map.select(new Set([at, ...graph.partners(at)]))),
  );
  const rows = shown
    .map((row) => [graph.other(row, at), graph.edges[row]])
    .sort(([p], [q]) => graph.nodes[p].title.localeCompare(graph.nodes[q].title, words.locale));
  const list = element("ul", "partners", { "aria-label": words.partners }, ...rows.map(([other, edge]) => {
    const sign = line({ colour: edge.color.color, dashes: edge.dashes, width: 3 });
    const [partner] = graph.nodes[other].title.split("\n");
    return element("li", "", {}, element("button", "", { type: "button", onclick: () => map.choose(other) }, sign, element("span", "", {}, partner, element("small", "", {}, edge.told ?? ""))));
  }));
  return [head, facts, focus, acts, element("strong", "", {}, count(map, "ties_one", "ties_many", rows.length)), list];
}

function summary(map) {
  const { graph, words, selected } = map;
  const { kinds, among, outward } = lasso.summary(graph, selected);
  const head = element("div", "head", {}, element("h3", "", {}, count(map, "chosen_one", "chosen_many", selected.size)),
    button("×", () => map.select(new Set()), { "aria-label": words.shut, class: "shut" }));
  const write = (number) => new Intl.NumberFormat(words.locale).format(number);
  const table = element("table", "", {}, element("tbody", "", {}, ...kinds.map(([kind, number]) =>
    element("tr", "", {}, element("th", "", { scope: "row" }, kind), element("td", "", {}, write(number))))));
  const lines = element("dl", "", {},
    element("dt", "", {}, words.among), element("dd", "", {}, write(among)), element("dt", "", {}, words.outward), element("dd", "", {}, write(outward)));
  const rest = () => graph.nodes.map((_, at) => at).filter((at) => graph.seen[at] && !selected.has(at));
  const acts = element("div", "acts", {}, button(words.hide, () => map.hide(selected)), button(words.only, () => map.hide(rest())), button(words.pin, () => map.pin(selected)));
  const names = element("details", "", {}, element("summary", "", {}, words.names),
    element("ul", "partners", {}, ...[...selected].map((at) => element("li", "", {}, button(graph.nodes[at].title.split("\n")[0], () => {
      map.select(new Set());
      map.choose(at);
    })))));
  return [head, table, lines, acts, names];
}

/** Nobody is chosen: how to choose, and who has most partners. */
function start(map) {
  const { graph, words } = map;
  const first = Array.from({ length: graph.count }, (_, at) => [graph.nodes[at].value, at])
    .filter(([ties, at]) => ties > 0 && graph.seen[at])
    .sort((p, q) => q[0] - p[0] || p[1] - q[1])
    .slice(0, FIRST);
  const write = (number) => new Intl.NumberFormat(words.locale).format(number);
  return [
    element("p", "hint", {}, words.choose),
    first.length ? element("strong", "", {}, words.most_ties) : null,
    element("ul", "partners", {}, ...first.map(([ties, at]) => element("li", "", {}, button(`${graph.nodes[at].title.split("\n")[0]} (${write(ties)})`, () => {
      map.choose(at);
      map.go(at);
    })))),
  ].filter(Boolean);
}
