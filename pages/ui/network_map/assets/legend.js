// The legend: what colours, shapes and lines mean; a click hides what it names, and shows it again.

import { element, glyph, line } from "./element.js";
import { path } from "./shapes.js";

function entry(label, sign, { pressed, act } = {}) {
  if (!act) return element("li", "", {}, sign, label);
  const button = element("button", pressed ? "" : "off", { type: "button", "aria-pressed": String(pressed), onclick: act }, sign, label);
  return element("li", "", {}, button);
}

function list(title, items) {
  if (!items.length) return null;
  return element("div", "part", {}, element("span", "title", {}, title), element("ul", "", { "aria-label": title }, ...items));
}

/** Which of `all` are shown when `chosen` are (none chosen means all), after a click on `one`. */
export function toggled(all, chosen, one) {
  const shown = chosen.length ? chosen : all;
  const next = shown.includes(one) ? shown.filter((other) => other !== one) : all.filter((other) => other === one || shown.includes(other));
  return next.length === all.length ? [] : next;
}

function statuses(map, { lines }) {
  const { statuses: chosen } = map.state;
  const all = lines.map(({ key }) => key);
  return lines.map(({ key, label, ...look }) =>
    entry(label, line(look), {
      pressed: !chosen.length || chosen.includes(key),
      act: () => {
        const next = toggled(all, chosen, key);
        map.change({ statuses: chosen.length === 1 && chosen[0] === key ? [] : next });
      },
    }),
  );
}

function relations(map, { relations: known = [] }) {
  if (known.length < 2) return [];
  const plain = known.filter(({ claim }) => claim).map(({ key }) => key);
  const shown = map.state.relations.length ? map.state.relations : plain;
  return known.map(({ key, label, look }) =>
    entry(label, line(look), {
      pressed: shown.includes(key),
      act: () => {
        const next = shown.includes(key) ? shown.filter((one) => one !== key) : [...shown, key];
        const usual = next.length === plain.length && plain.every((one) => next.includes(one));
        map.change({ relations: usual || !next.length ? [] : next });
      },
    }),
  );
}

function sectors(map, { sectors: known, kinds }) {
  return known.map(({ key, label, colour }) => {
    const own = kinds.filter(({ sector }) => sector === key).map((kind) => kind.key);
    const shown = own.some((kind) => !map.state.off.includes(kind));
    const others = map.state.off.filter((kind) => !own.includes(kind));
    return entry(label, glyph(16, path("dot"), { fill: colour }), { pressed: shown, act: () => map.change({ off: shown ? [...others, ...own] : others }) });
  });
}

function kinds(map, { kinds: known }) {
  return known.map(({ key, label, shape, colour }) => {
    const shown = !map.state.off.includes(key);
    const act = () => map.change({ off: shown ? [...map.state.off, key] : map.state.off.filter((one) => one !== key) });
    return entry(label, glyph(16, path(shape), { fill: colour }), { pressed: shown, act });
  });
}

function scale(map, words) {
  const { steps } = map.graph;
  const write = (value) => new Intl.NumberFormat(words.locale, { maximumFractionDigits: 3 }).format(value);
  return steps.map(({ from, to, colour }, at) =>
    entry(at === 0 ? `${write(from)} – ${write(to)}` : `> ${write(from)} – ${write(to)}`, glyph(16, path("dot"), { fill: colour })),
  );
}

function places(map) {
  return (map.graph.drawing.places_legend ?? []).map(({ label, colour }) => entry(label, glyph(16, path("dot"), { fill: colour })));
}

function strengths(words) {
  return [[7, words.weekly], [4.5, words.monthly], [2.5, words.quarterly], [1.2, words.rarely]].map(([width, label]) =>
    entry(label, line({ colour: "currentColor", dashes: [], width })),
  );
}

/** Municipalities that can be folded up into a group per kind, in a layout by municipality. */
function folds(map, { areas = [], layout }) {
  if (!["municipality", "geographic"].includes(layout)) return [];
  const { folded } = map.state;
  return areas.filter(({ code }) => code).map(({ code, label }) =>
    entry(label, glyph(16, folded.includes(code) ? "M3 8h10M8 3v10" : "M3 8h10", { stroke: "currentColor", "stroke-width": 2 }), {
      pressed: !folded.includes(code),
      act: () => map.change({ folded: folded.includes(code) ? folded.filter((one) => one !== code) : [...folded, code], chosen: null, steps: 0 }),
    }),
  );
}

export function fill(box, map) {
  const { drawing, steps } = map.graph;
  const { legend, words, measures = {} } = drawing;
  const focus = keyOfFocus(box);
  const open = box.querySelector("details")?.open ?? false;
  const parts = [list(legend.lines_title, statuses(map, legend)), list(words.relations, relations(map, legend))];
  if (map.state.lines === "strength") parts.push(list(words.lines_strength, strengths(words)));
  const sized = measures[map.state.size];
  if (sized) parts.push(list(words.choose_size, [entry(sized.label, glyph(24, "M3 10a2 2 0 1 0 .01 0ZM15 3a6 6 0 1 0 .01 0Z", { fill: "currentColor" }))]));
  if (steps?.length) parts.push(list(measures[map.state.colour].label, scale(map, words)));
  else if (map.state.colour === "place") parts.push(list(words.colour_place, places(map)));
  parts.push(list(legend.colours_title, sectors(map, legend)), list(words.fold, folds(map, drawing)));
  const shapes = element("details", "", { open }, element("summary", "", {}, legend.shapes_title), element("ul", "", { "aria-label": legend.shapes_title }, ...kinds(map, legend)));
  box.replaceChildren(...parts.filter(Boolean), shapes, element("p", "note", {}, words.legend_help));
  if (focus >= 0) box.querySelectorAll("button, summary")[focus]?.focus();
}

/** Which button had the keyboard, since the buttons are made anew. */
function keyOfFocus(box) {
  return [...box.querySelectorAll("button, summary")].indexOf(box.getRootNode().activeElement);
}
