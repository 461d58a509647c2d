import {
  DISTANCE_COUNTS,
  INPUT,
  LATEST,
  LATEST_BITS,
  LITERAL_COUNTS,
  SYMBOL_OF_DISTANCE,
  SYMBOL_OF_LENGTH,
  TOKENS,
  WINDOW_BYTES,
} from "./memory";

/** Matches that are shorter cost more than their bytes. */
const SHORTEST: u32 = 4;
const LONGEST: u32 = 258;

/** Behind the last token. */
export let tokensEnd: usize = TOKENS;
/** The oldest byte that may be looked back to. */
let oldest: usize = INPUT;
/** What is added to a place, so that it stays the same when the window moves. */
let moved: u32 = 0;

/** Begins a stream, without anything to look back to. */
export function forgetWindow(): void {
  memory.fill(LATEST, 0, 2 << LATEST_BITS);
  oldest = INPUT;
  moved = 0;
}

/** Keeps the end of what was packed, to look back to. */
export function moveWindow(count: u32): void {
  const end = INPUT + count;
  const keep = min<usize>(end - oldest, WINDOW_BYTES);
  memory.copy(INPUT - keep, end - keep, keep);
  oldest = INPUT - keep;
  moved += count;
}

/** Finds what of the input up to `end` was there before, the latest only, and counts the symbols. */
export function findTokens(end: usize): void {
  let p = INPUT;
  let t = TOKENS;
  while (p + SHORTEST <= end) {
    const four = load<u32>(p);
    const latest = placeOf(p);
    const distance = (<u32>p + moved - load<u16>(latest)) & 0xffff;
    store<u16>(latest, <u16>(<u32>p + moved));
    if (
      distance - 1 < min<u32>(WINDOW_BYTES, <u32>(p - oldest)) &&
      load<u32>(p - distance) === four
    ) {
      const length = sameBytes(p, distance, min<u32>(LONGEST, <u32>(end - p)));
      store<u32>(t, length | (distance << 16));
      count(LITERAL_COUNTS + 257 * 4, load<u8>(SYMBOL_OF_LENGTH + length));
      count(DISTANCE_COUNTS, symbolOf(distance));
      p += length;
      const last = p - 1;
      store<u16>(placeOf(last), <u16>(<u32>last + moved));
    } else {
      store<u32>(t, four & 0xff);
      count(LITERAL_COUNTS, four & 0xff);
      p++;
    }
    t += 4;
  }
  for (; p < end; p++) {
    store<u32>(t, load<u8>(p));
    count(LITERAL_COUNTS, load<u8>(p));
    t += 4;
  }
  tokensEnd = t;
}

/** The symbol of a distance. */
export function symbolOf(distance: u32): u32 {
  const at = distance - 1;
  return load<u8>(SYMBOL_OF_DISTANCE + (at < 256 ? at : 256 + (at >> 7)));
}

// @ts-expect-error a decorator of AssemblyScript
@inline
function placeOf(p: usize): usize {
  return LATEST + <usize>(((load<u32>(p) * 0x9e3779b1) >> (32 - LATEST_BITS)) << 1);
}

// @ts-expect-error
@inline
function count(counts: usize, symbol: u32): void {
  const place = counts + (symbol << 2);
  store<u32>(place, load<u32>(place) + 1);
}

/** How many bytes are the same as so far before, which the first ones are. */
function sameBytes(p: usize, distance: u32, most: u32): u32 {
  let length: u32 = 0;
  while (length < most) {
    const same = i8x16.eq(v128.load(p + length), v128.load(p + length - distance));
    const other = ~i8x16.bitmask(same) & 0xffff;
    if (other !== 0) return min<u32>(most, length + ctz(other));
    length += 16;
  }
  return most;
}
