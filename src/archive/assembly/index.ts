/**
 * Inflates what deflate packed (RFC 1951), as far as it can be read: it writes all bytes before a word that is in
 * no code or looks back too far, and none behind. A run takes what input there is, and goes on where the one
 * before it stopped, within a symbol or a block's codes too.
 *
 * This is AssemblyScript, the part of TypeScript that `npm run assembly` compiles to WebAssembly. Words of a code
 * are looked up in a table that also says what they stand for (`tables.ts`), while eight bytes of input are held
 * in one number; a symbol waits for nothing but that.
 */
import { bits, drop, forgetBits, held, input, inputEnd, need, setInput, take } from "./bits";
import {
  beginCodes,
  fixedCodes,
  forgetCodes,
  IS_DAMAGED,
  layOutMeanings,
  readCodes,
  WANTS_INPUT,
} from "./codes";
import { INPUT, OUTPUT, OUTPUT_BYTES, WINDOW_BYTES } from "./memory";
import { addToSum, clearSum, layOutSums } from "./sums";
import { BLOCK_ENDS, NO_INPUT, NO_ROOM, oldest, output, setOutput, writeSymbols } from "./symbols";

export { inputEnd } from "./bits";
export { beginHash, endHash, hash } from "./hash";
export { INPUT, INPUT_BYTES } from "./memory";
export { sum } from "./sums";
export { output } from "./symbols";

/** Why a run ended. */
export const HUNGRY: u32 = 0;
export const FULL: u32 = 1;
export const ENDED: u32 = 2;
export const DAMAGED: u32 = 3;

/** What comes next in the stream. */
const HEAD: u32 = 0;
const CODES_BEGIN: u32 = 1;
const CODES: u32 = 2;
const SYMBOLS: u32 = 3;
const STORED_LENGTH: u32 = 4;
const STORED: u32 = 5;
const NOTHING: u32 = 6;

const LIMIT: usize = OUTPUT + OUTPUT_BYTES;

let next: u32 = HEAD;
let isLast: bool = false;
let stored: u32 = 0;
/** Where what is written begins. */
export let written: usize = OUTPUT;
/** Up to where the checksum is taken. */
let summed: usize = OUTPUT;

layOutMeanings();
layOutSums();

/** Begins a stream. */
export function begin(): void {
  next = HEAD;
  isLast = false;
  forgetBits();
  forgetCodes();
  setInput(INPUT, INPUT);
  setOutput(OUTPUT, OUTPUT);
  clearSum();
  written = OUTPUT;
  summed = OUTPUT;
}

/**
 * Frees the room: what was written was taken. What may be looked back to stays before it. A byte of the stream
 * stays at a place that is as far from a multiple of eight: memory that threads share is copied byte by byte,
 * unless both places are aligned alike.
 */
export function taken(): void {
  if (output === written) return;
  const keep = min<usize>(output - oldest, WINDOW_BYTES);
  written = OUTPUT + (output & 7);
  memory.copy(written - keep, output - keep, keep);
  setOutput(written, written - keep);
  summed = written;
}

/** Inflates `count` bytes at `INPUT`; with none, what is left of those before. `sums`: whether the checksum is wanted. */
export function run(count: u32, sums: bool): u32 {
  if (count > 0) setInput(INPUT, INPUT + count);
  const why = inflate();
  if (sums) addToSum(summed, output);
  summed = output;
  return why;
}

/** Where the bytes begin that are not taken; those that are held as bits are put back before the input's own. */
export function unread(): usize {
  const count = bits >> 3;
  const from = input - count;
  for (let n: u32 = 0; n < count; n++)
    store<u8>(from + n, <u8>(held >> <u64>((bits & 7) + (n << 3))));
  return from;
}

function inflate(): u32 {
  while (true) {
    if (next === HEAD) {
      if (isLast) {
        drop(bits & 7);
        next = NOTHING;
        return ENDED;
      }
      if (!need(3)) return HUNGRY;
      isLast = take(1) === 1;
      const kind = take(2);
      if (kind === 3) return damaged();
      if (kind === 1) fixedCodes();
      if (kind === 0) drop(bits & 7);
      next = kind === 0 ? STORED_LENGTH : kind === 1 ? SYMBOLS : CODES_BEGIN;
    } else if (next === CODES_BEGIN) {
      if (!need(14)) return HUNGRY;
      if (!beginCodes()) return damaged();
      next = CODES;
    } else if (next === CODES) {
      const why = readCodes();
      if (why === WANTS_INPUT) return HUNGRY;
      if (why === IS_DAMAGED) return damaged();
      next = SYMBOLS;
    } else if (next === SYMBOLS) {
      const why = writeSymbols(LIMIT);
      if (why === NO_INPUT) return HUNGRY;
      if (why === NO_ROOM) return FULL;
      if (why !== BLOCK_ENDS) return damaged();
      next = HEAD;
    } else if (next === STORED_LENGTH) {
      if (!need(32)) return HUNGRY;
      stored = take(16);
      if ((take(16) ^ 0xffff) !== stored) return damaged();
      next = STORED;
    } else if (next === STORED) {
      if (stored === 0) next = HEAD;
      else if (output >= LIMIT) return FULL;
      else if (!copyStored()) return HUNGRY;
    } else return ENDED;
  }
}

function damaged(): u32 {
  next = NOTHING;
  return DAMAGED;
}

/** Copies of a block that is stored as it is; answers whether there was any input. */
function copyStored(): bool {
  if (bits >= 8) {
    store<u8>(output, take(8));
    setOutput(output + 1, oldest);
    stored--;
    return true;
  }
  // what else is held stands in the input, too
  forgetBits();
  const count = min<usize>(min<usize>(stored, inputEnd - input), LIMIT - output);
  if (count === 0) return false;
  memory.copy(output, input, count);
  setInput(input + count, inputEnd);
  setOutput(output + count, oldest);
  stored -= <u32>count;
  return true;
}
