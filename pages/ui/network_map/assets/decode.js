// The bytes that the server sends: length of the header, header, gzipped drawing.

export function header(bytes) {
  const length = new DataView(bytes.buffer, bytes.byteOffset, 4).getUint32(0, true);
  const text = new TextDecoder().decode(bytes.subarray(4, 4 + length));
  return { ...JSON.parse(text), body: bytes.subarray(4 + length) };
}

export async function drawing(body) {
  const stream = new Blob([body]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).json();
}
