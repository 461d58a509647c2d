/**
 * Deflates (RFC 1951) quickly rather than well: of what stands at a place, only what stood there latest is looked at,
 * and each 128 KiB are a block with codes of its own.
 *
 * This is AssemblyScript, the part of TypeScript that `npm run assembly` compiles to WebAssembly.
 */
import { addToSum, clearSum, layOutSums } from "../../assembly/sums";
import { fillByte, forgetBits, put, putBytes, taken } from "./bits";
import { END_OF_BLOCK, makeCodes, putCodes } from "./codes";
import { COUNTS_END, INPUT, LITERAL_COUNTS, LITERAL_WORDS } from "./memory";
import { layOutSymbols, putTokens } from "./symbols";
import { findTokens, forgetWindow, moveWindow } from "./tokens";

export { sum } from "../../assembly/sums";
export { output } from "./bits";
export { INPUT, INPUT_BYTES, OUTPUT } from "./memory";

/** What is stored as it is comes by so many bytes at most. */
const MOST_STORED: u32 = 0xffff;
/** Kinds of a block. */
const IS_STORED: u32 = 0;
const HAS_CODES: u32 = 2;

layOutSums();
layOutSymbols();

/** Begins a stream. */
export function begin(): void {
  clearSum();
  forgetBits();
  forgetWindow();
}

/** Packs `count` bytes at `INPUT` as a block, from `OUTPUT` on; or stores them, where that is asked for or is shorter. */
export function run(count: u32, isLast: bool, isToBeStored: bool): void {
  taken();
  addToSum(INPUT, INPUT + count);
  if (isToBeStored || count === 0) storeAll(count, isLast);
  else {
    memory.fill(LITERAL_COUNTS, 0, COUNTS_END - LITERAL_COUNTS);
    findTokens(INPUT + count);
    store<u32>(LITERAL_COUNTS + (END_OF_BLOCK << 2), 1);
    if (makeCodes() < count << 3) packAll(isLast);
    else storeAll(count, isLast);
  }
  moveWindow(count);
  if (isLast) fillByte();
}

function packAll(isLast: bool): void {
  put(<u32>isLast | (HAS_CODES << 1), 3);
  putCodes();
  putTokens();
  const end = load<u32>(LITERAL_WORDS + (END_OF_BLOCK << 2));
  put(end & 0xffffff, end >> 24);
}

function storeAll(count: u32, isLast: bool): void {
  let from = INPUT;
  let left = count;
  do {
    const some = min<u32>(left, MOST_STORED);
    left -= some;
    put(<u32>(isLast && left === 0) | (IS_STORED << 1), 3);
    fillByte();
    put(some | ((some ^ MOST_STORED) << 16), 32);
    putBytes(from, some);
    from += some;
  } while (left > 0);
}
