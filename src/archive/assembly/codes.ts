import { drop, held, need, take } from "./bits";
import {
  CODE_LENGTHS,
  DISTANCE_BITS,
  DISTANCE_MEANINGS,
  DISTANCES,
  FIXED_LENGTHS,
  LENGTH_BITS,
  LENGTH_MEANINGS,
  LENGTHS,
  LITERAL_BITS,
  LITERAL_MEANINGS,
  LITERALS,
} from "./memory";
import { END_OF_BLOCK, fillTable, LITERAL, NO_WORD, SPECIAL } from "./tables";

const END_SYMBOL: u32 = 256;
const MOST_LITERALS: u32 = 286;
const MOST_DISTANCES: u32 = 30;
const LENGTH_SYMBOLS: u32 = 19;
/** The order in which lengths of the code of lengths are written: a byte each. */
const ORDER = memory.data<u8>([16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]);

/** What came of a step of a block's head. */
export const DONE: u32 = 0;
export const WANTS_INPUT: u32 = 1;
export const IS_DAMAGED: u32 = 2;

let literals: u32 = 0;
let distances: u32 = 0;
let lengths: u32 = 0;
/** How many lengths are read already: of the code of lengths first, then of the two codes. */
let known: u32 = 0;
let hasLengths: bool = false;
/** Whether the tables are those of a block of fixed codes. */
let isFixed: bool = false;

/** Says what each symbol stands for, and the fixed codes. */
export function layOutMeanings(): void {
  for (let n: u32 = 0; n < 288; n++) {
    const meaning = n < END_SYMBOL ? LITERAL | (n << 16) : SPECIAL | NO_WORD;
    store<u32>(LITERAL_MEANINGS + (n << 2), meaning);
    store<u8>(FIXED_LENGTHS + n, n < 144 ? 8 : n < 256 ? 9 : n < 280 ? 7 : 8);
  }
  store<u32>(LITERAL_MEANINGS + (END_SYMBOL << 2), SPECIAL | END_OF_BLOCK);
  let least: u32 = 3;
  for (let n: u32 = 0; n < 28; n++) {
    const more: u32 = n < 8 ? 0 : (n >> 2) - 1;
    store<u32>(LITERAL_MEANINGS + ((257 + n) << 2), (least << 16) | more);
    least += 1 << more;
  }
  store<u32>(LITERAL_MEANINGS + (285 << 2), 258 << 16);
  least = 1;
  for (let n: u32 = 0; n < 32; n++) {
    const more: u32 = n < 4 ? 0 : (n >> 1) - 1;
    const meaning = n < MOST_DISTANCES ? (least << 16) | more : SPECIAL | NO_WORD;
    store<u32>(DISTANCE_MEANINGS + (n << 2), meaning);
    store<u8>(FIXED_LENGTHS + 288 + n, 5);
    least += 1 << more;
  }
  for (let n: u32 = 0; n < LENGTH_SYMBOLS; n++) store<u32>(LENGTH_MEANINGS + (n << 2), n << 16);
}

export function forgetCodes(): void {
  isFixed = false;
}

/** Takes the fixed codes. */
export function fixedCodes(): void {
  if (isFixed) return;
  fillTable(LITERALS, LITERAL_BITS, FIXED_LENGTHS, 288, LITERAL_MEANINGS, false);
  fillTable(DISTANCES, DISTANCE_BITS, FIXED_LENGTHS + 288, 32, DISTANCE_MEANINGS, false);
  isFixed = true;
}

/** Reads how many lengths follow, which takes 14 bits that are there. */
export function beginCodes(): bool {
  isFixed = false;
  literals = take(5) + 257;
  distances = take(5) + 1;
  lengths = take(4) + 4;
  known = 0;
  hasLengths = false;
  memory.fill(CODE_LENGTHS, 0, LENGTH_SYMBOLS);
  return literals <= MOST_LITERALS && distances <= MOST_DISTANCES;
}

/** Reads a block's own codes as far as there is input. */
export function readCodes(): u32 {
  if (!hasLengths) {
    for (; known < lengths; known++) {
      if (!need(3)) return WANTS_INPUT;
      store<u8>(CODE_LENGTHS + load<u8>(ORDER + known), take(3));
    }
    if (!fillTable(LENGTHS, LENGTH_BITS, CODE_LENGTHS, LENGTH_SYMBOLS, LENGTH_MEANINGS, false))
      return IS_DAMAGED;
    known = 0;
    hasLengths = true;
  }
  const all = literals + distances;
  while (known < all) {
    // near the end there may be fewer bits than the longest word has
    need(14);
    const entry = load<u32>(LENGTHS + ((<usize>held & 127) << 2));
    const word = entry & 0xff;
    const symbol = (entry >> 16) & 0xff;
    const more: u32 = symbol < 16 ? 0 : symbol === 16 ? 2 : symbol === 17 ? 3 : 7;
    if (!need(word + more)) return WANTS_INPUT;
    drop(word);
    if (symbol < 16) {
      store<u8>(CODE_LENGTHS + known++, symbol);
      continue;
    }
    if (symbol === 16 && known === 0) return IS_DAMAGED;
    const times = take(more) + (symbol === 18 ? 11 : 3);
    if (known + times > all) return IS_DAMAGED;
    memory.fill(
      CODE_LENGTHS + known,
      symbol === 16 ? load<u8>(CODE_LENGTHS + known - 1) : 0,
      times,
    );
    known += times;
  }
  return load<u8>(CODE_LENGTHS + END_SYMBOL) !== 0 &&
    fillTable(LITERALS, LITERAL_BITS, CODE_LENGTHS, literals, LITERAL_MEANINGS, true) &&
    fillTable(DISTANCES, DISTANCE_BITS, CODE_LENGTHS + literals, distances, DISTANCE_MEANINGS, true)
    ? DONE
    : IS_DAMAGED;
}
