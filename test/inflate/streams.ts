import { constants, deflateRawSync } from "node:zlib";

/** A generator of numbers below 2^32, the same on each run. */
export type Random = () => number;

export function randomFrom(seed: number): Random {
  let state = seed >>> 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
}

const STRATEGIES = [
  constants.Z_DEFAULT_STRATEGY,
  constants.Z_DEFAULT_STRATEGY,
  constants.Z_FIXED,
  constants.Z_HUFFMAN_ONLY,
  constants.Z_RLE,
  constants.Z_FILTERED,
];

/** Bytes of one of several textures: noise, few letters, runs, rows of a table, repeats from far away. */
export function bytesFrom(random: Random, most: number): Uint8Array {
  const bytes = new Uint8Array(random() % most);
  const texture = random() % 6;
  const letters = 1 + (random() % 256);
  for (let at = 0; at < bytes.length; ) {
    if (texture === 0) bytes[at++] = random();
    else if (texture === 1) bytes[at++] = random() % letters;
    else if (texture === 2) {
      const end = at + 1 + (random() % 600);
      bytes.fill(random(), at, end);
      at = end;
    } else if (texture === 3 || at < 4) {
      const row = `ipv4 2 tcp 6 ${random() % 500} TIME_WAIT src=10.1.${random() % 256}.7 dst=10.96.0.1 sport=${random() % 65_536}\n`;
      for (const letter of row.slice(0, bytes.length - at)) bytes[at++] = letter.charCodeAt(0);
    } else {
      const back = 1 + (random() % Math.min(at, texture === 4 ? 12 : 40_000));
      const end = Math.min(bytes.length, at + 1 + (random() % 300));
      if (random() % 3 === 0) bytes[at++] = random() % letters;
      for (; at < end; at++) bytes[at] = bytes[at - back]!;
    }
  }
  return bytes;
}

/** The same as zlib packs them, in one of the ways that it has. */
export function packedFrom(random: Random, bytes: Uint8Array): Uint8Array {
  return deflateRawSync(bytes, {
    level: random() % 10,
    memLevel: 1 + (random() % 9),
    windowBits: 9 + (random() % 7),
    strategy: STRATEGIES[random() % STRATEGIES.length]!,
  });
}

/** A stream with a few bits changed, bytes left out or put in, or its end cut off. */
export function damagedFrom(random: Random, packed: Uint8Array): Uint8Array {
  let bytes = packed.slice();
  for (let left = 1 + (random() % 3); left > 0 && bytes.length > 0; left--) {
    const at = random() % bytes.length;
    const how = random() % 8;
    if (how < 5) bytes[at]! ^= 1 << (random() % 8);
    else if (how === 5) bytes[at] = random();
    else if (how === 6) bytes = bytes.slice(0, at);
    else
      bytes = Uint8Array.from([
        ...bytes.subarray(0, at),
        random() & 255,
        ...bytes.subarray(at + (random() % 3)),
      ]);
  }
  return bytes;
}
