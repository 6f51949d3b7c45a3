// The legend: what colours, shapes and lines mean. Texts are put in as text, never as HTML.

const SVG = "http://www.w3.org/2000/svg";
const SHAPES = {
  dot: "M8 2a6 6 0 1 0 .01 0Z",
  square: "M2.5 2.5h11v11h-11Z",
  diamond: "M8 1l7 7-7 7-7-7Z",
  triangle: "M8 1.5 15 14H1Z",
  star: "M8 .8l2.1 4.9 5.3.4-4 3.5 1.2 5.2L8 12l-4.6 2.8 1.2-5.2-4-3.5 5.3-.4Z",
  hexagon: "M4.5 2h7L15 8l-3.5 6h-7L1 8Z",
};

export function glyph(width, path, attributes) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", `0 0 ${width} 16`);
  svg.setAttribute("width", width);
  svg.setAttribute("height", 16);
  svg.setAttribute("aria-hidden", "true");
  const shape = document.createElementNS(SVG, "path");
  shape.setAttribute("d", path);
  for (const [name, value] of Object.entries(attributes)) shape.setAttribute(name, value);
  svg.append(shape);
  return svg;
}

function list(label, items) {
  const ul = document.createElement("ul");
  ul.setAttribute("aria-label", label);
  for (const [sign, text] of items) {
    const li = document.createElement("li");
    li.append(sign, text);
    ul.append(li);
  }
  return ul;
}

export function fill(element, legend) {
  const open = element.querySelector("details")?.open ?? false;
  const lines = legend.lines.map((line) => [
    glyph(34, "M1 8h32", { stroke: line.colour, "stroke-width": 3, "stroke-dasharray": line.dashes.join(" ") }),
    line.label,
  ]);
  const colours = legend.sectors.map((s) => [glyph(16, SHAPES.dot, { fill: s.colour }), s.label]);
  const kinds = legend.kinds.map((k) => [glyph(16, SHAPES[k.shape] ?? SHAPES.dot, { fill: k.colour }), k.label]);
  const details = document.createElement("details");
  details.open = open;
  const summary = document.createElement("summary");
  summary.textContent = legend.shapes_title;
  details.append(summary, list(legend.shapes_title, kinds));
  element.replaceChildren(list(legend.lines_title, lines), list(legend.colours_title, colours), details);
}
