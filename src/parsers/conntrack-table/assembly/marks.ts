import { MARK_BYTES, MARKS, NO_TEXT } from "./memory";

/**
 * Finds where the words in `[from, end)` end: a mark is the first of each run of blanks, line feeds and other
 * control characters. So it is known where a row's fields are before any of them is read, and the processor
 * reads many at a time: were each only found at the end of the one before, it would wait for each.
 */
export function findMarks(from: usize, end: usize): void {
  const blank = i8x16.splat(0x20);
  let to = MARKS;
  let before: u64 = 0;
  for (let p = from; p < end; p += 64) {
    const blanks =
      bitsUpTo(p, blank) |
      (bitsUpTo(p + 16, blank) << 16) |
      (bitsUpTo(p + 32, blank) << 32) |
      (bitsUpTo(p + 48, blank) << 48);
    let bits = blanks & ~((blanks << 1) | before);
    before = blanks >>> 63;
    const next = to + (i64.popcnt(bits) as usize) * MARK_BYTES;
    // eight without asking, since how many there are cannot be foretold; what is too much is written over
    do {
      bits = keep(to, p, bits);
      bits = keep(to + 4, p, bits);
      bits = keep(to + 8, p, bits);
      bits = keep(to + 12, p, bits);
      bits = keep(to + 16, p, bits);
      bits = keep(to + 20, p, bits);
      bits = keep(to + 24, p, bits);
      bits = keep(to + 28, p, bits);
      to += 32;
    } while (bits !== 0);
    to = next;
  }
  store<u32>(to, NO_TEXT);
}

/** A bit for each of 16 bytes that is no more than `most`. */
function bitsUpTo(p: usize, most: v128): u64 {
  return u64(u32(i8x16.bitmask(i8x16.le_u(v128.load(p), most))));
}

/** Keeps the place of the lowest bit, and takes it away. */
function keep(to: usize, p: usize, bits: u64): u64 {
  store<u32>(to, p + (i64.ctz(bits) as usize));
  return bits & (bits - 1);
}
