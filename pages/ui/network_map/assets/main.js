// Streamlit calls this at mount, and again when data or theme change. One map per mounted element.

import * as decode from "./decode.js";
import { NetworkMap } from "./map.js";

const maps = new WeakMap();

export default function show({ data, parentElement, setStateValue }) {
  const { key, digest, turn, state, body } = decode.header(data);
  let map = maps.get(parentElement);
  if (!map) {
    map = new NetworkMap(parentElement, key);
    maps.set(parentElement, map);
  }
  map.tell = (told) => setStateValue("view", { ...told, turn: map.turn, click: Date.now() });
  map.tellMoved = (places) => setStateValue("moved", { layout: map.state.layout, places, click: Date.now() });
  update(map, { digest, turn, state, body });
  return () => {
    map.destroy();
    maps.delete(parentElement);
  };
}

/** Take over what is new: the state when it changed elsewhere, the drawing when it is another one. */
async function update(map, { digest, turn, state, body }) {
  map.restyle();
  if (turn !== map.turn) {
    map.turn = turn;
    map.receive(state);
  }
  if (digest === map.digest) return;
  map.digest = digest;
  const drawing = await decode.drawing(body);
  if (digest === map.digest) map.show(drawing); // else a newer one came in while this one was unpacked
}
