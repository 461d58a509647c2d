import { put } from "./bits";
import { findLengths } from "./lengths";
import {
  DISTANCE_COUNTS,
  DISTANCE_LENGTHS,
  DISTANCE_WORDS,
  DISTANCES,
  LENGTH_COUNTS,
  LENGTH_LENGTHS,
  LENGTH_WORDS,
  LENGTHS,
  LITERAL_COUNTS,
  LITERAL_LENGTHS,
  LITERAL_WORDS,
  MATCH_WORDS,
} from "./memory";
import { layOutRuns, putRuns, runBits } from "./runs";

export const END_OF_BLOCK: u32 = 256;
const FIRST_LENGTH: u32 = 257;
const LITERALS: u32 = 286;
const DISTANCE_SYMBOLS: u32 = 30;
const LENGTH_SYMBOLS: u32 = 19;
const LONGEST: u32 = 15;
const LONGEST_OF_LENGTHS: u32 = 7;
/** The order in which lengths of the code of lengths are written: a byte each. */
const ORDER = memory.data<u8>([16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]);

/** How many of each are written; those behind are not there. */
let literals: u32 = 0;
let distances: u32 = 0;
let lengths: u32 = 0;

/** Makes a block's codes by what it counts. Answers how many bits the block will have. */
export function makeCodes(): u32 {
  findLengths(LITERAL_COUNTS, LITERAL_LENGTHS, LITERALS, LONGEST);
  findLengths(DISTANCE_COUNTS, DISTANCE_LENGTHS, DISTANCE_SYMBOLS, LONGEST);
  literals = used(LITERAL_LENGTHS, LITERALS);
  distances = max<u32>(1, used(DISTANCE_LENGTHS, DISTANCE_SYMBOLS));
  layOutRuns(literals, distances);
  findLengths(LENGTH_COUNTS, LENGTH_LENGTHS, LENGTH_SYMBOLS, LONGEST_OF_LENGTHS);
  lengths = LENGTH_SYMBOLS;
  while (load<u8>(LENGTH_LENGTHS + load<u8>(ORDER + lengths - 1)) === 0) lengths--;
  let bits: u32 = 17 + 3 * lengths + runBits();
  for (let n: u32 = 0; n < LITERALS; n++) {
    const more = n < FIRST_LENGTH ? 0 : load<u8>(LENGTHS + ((n - FIRST_LENGTH) << 2) + 3);
    bits += load<u32>(LITERAL_COUNTS + (n << 2)) * (load<u8>(LITERAL_LENGTHS + n) + more);
  }
  for (let n: u32 = 0; n < DISTANCE_SYMBOLS; n++) {
    const more = load<u8>(DISTANCES + (n << 2) + 3);
    bits += load<u32>(DISTANCE_COUNTS + (n << 2)) * (load<u8>(DISTANCE_LENGTHS + n) + more);
  }
  return bits;
}

/** Writes them, and keeps the words. */
export function putCodes(): void {
  makeWords(LITERAL_LENGTHS, LITERAL_WORDS, LITERALS);
  makeWords(DISTANCE_LENGTHS, DISTANCE_WORDS, DISTANCE_SYMBOLS);
  makeWords(LENGTH_LENGTHS, LENGTH_WORDS, LENGTH_SYMBOLS);
  makeMatchWords();
  put(literals - 257, 5);
  put(distances - 1, 5);
  put(lengths - 4, 4);
  for (let n: u32 = 0; n < lengths; n++) put(load<u8>(LENGTH_LENGTHS + load<u8>(ORDER + n)), 3);
  putRuns();
}

/** Up to the last symbol that has a code. */
function used(codes: usize, symbols: u32): u32 {
  let n = symbols;
  while (n > 0 && load<u8>(codes + n - 1) === 0) n--;
  return n;
}

/** The words of a code by their lengths (RFC 1951, 3.2.2), the first bit lowest. */
function makeWords(codes: usize, words: usize, symbols: u32): void {
  let word: u32 = 0;
  for (let length: u32 = 1; length <= LONGEST; length++) {
    for (let n: u32 = 0; n < symbols; n++)
      if (load<u8>(codes + n) === length)
        store<u32>(words + (n << 2), reversed(word++, length) | (length << 24));
    word <<= 1;
  }
}

function reversed(word: u32, length: u32): u32 {
  let all: u32 = 0;
  for (let n: u32 = 0; n < length; n++) all |= ((word >> n) & 1) << (length - 1 - n);
  return all;
}

/** The word of each length of a match, and its further bits behind. */
function makeMatchWords(): void {
  for (let n: u32 = 0; n < LITERALS - FIRST_LENGTH; n++) {
    const word = load<u32>(LITERAL_WORDS + ((FIRST_LENGTH + n) << 2));
    const least = load<u16>(LENGTHS + (n << 2));
    const more: u32 = load<u8>(LENGTHS + (n << 2) + 3);
    for (let over: u32 = 0; over < 1 << more; over++)
      // the longest has a word of its own
      store<u32>(
        MATCH_WORDS + ((least + over) << 2),
        (word + (more << 24)) | (over << (word >> 24)),
      );
  }
}
