// The shapes of kinds of organisations, as corners around a middle: the same on the map and in the legend.

const corners = (count, turn) =>
  Array.from({ length: count }, (_, at) => {
    const angle = turn + (2 * Math.PI * at) / count;
    return [Math.cos(angle), Math.sin(angle)];
  });
const star = Array.from({ length: 10 }, (_, at) => {
  const angle = -Math.PI / 2 + (Math.PI * at) / 5;
  const r = at % 2 ? 0.5 : 1.15;
  return [r * Math.cos(angle), r * Math.sin(angle)];
});
const square = [[-0.88, -0.88], [0.88, -0.88], [0.88, 0.88], [-0.88, 0.88]];
const SHAPES = {
  square,
  box: square,
  diamond: [[0, -1.15], [1.15, 0], [0, 1.15], [-1.15, 0]],
  triangle: [[0, -1.1], [1.1, 0.85], [-1.1, 0.85]],
  triangleDown: [[0, 1.1], [1.1, -0.85], [-1.1, -0.85]],
  hexagon: corners(6, 0),
  star,
};

/** Add a shape to the path of a canvas. */
export function trace(ctx, shape, x, y, r) {
  const points = SHAPES[shape];
  if (!points) {
    ctx.moveTo(x + r, y);
    ctx.arc(x, y, r, 0, 2 * Math.PI);
    return;
  }
  points.forEach(([dx, dy], at) => (at ? ctx.lineTo(x + dx * r, y + dy * r) : ctx.moveTo(x + dx * r, y + dy * r)));
  ctx.closePath();
}

/** The path of a shape in a box of 16 by 16, for the legend. */
export function path(shape) {
  const points = SHAPES[shape];
  if (!points) return "M8 2a6 6 0 1 0 .01 0Z";
  return `M${points.map(([dx, dy]) => `${(8 + 6 * dx).toFixed(1)} ${(8 + 6 * dy).toFixed(1)}`).join("L")}Z`;
}
