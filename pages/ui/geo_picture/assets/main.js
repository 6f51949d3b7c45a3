// Streamlit calls this at mount, and again when data or theme change. One picture per mounted element.

import { save } from "./save.js";
import { Zoom } from "./zoom.js";

const pictures = new WeakMap();
const STEPS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };

export default function show({ data, parentElement, setStateValue }) {
  let picture = pictures.get(parentElement);
  if (!picture) {
    picture = new Picture(parentElement);
    pictures.set(parentElement, picture);
  }
  picture.tell = (id) => setStateValue("selected", { id, click: Date.now() });
  picture.update(data);
  return () => {
    picture.frame.remove();
    pictures.delete(parentElement);
  };
}

class Picture {
  constructor(parent) {
    this.frame = element("div", "frame");
    this.tools = element("div", "tools");
    this.paper = element("div", "paper", { "data-testid": "picture" });
    this.live = element("div", "hidden", { "aria-live": "polite" });
    this.frame.append(this.tools, this.paper, this.live);
    parent.append(this.frame);
    this.digest = null;
    this.paper.addEventListener("click", (event) => this.clicked(event));
    this.paper.addEventListener("keydown", (event) => this.pressed(event));
  }

  async update(bytes) {
    const length = new DataView(bytes.buffer, bytes.byteOffset, 4).getUint32(0, true);
    const told = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + length)));
    this.told = told;
    if (told.digest !== this.digest) {
      this.digest = told.digest;
      const body = new Blob([bytes.subarray(4 + length)]).stream().pipeThrough(new DecompressionStream("gzip"));
      const text = await new Response(body).text();
      if (told.digest !== this.digest) return; // a newer picture came in while this one was unpacked
      this.draw(text);
    }
    this.mark(this.told.chosen);
  }

  draw(text) {
    const svg = harmless(new DOMParser().parseFromString(text, "image/svg+xml").documentElement);
    const { label, width, height, least, most, words } = this.told;
    svg.setAttribute("role", "group");
    svg.setAttribute("aria-label", label);
    svg.style.minWidth = `${least}px`;
    svg.style.maxHeight = most;
    this.svg = document.importNode(svg, true);
    this.marks = [...this.svg.querySelectorAll("[data-id]")];
    this.marks.forEach((mark, at) => {
      mark.setAttribute("role", "button");
      mark.setAttribute("tabindex", at ? -1 : 0);
      mark.setAttribute("aria-label", mark.querySelector("title").textContent);
    });
    this.paper.replaceChildren(this.svg);
    this.zoom = new Zoom(this.svg, width, height);
    this.buttons(words);
    this.paper.dataset.drawn = String(this.marks.length);
  }

  clicked(event) {
    if (this.zoom.moved) return;
    const mark = event.target.closest("[data-id]");
    if (mark) this.choose(mark);
  }

  /** The user chose a mark, or let go of it: show it and tell the server. */
  choose(mark) {
    const id = mark && mark.getAttribute("aria-pressed") !== "true" ? mark.dataset.id : null;
    this.told.chosen = id;
    this.mark(id);
    this.live.textContent = id === null ? "" : mark.getAttribute("aria-label");
    this.tell(id);
  }

  mark(chosen) {
    for (const mark of this.marks) {
      const on = mark.dataset.id === chosen;
      mark.classList.toggle("chosen", on);
      mark.setAttribute("aria-pressed", on);
      if (on) this.rove(mark);
    }
  }

  /** Of all marks one can be reached with Tab; arrows walk on from there. */
  rove(mark) {
    this.marks.forEach((one) => one.setAttribute("tabindex", one === mark ? 0 : -1));
  }

  pressed(event) {
    const mark = event.target.closest("[data-id]");
    if (!mark) return;
    if (event.key in STEPS) {
      const next = nearest(this.marks, mark, STEPS[event.key]);
      if (next) {
        this.rove(next);
        next.focus();
      }
    } else if (event.key === "Enter" || event.key === " ") this.choose(mark);
    else if (event.key === "Escape") this.choose(null);
    else if (event.key === "+" || event.key === "=") this.zoom.by(1.4);
    else if (event.key === "-") this.zoom.by(1 / 1.4);
    else if (event.key === "0") this.zoom.fit();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  buttons(words) {
    const tools = [
      ["+", words.zoom_in, () => this.zoom.by(1.4)],
      ["−", words.zoom_out, () => this.zoom.by(1 / 1.4)],
      ["⤢", words.fit, () => this.zoom.fit()],
      ["SVG", words.save_svg, () => save(this.svg, this.told, "svg")],
      ["PNG", words.save_png, () => save(this.svg, this.told, "png")],
    ];
    this.tools.replaceChildren(
      ...tools.map(([sign, label, act]) => {
        const button = element("button", "", { type: "button", title: label, "aria-label": label });
        button.textContent = sign;
        button.addEventListener("click", act);
        return button;
      }),
    );
  }
}

/** The server escapes every text; should it ever fail, nothing in a picture runs. */
function harmless(svg) {
  for (const one of [...svg.querySelectorAll("script, foreignObject, iframe, a, image, use")]) one.remove();
  for (const one of [svg, ...svg.querySelectorAll("*")]) {
    for (const { name } of [...one.attributes]) if (/^on|href$/i.test(name)) one.removeAttribute(name);
  }
  return svg;
}

function nearest(marks, from, [dx, dy]) {
  const middle = (mark) => {
    const { left, top, width, height } = mark.querySelector(".frame").getBoundingClientRect();
    return [left + width / 2, top + height / 2];
  };
  const [x, y] = middle(from);
  let best = null;
  let least = Infinity;
  for (const mark of marks) {
    const [a, b] = middle(mark);
    const ahead = (a - x) * dx + (b - y) * dy;
    const aside = Math.abs((a - x) * dy - (b - y) * dx);
    if (ahead <= 1 || aside > ahead * 2) continue;
    const cost = ahead + aside * 2;
    if (cost < least) [best, least] = [mark, cost];
  }
  return best;
}

function element(tag, name, attributes = {}) {
  const made = document.createElement(tag);
  if (name) made.className = name;
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}
