// The areas of a layout: rings of stages, sectors of life domains, discs and blocks of municipalities.

/** Where each area is drawn, faintly, under everything else. */
export function draw(ctx, graph, { scale }, style) {
  ctx.globalAlpha = 0.35;
  ctx.strokeStyle = style.colour;
  ctx.lineWidth = 1 / scale;
  ctx.setLineDash([3 / scale, 5 / scale]);
  for (const area of graph.areas) {
    ctx.beginPath();
    outline(ctx, area);
    ctx.stroke();
  }
  ctx.setLineDash([]);
  ctx.globalAlpha = 1;
}

function outline(ctx, { shape, at: [x, y], size }) {
  if (shape === "ring") ctx.arc(0, 0, size[1], 0, 2 * Math.PI);
  else if (shape === "sector") {
    ctx.arc(0, 0, size[3], size[0], size[1]);
    ctx.arc(0, 0, size[2], size[1], size[0], true);
    ctx.closePath();
  } else if (shape === "disc") ctx.arc(x, y, size[0], 0, 2 * Math.PI);
  else ctx.rect(x - size[0] / 2, y - size[1] / 2, size[0], size[1]);
}

/** The point of an area at which its name stands. */
function top({ shape, at: [x, y], size }) {
  if (shape === "ring") return [0, -size[1]];
  if (shape === "sector") {
    const middle = (size[0] + size[1]) / 2;
    return [Math.cos(middle) * size[3], Math.sin(middle) * size[3]];
  }
  return [x, shape === "disc" ? y - size[0] : y - size[1] / 2 + 62]; // a block has room above its first row
}

export function name(ctx, graph, camera, style, presenting) {
  const size = (presenting ? 26 : 15) / camera.scale;
  graph.named = [];
  ctx.save();
  ctx.font = `700 ${size}px ${style.face}`;
  ctx.textAlign = "center";
  ctx.textBaseline = "bottom";
  ctx.lineJoin = "round";
  ctx.lineWidth = 5 / camera.scale;
  ctx.strokeStyle = style.paper;
  ctx.fillStyle = style.colour;
  for (const area of graph.areas) {
    const [x, y] = top(area);
    if (!camera.inside(x, y, 40)) continue;
    const [left, high] = camera.toScreen(x, y);
    const half = (ctx.measureText(area.label).width * camera.scale) / 2 + 4;
    const box = [left - half, high - size * camera.scale - 4, left + half, high + 2];
    if (graph.named.some((b) => box[0] < b[2] && b[0] < box[2] && box[1] < b[3] && b[1] < box[3])) continue;
    graph.named.push(box);
    ctx.strokeText(area.label, x, y);
    ctx.fillText(area.label, x, y);
  }
  ctx.restore();
}
