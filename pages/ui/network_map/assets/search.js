// Finding an organisation by its name, with room for typing errors.

import { element } from "./element.js";

const SHOWN = 8;

export function plain(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

/** Steps (insert, leave out, replace, swap neighbours) from `word` to the nearest beginning of `other`; at most `most`. */
export function distance(word, other, most) {
  let before = [];
  let last = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (let i = 1; i <= word.length; i += 1) {
    const now = [i];
    for (let j = 1; j <= other.length; j += 1) {
      const same = word[i - 1] === other[j - 1];
      now[j] = Math.min(last[j] + 1, now[j - 1] + 1, last[j - 1] + (same ? 0 : 1));
      if (i > 1 && j > 1 && word[i - 1] === other[j - 2] && word[i - 2] === other[j - 1]) now[j] = Math.min(now[j], before[j - 2] + 1);
    }
    if (Math.min(...now) > most) return most + 1;
    before = last;
    last = now;
  }
  return Math.min(...last); // any beginning of `other` will do: people type the first letters
}

/** How badly a name fits what was typed: 0 is best, Infinity does not fit. Every word typed must fit some word. */
export function cost(typed, name) {
  const words = name.split(/[^\p{L}\p{N}]+/u);
  let total = 0;
  for (const part of typed.split(/\s+/).filter(Boolean)) {
    const most = part.length <= 3 ? 0 : part.length <= 6 ? 1 : 2;
    let least = name.includes(part) ? 0.5 : Infinity;
    for (const [at, word] of words.entries()) {
      if (word.startsWith(part)) least = Math.min(least, at === 0 ? 0 : 0.2);
      else if (least > 1 && word.length >= part.length - most) {
        const steps = distance(part, word, most);
        if (steps <= most) least = Math.min(least, steps);
      }
    }
    total += least;
  }
  return total;
}

export function find(names, text) {
  const typed = plain(text.trim());
  if (!typed) return [];
  return names
    .map((name, at) => [cost(typed, name), at])
    .filter(([badly]) => badly < Infinity)
    .sort((p, q) => p[0] - q[0] || names[p[1]].length - names[q[1]].length)
    .slice(0, SHOWN)
    .map(([, at]) => at);
}

export class Search {
  constructor(map) {
    this.map = map;
    this.at = 0;
    this.found = [];
    this.input = element("input", "", {
      type: "search", role: "combobox", autocomplete: "off", spellcheck: "false", "aria-expanded": "false", "aria-controls": "found",
      "aria-autocomplete": "list", oninput: () => this.look(), onkeydown: (event) => this.key(event), onblur: () => setTimeout(() => this.shut(), 150),
    });
    this.list = element("ul", "found", { role: "listbox", id: "found", hidden: true });
    this.box = element("div", "search", {}, this.input, this.list);
  }

  name(words) {
    this.input.placeholder = words.search;
    this.input.setAttribute("aria-label", words.search);
    this.list.setAttribute("aria-label", words.search);
  }

  open() {
    this.input.focus();
    this.input.select();
  }

  look() {
    const { nodes } = this.map.graph;
    if (this.known !== nodes) [this.known, this.names] = [nodes, nodes.map(({ title }) => plain(title.split("\n")[0]))];
    this.found = find(this.names, this.input.value);
    this.at = 0;
    this.fill();
  }

  fill() {
    const { graph, words } = this.map;
    const nothing = this.input.value.trim() && !this.found.length;
    const items = this.found.map((one, at) => {
      const [name, kind] = graph.nodes[one].title.split("\n");
      const pick = (event) => {
        event.preventDefault();
        this.pick(one);
      };
      return element("li", "", { role: "option", id: `found-${at}`, "aria-selected": String(at === this.at), onpointerdown: pick }, name, element("small", "", {}, kind ?? ""));
    });
    if (nothing) items.push(element("li", "none", {}, words.nothing_found));
    this.list.replaceChildren(...items);
    this.list.hidden = !items.length;
    this.input.setAttribute("aria-expanded", String(items.length > 0));
    if (this.found.length) this.input.setAttribute("aria-activedescendant", `found-${this.at}`);
    else this.input.removeAttribute("aria-activedescendant");
  }

  key(event) {
    event.stopPropagation();
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      const count = this.found.length;
      if (count) this.at = (this.at + (event.key === "ArrowDown" ? 1 : -1) + count) % count;
      this.fill();
    } else if (event.key === "Enter" && this.found.length) this.pick(this.found[this.at]);
    else if (event.key === "Escape") this.close();
    else return;
    event.preventDefault();
  }

  /** Show who was found, also when a filter hides it. */
  pick(at) {
    const { map } = this;
    const { id, kind } = map.graph.nodes[at];
    const { off, hidden } = map.state;
    map.change({ chosen: id, steps: 0, off: off.filter((one) => one !== kind), hidden: hidden.filter((one) => one !== id) });
    map.say(map.graph.nodes[at].title);
    map.go(at);
    this.shut();
    map.canvas.focus();
  }

  shut() {
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
  }

  close() {
    if (this.list.hidden) return false;
    this.input.value = "";
    this.shut();
    this.map.canvas.focus();
    return true;
  }
}
