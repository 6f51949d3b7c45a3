// Elements of the page. Texts are put in as text, never as HTML.

const SVG = "http://www.w3.org/2000/svg";

export function element(tag, name = "", attributes = {}, ...children) {
  const made = document.createElement(tag);
  if (name) made.className = name;
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else made.setAttribute(key, value === true ? "" : value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

/** A small drawing: a path in a box that is 16 high. */
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

/** The sample of a line in a legend or a list. */
export function line({ colour, dashes, width = 3 }) {
  return glyph(34, "M1 8h32", { stroke: colour, "stroke-width": Math.max(2, width), "stroke-dasharray": (dashes || []).join(" ") });
}
