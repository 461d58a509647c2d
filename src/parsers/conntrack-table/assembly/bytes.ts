/** What a reader answers whose text is not what it reads: all that is read fits in 32 bits. */
export const WRONG: u64 = -1;

/** Whether the text at `p` is another than this, of so many bytes. */
export function differs(p: usize, text: u64, bytes: u64): bool {
  return (load<u64>(p) ^ text) << (64 - 8 * bytes) !== 0;
}

/** A bit for each byte that is `c`. */
export function bitsOf(v: v128, c: i8): u32 {
  return i8x16.bitmask(i8x16.eq(v, i8x16.splat(c)));
}

/** A bit for each byte that is no digit. */
export function notDigits(v: v128): u32 {
  return i8x16.bitmask(i8x16.add_sat_u(i8x16.sub(v, i8x16.splat(0x30)), i8x16.splat(0x76)));
}

/** Whether `[from, end)` is anything but up to 31 digits. */
export function noDigits(from: usize, end: usize): bool {
  const length = (end - from) as u32;
  let others = notDigits(v128.load(from));
  if (length >= 16) others |= notDigits(v128.load(from, 16)) << 16;
  return ((others & ((1 << length) - 1)) | (length >> 5)) !== 0;
}

/**
 * The decimal of one to eight digits in `[from, end)`. Neighbours are put together, in all places at once:
 * digits to pairs, pairs to fours, fours to eight.
 */
export function number(from: usize, end: usize): u64 {
  const length = (end - from) as u32;
  const d = (load<u64>(from) ^ 0x3030303030303030) << (64 - (u64(length) << 3));
  const others = (d | (d + 0x7676767676767676)) & 0x8080808080808080;
  if ((others | (u64(length - 1) >> 3)) !== 0) return WRONG;
  let n = (d * 10 + (d >> 8)) & 0xff00ff00ff00ff;
  n = (n * 100 + (n >> 16)) & 0xffff0000ffff;
  return (n * 10_000 + (n >> 32)) & 0xffffffff;
}
