/**
 * Copies rows of the table with other addresses. It gives up on any line that holds a word which it was not taught,
 * and asks for what stands for an address. Nothing is copied that is no blank, number, known word or known address.
 *
 * This is AssemblyScript, the part of TypeScript that `npm run assembly` compiles to WebAssembly.
 */
import { findAddress } from "./addresses";
import { bitsUpTo, firstBytes, notDigits, notHex } from "./bytes";
import { NUMBERS, OUTPUT, OUTPUT_BYTES, WORDS } from "./memory";
import { hasWord } from "./words";

export { forgetAddresses, learnAddress } from "./addresses";
export { LESSON, NUMBERS, OUTPUT, TEXT, TEXT_BYTES, WORDS } from "./memory";
export { learnWord } from "./words";

/** Why it stopped. */
export const DONE: u32 = 0;
export const FULL: u32 = 1;
export const UNKNOWN: u32 = 2;
export const ODD: u32 = 3;

const LF: u8 = 10;
const BLANK: u8 = 0x20;
/** `src=`, `dst=`, `sport=` and `dport=`. */
const SRC: u32 = 0x3d637273;
const DST: u32 = 0x3d747364;
const SPORT: u64 = 0x3d74726f7073;
const DPORT: u64 = 0x3d74726f7064;
/** Addresses that a row has at most, and by how many letters each may grow. */
const MOST_ADDRESSES: u32 = 8;
const GROWTH: u32 = MOST_ADDRESSES * 48;

/** Where it stands: where it stopped, how many lines it copied, and up to where; an address to be taught. */
export let stopped: usize = 0;
export let lines: u32 = 0;
export let written: usize = 0;
export let address: usize = 0;
export let addressEnd: usize = 0;

/** Begins with the line at `from`. */
export function begin(from: usize): void {
  stopped = from;
  written = OUTPUT;
  lines = 0;
}

/** Copies the lines up to `end`, of which each ends with a line feed. Answers why it stopped. */
export function hide(end: usize): u32 {
  while (stopped < end) {
    if (written + (end - stopped) + GROWTH > OUTPUT + OUTPUT_BYTES) return FULL;
    const why = row(stopped, written);
    if (why !== DONE) return why;
    lines++;
  }
  return DONE;
}

function row(from: usize, to: usize): u32 {
  let p = from;
  let q = to;
  let addresses: u32 = 0;
  while (true) {
    const c = load<u8>(p);
    if (c <= BLANK) {
      if (c !== BLANK && c !== 9 && c !== 13 && c !== LF) return ODD;
      store<u8>(q++, c);
      p++;
      if (c !== LF) continue;
      stopped = p;
      written = q;
      return DONE;
    }
    const word = load<u64>(p);
    const name = <u32>word;
    if (name === SRC || name === DST) {
      p += 4;
      const length = wordLength(p);
      if (length === 0 || length > 45 || addresses++ === MOST_ADDRESSES) return ODD;
      const hidden = findAddress(p, length);
      if (hidden === 0) {
        address = p;
        addressEnd = p + length;
        return UNKNOWN;
      }
      store<u32>(q, name);
      q += 4;
      const hiddenLength = load<u8>(hidden);
      v128.store(q, v128.load(hidden, 1));
      if (hiddenLength > 16) {
        v128.store(q, v128.load(hidden, 17), 16);
        v128.store(q, v128.load(hidden, 33), 32);
      }
      q += hiddenLength;
      p += length;
      continue;
    }
    const text = v128.load(p);
    const stops = bitsUpTo(text, BLANK);
    const length = stops === 0 ? 16 : <u32>ctz(stops);
    const here: u32 = (1 << length) - 1;
    const isPort = (word & 0xffffffffffff) === SPORT || (word & 0xffffffffffff) === DPORT;
    if (isPort) {
      // digits alone behind the sign
      if (stops === 0 || (notDigits(text) & here) >> 6 !== 0) return ODD;
    } else {
      const signs = i8x16.bitmask(i8x16.eq(text, i8x16.splat(0x3d))) & here;
      if (signs === 0) {
        if (stops === 0) return ODD;
        if ((notDigits(text) & here) !== 0 && !hasWord(WORDS, firstBytes(text, length))) return ODD;
      } else {
        const sign = <u32>ctz(signs);
        if (!hasWord(NUMBERS, firstBytes(text, sign))) return ODD;
        if ((notHex(text) & here) >> (sign + 1) !== 0) return ODD;
        if (stops === 0) {
          const more = moreDigits(p + 16, q + 16);
          if (more < 0) return ODD;
          v128.store(q, text);
          q += 16 + more;
          p += 16 + more;
          continue;
        }
      }
    }
    v128.store(q, text);
    q += length;
    p += length;
  }
}

/** Letters of the word at `p`, up to 46 of them. */
function wordLength(p: usize): u32 {
  let stops = bitsUpTo(v128.load(p), BLANK);
  if (stops !== 0) return <u32>ctz(stops);
  stops = bitsUpTo(v128.load(p, 16), BLANK);
  if (stops !== 0) return 16 + <u32>ctz(stops);
  stops = bitsUpTo(v128.load(p, 32), BLANK);
  return stops !== 0 ? 32 + <u32>ctz(stops) : 48;
}

/** Copies the rest of a number; answers how long it is, or -1. */
function moreDigits(p: usize, q: usize): i32 {
  const text = v128.load(p);
  const stops = bitsUpTo(text, BLANK);
  if (stops === 0) return -1;
  const length = ctz(stops);
  if ((notHex(text) & ((1 << length) - 1)) !== 0) return -1;
  v128.store(q, text);
  return length;
}
