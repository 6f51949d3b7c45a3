// The buttons on the map, how it is shown (size, colour, names, lines), and the list of keys.

import { element, glyph } from "./element.js";
import { KEYS } from "./keyboard.js";

const ICONS = {
  zoom_in: "M8 2v12M2 8h12",
  zoom_out: "M2 8h12",
  fit: "M3 8a5 5 0 1 0 10 0a5 5 0 1 0 -10 0M8 1v4M8 11v4M1 8h4M11 8h4",
  undo: "M6 3L2.5 6.5 6 10M3 6.5h6.5a4 3.5 0 0 1 0 7H6",
  redo: "M10 3l3.5 3.5L10 10M13 6.5H6.5a4 3.5 0 0 0 0 7H10",
  select: "M3 9C1 4 6 1.5 10 3s5 6 1 8-5-1-4-2 2 1 0 5",
  view: "M1 4h8M13 4h2M11 2v4M1 12h2M7 12h8M5 10v4",
  keys: "M5.5 6a2.5 2.5 0 1 1 3.5 2.300c-.7.4-1 .8-1 1.700M8 12.5v1.5",
  full: "M2 6V2h4M10 2h4v4M14 10v4h-4M6 14H2v-4",
};

export class Tools {
  constructor(map) {
    this.map = map;
    this.selecting = false;
    this.box = element("div", "tools", { role: "toolbar" });
    this.panel = element("div", "panel", { hidden: true, role: "group", tabindex: 0 });
    this.acts = {
      view: () => this.toggle("view"),
      select: () => this.select(),
      undo: () => map.undo(),
      redo: () => map.redo(),
      zoom_in: () => map.zoom(1.3),
      zoom_out: () => map.zoom(1 / 1.3),
      fit: () => map.fit(),
      full: () => map.full(),
      keys: () => this.toggle("keys"),
    };
  }

  /** Make the buttons in the language of the drawing, once; then only what changed. */
  update() {
    const { words, state, history } = this.map;
    if (this.words !== words) {
      this.words = words;
      this.map.search.name(words);
      this.box.setAttribute("aria-label", words.tools);
      this.buttons = Object.fromEntries(Object.keys(this.acts).map((name) => [name, this.button(name, words[name])]));
      this.box.replaceChildren(...Object.values(this.buttons), this.panel);
    }
    this.buttons.undo.disabled = !history.past.length;
    this.buttons.redo.disabled = !history.future.length;
    this.buttons.select.setAttribute("aria-pressed", String(this.selecting));
    for (const name of ["view", "keys"]) this.buttons[name].setAttribute("aria-expanded", String(this.shown === name));
    const told = JSON.stringify([state.size, state.colour, state.text, state.lines, state.layout, state.large, state.least, state.hidden, state.pinned, this.map.digest]);
    if (this.shown === "view" && told !== this.told) this.fillView();
    this.told = told;
  }

  button(name, label) {
    const icon = glyph(16, ICONS[name], { fill: "none", stroke: "currentColor", "stroke-width": 1.8, "stroke-linecap": "round", "stroke-linejoin": "round" });
    return element("button", "", { type: "button", title: label, "aria-label": label, onclick: this.acts[name] }, icon);
  }

  select() {
    this.selecting = !this.selecting;
    this.map.say(this.selecting ? this.words.select_help : "");
    this.map.frame.classList.toggle("selecting", this.selecting);
    this.update();
  }

  help() {
    this.toggle("keys");
  }

  toggle(name) {
    this.shown = this.shown === name ? null : name;
    this.panel.hidden = !this.shown;
    if (this.shown === "view") this.fillView();
    if (this.shown === "keys") this.fillKeys();
    this.update();
    if (this.shown) (this.panel.querySelector("select") ?? this.panel).focus();
  }

  close() {
    if (!this.shown) return false;
    const { shown } = this;
    this.toggle(shown);
    this.buttons[shown].focus();
    return true;
  }

  fillKeys() {
    const rows = KEYS.flatMap((name) => [element("dt", "", {}, this.words[`key_${name}`]), element("dd", "", {}, this.words[`does_${name}`])]);
    this.fill(this.words.keys, element("dl", "keys", {}, ...rows));
  }

  fillView() {
    const { words, map } = this;
    const { state, graph } = map;
    const choices = graph.drawing.choices ?? {};
    const asked = ["layout", "size", "colour", "text", "lines", "least"]
      .filter((name) => choices[name]?.length > 1)
      .map((name) => {
        const options = choices[name].map(({ key, label }) => element("option", "", { value: key, selected: String(state[name]) === String(key) }, label));
        const pick = (event) => map.change({ [name]: name === "least" ? Number(event.target.value) : event.target.value });
        return element("label", "", {}, words[`choose_${name}`], element("select", "", { onchange: pick }, ...options));
      });
    const large = element("input", "", { type: "checkbox", onchange: (event) => map.change({ large: event.target.checked }) });
    large.checked = state.large;
    const again = [
      state.hidden.length && element("button", "", { type: "button", onclick: () => map.change({ hidden: [] }) }, words.unhide.replace("{count}", state.hidden.length)),
      state.pinned.length && element("button", "", { type: "button", onclick: () => map.change({ pinned: [] }) }, words.unpin_all.replace("{count}", state.pinned.length)),
      graph.drawing.kept > 0 && element("button", "", { type: "button", onclick: () => map.moving.tell(null) }, words.reset_places.replace("{count}", graph.drawing.kept)),
    ].filter(Boolean);
    const focus = [...this.panel.querySelectorAll("select, input, button")].indexOf(this.panel.getRootNode().activeElement);
    this.fill(words.view, ...asked, element("label", "check", {}, large, words.large), ...again);
    if (focus >= 0) this.panel.querySelectorAll("select, input, button")[focus]?.focus();
  }

  fill(title, ...children) {
    const shut = element("button", "shut", { type: "button", "aria-label": this.words.shut, onclick: () => this.close() }, "×");
    this.panel.setAttribute("aria-label", title);
    this.panel.replaceChildren(element("strong", "", {}, title), shut, ...children);
    this.panel.onkeydown = (event) => {
      event.stopPropagation();
      if (event.key === "Escape") this.close();
    };
  }
}
