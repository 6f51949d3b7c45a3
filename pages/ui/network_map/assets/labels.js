// Names at the organisations: the same size at every zoom, the most connected first, never over each other.

const widths = new Map();

function width(ctx, text, face) {
  const key = `${face}|${text}`;
  let known = widths.get(key);
  if (known === undefined) {
    ctx.font = `100px ${face}`;
    known = ctx.measureText(text).width / 100;
    widths.set(key, known);
  }
  return known;
}

/** Draw names on the map's canvas. `nodes`: {id, name, value}, most important first; `near`: ids or null for all. */
export function draw(ctx, network, nodes, { chosen, near, colour, paper, face, wide, high }) {
  const scale = network.getScale();
  const big = wide > 1100 ? 16 : 13;
  const room = Math.max(14, Math.round((wide * high) / 16000));
  const placed = [];
  ctx.save();
  ctx.textAlign = "center";
  ctx.textBaseline = "top";
  ctx.lineJoin = "round";
  const most = Math.max(1, nodes[0]?.value ?? 1);
  const first = nodes.filter((node) => node.id === chosen);
  const order = near === null ? nodes : [...first, ...nodes.filter((node) => near.has(node.id) && node.id !== chosen)];
  for (const { id, name, value } of order) {
    if (placed.length >= room) break;
    const at = network.getPosition(id);
    const spot = network.canvasToDOM(at);
    if (spot.x < 0 || spot.y < 0 || spot.x > wide || spot.y > high) continue;
    const size = big + Math.round(4 * Math.sqrt(value / most));
    const half = (width(ctx, name, face) * size) / 2 + 5;
    const { bottom } = network.getBoundingBox(id);
    const top = network.canvasToDOM({ x: at.x, y: bottom }).y + 2;
    const x = Math.max(half, Math.min(wide - half, spot.x)); // a name stays within the picture
    const box = [x - half, top - 2, x + half, top + size + 4];
    if (placed.some((b) => box[0] < b[2] && b[0] < box[2] && box[1] < b[3] && b[1] < box[3])) continue;
    placed.push(box);
    ctx.font = `${id === chosen || (near === null && value > most / 2) ? 600 : 400} ${size / scale}px ${face}`;
    ctx.lineWidth = 4 / scale;
    ctx.strokeStyle = paper;
    ctx.fillStyle = colour;
    const y = bottom + 2 / scale;
    const middle = at.x + (x - spot.x) / scale;
    ctx.strokeText(name, middle, y);
    ctx.fillText(name, middle, y);
  }
  ctx.restore();
}
