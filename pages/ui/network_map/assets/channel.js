// Where the map and the card beside it meet: two elements of one page, each loaded on its own.

const channels = (globalThis[Symbol.for("ketenkaart.map")] ??= new Map());

export function channel(key) {
  if (!channels.has(key)) channels.set(key, { map: null, card: null });
  return channels.get(key);
}
