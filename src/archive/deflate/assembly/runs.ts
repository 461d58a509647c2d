import { put } from "./bits";
import {
  DISTANCE_LENGTHS,
  LENGTH_COUNTS,
  LENGTH_LENGTHS,
  LENGTH_WORDS,
  LITERAL_LENGTHS,
  RUNS,
} from "./memory";

/** Symbols of the code of lengths: repeat the last, some zeros, many zeros. */
const AGAIN: u32 = 16;
const ZEROS: u32 = 17;
const MANY_ZEROS: u32 = 18;

let end: usize = RUNS;

/** Lays out the lengths of both codes as they are written, one behind the other, and counts what that takes. */
export function layOutRuns(literals: u32, distances: u32): void {
  const all = literals + distances;
  end = RUNS;
  for (let at: u32 = 0; at < all; ) {
    const length = lengthAt(at, literals);
    let same: u32 = 1;
    while (at + same < all && lengthAt(at + same, literals) === length) same++;
    at += same;
    if (length !== 0) {
      add(length, 0);
      same--;
    }
    while (same > 0) {
      const most: u32 = length !== 0 ? 6 : same < 11 ? 10 : 138;
      const run = min<u32>(same, most);
      if (run < 3) for (let n: u32 = 0; n < run; n++) add(length, 0);
      else if (length !== 0) add(AGAIN, run - 3);
      else if (run < 11) add(ZEROS, run - 3);
      else add(MANY_ZEROS, run - 11);
      same -= run;
    }
  }
}

/** Bits that they have, written by the code of lengths. */
export function runBits(): u32 {
  let bits: u32 = 0;
  for (let p = RUNS; p < end; p += 2)
    bits += load<u8>(LENGTH_LENGTHS + load<u8>(p)) + moreOf(load<u8>(p));
  return bits;
}

export function putRuns(): void {
  for (let p = RUNS; p < end; p += 2) {
    const word = load<u32>(LENGTH_WORDS + (<usize>load<u8>(p) << 2));
    put(word & 0xffffff, word >> 24);
    put(load<u8>(p, 1), moreOf(load<u8>(p)));
  }
}

function moreOf(symbol: u32): u32 {
  return symbol < AGAIN ? 0 : symbol === AGAIN ? 2 : symbol === ZEROS ? 3 : 7;
}

function lengthAt(at: u32, literals: u32): u32 {
  return at < literals
    ? load<u8>(LITERAL_LENGTHS + at)
    : load<u8>(DISTANCE_LENGTHS + at - literals);
}

function add(symbol: u32, more: u32): void {
  store<u8>(end, symbol);
  store<u8>(end, more, 1);
  end += 2;
  const count = LENGTH_COUNTS + (symbol << 2);
  store<u32>(count, load<u32>(count) + 1);
}
