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
const SHORTEST: u32 = 6;
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
  const by = moved;
  const first = oldest;
  let p = INPUT;
  let t = TOKENS;
  while (p + SHORTEST <= end) {
    const latest = placeOf(p);
    const place = <u32>p + by;
    const distance = (place - load<u16>(latest)) & 0xffff;
    store<u16>(latest, <u16>place);
    const here = v128.load(p);
    const other = ~i8x16.bitmask(i8x16.eq(here, v128.load(p - distance)));
    // behind the sixteen bits stand ones
    if (
      (other & ((1 << SHORTEST) - 1)) === 0 &&
      distance - 1 < min<u32>(WINDOW_BYTES, <u32>(p - first))
    ) {
      let length = <u32>ctz(other);
      const most = min<u32>(LONGEST, <u32>(end - p));
      if (length === 16) length += sameBytes(p + 16, distance, most - 16);
      length = min<u32>(length, most);
      store<u32>(t, length | (distance << 16));
      count(LITERAL_COUNTS + 257 * 4, load<u8>(SYMBOL_OF_LENGTH + length));
      count(DISTANCE_COUNTS, symbolOf(distance));
      p += length;
    } else {
      const byte = i8x16.extract_lane_u(here, 0);
      store<u32>(t, byte);
      count(LITERAL_COUNTS, byte);
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

function placeOf(p: usize): usize {
  return LATEST + <usize>((((load<u64>(p) << 16) * 0x9e3779b97f4a7c15) >> (64 - LATEST_BITS)) << 1);
}

function count(counts: usize, symbol: u32): void {
  const place = counts + (symbol << 2);
  store<u32>(place, load<u32>(place) + 1);
}

/** How many bytes are the same as so far before, counted until `most` or beyond. */
function sameBytes(p: usize, distance: u32, most: i32): u32 {
  let length: i32 = 0;
  while (length < most) {
    const other = ~i8x16.bitmask(i8x16.eq(v128.load(p + length), v128.load(p + length - distance)));
    if ((other & 0xffff) !== 0) return length + ctz(other);
    length += 16;
  }
  return length;
}
