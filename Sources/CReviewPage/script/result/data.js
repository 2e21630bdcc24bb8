// What the page carries: facts as JSON, numbers as zlib streams in base 64.

const readFacts = () => JSON.parse(document.getElementById("facts").textContent);

/** The bytes of one element of numbers; null where the page has none of that name. */
const readBlob = async (name) => {
  const element = document.getElementById("blob-" + name);
  if (!element) return null;
  const text = atob(element.textContent.trim());
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  element.remove();
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
};

/** Positions in pixels, sample by sample of every track, and whether the point is seen. */
const decodePositions = (bytes, trackCount, sampleCount, quantum) => {
  const count = trackCount * sampleCount;
  const x = new Float32Array(count);
  const y = new Float32Array(count);
  const seen = new Uint8Array(count);
  const bits = bytes.subarray(4 * count);
  for (let track = 0; track < trackCount; track++) {
    let px = 0;
    let py = 0;
    for (let i = track * sampleCount; i < (track + 1) * sampleCount; i++) {
      const dx = bytes[i] | (bytes[count + i] << 8);
      const dy = bytes[2 * count + i] | (bytes[3 * count + i] << 8);
      px += (dx >> 1) ^ -(dx & 1);
      py += (dy >> 1) ^ -(dy & 1);
      x[i] = px * quantum;
      y[i] = py * quantum;
      seen[i] = (bits[i >> 3] >> (i & 7)) & 1;
    }
  }
  return { x, y, seen, sampleCount };
};

/** The links of `count` rows: one less than these, or fewer where the tree is a forest; 16 bytes each. */
const decodeTree = (bytes, count) => {
  const links = bytes.length / 16;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const a = new Int32Array(links);
  const b = new Int32Array(links);
  const similarity = new Float64Array(links);
  for (let i = 0; i < links; i++) {
    a[i] = view.getUint32(4 * i, true);
    b[i] = view.getUint32(4 * (links + i), true);
    similarity[i] = view.getFloat64(8 * links + 8 * i, true);
  }
  return { count, a, b, similarity };
};

/** The stretches of frames in which tracks are observed: those of a track are at places[track] … places[track + 1] − 1. */
const decodeStretches = (bytes, trackCount) => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const places = new Int32Array(trackCount + 1);
  for (let track = 0; track < trackCount; track++) places[track + 1] = places[track] + view.getUint32(4 * track, true);
  const count = places[trackCount];
  const read = (start) => Int32Array.from({ length: count }, (_, i) => view.getUint32(4 * (start + i), true));
  return { places, first: read(trackCount), end: read(trackCount + count) };
};

/** The stretch of a track that holds a frame, by its place; −1 where the track is not observed. */
const stretchAt = ({ places, first, end }, track, frame) => {
  for (let i = places[track]; i < places[track + 1]; i++) if (first[i] <= frame && frame < end[i]) return i;
  return -1;
};

/** The 32-bit numbers whose four planes of bytes were written one after the other. */
const decodePlanes = (bytes) => {
  const count = bytes.length / 4;
  const bits = new Uint32Array(count);
  for (let plane = 0; plane < 4; plane++) {
    for (let i = 0; i < count; i++) bits[i] |= bytes[plane * count + i] << (8 * plane);
  }
  return new Float32Array(bits.buffer);
};
