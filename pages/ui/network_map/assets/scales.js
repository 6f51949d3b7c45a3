// From values to sizes, colours and lines.

const SMALL = 15;
const LARGE = 50;
const UNKNOWN = "#9AA5B1";
// Five steps of one colour that stays apart from light and dark paper (contrast 3 with both at the ends used).
export const STEPS = ["#7FB8DA", "#4C97C4", "#2A78AB", "#8C5A9E", "#6D2F7F"];

export function radii(values) {
  const known = values.filter((value) => value !== null);
  const least = Math.min(...known);
  const span = Math.sqrt(Math.max(...known) - least); // the area of a mark, not its width, goes with the figure
  return Float64Array.from(values, (value) =>
    value === null || known.length === 0 ? SMALL : SMALL + (span > 0 ? (LARGE - SMALL) * (Math.sqrt(value - least) / span) : 10),
  );
}

/** The bounds of at most five classes that hold about as many organisations each. */
export function classes(values) {
  const known = values.filter((value) => value !== null).sort((a, b) => a - b);
  if (known.length === 0) return [];
  const bounds = [0.2, 0.4, 0.6, 0.8].map((share) => known[Math.floor(share * (known.length - 1))]);
  const upper = [...new Set([...bounds, known.at(-1)])];
  return upper.map((to, at) => ({ from: at === 0 ? known[0] : upper[at - 1], to, colour: STEPS[upper.length === 1 ? 2 : Math.round((at * 4) / (upper.length - 1))] }));
}

export function shade(value, steps) {
  if (value === null) return UNKNOWN;
  return (steps.find(({ to }) => value <= to) ?? steps.at(-1)).colour;
}

/** Width of a line by contacts a year: monthly, weekly, more. */
export function strength(contacts) {
  if (contacts === null || contacts === undefined) return 1;
  return contacts >= 50 ? 7 : contacts >= 12 ? 4.5 : contacts >= 4 ? 2.5 : 1.2;
}
