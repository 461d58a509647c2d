/** A bit for each byte that is no more than `most`. */
export function bitsUpTo(v: v128, most: u8): u32 {
  return i8x16.bitmask(i8x16.le_u(v, i8x16.splat(most)));
}

/** A bit for each byte that is no digit. */
export function notDigits(v: v128): u32 {
  return i8x16.bitmask(i8x16.gt_u(i8x16.sub(v, i8x16.splat(0x30)), i8x16.splat(9)));
}

/** A bit for each byte that is no digit of any number: 0 to 9, a to f, and the x of 0x. */
export function notHex(v: v128): u32 {
  const letter = i8x16.le_u(i8x16.sub(v, i8x16.splat(0x61)), i8x16.splat(5));
  return notDigits(v) & ~i8x16.bitmask(v128.or(letter, i8x16.eq(v, i8x16.splat(0x78))));
}

/** The bytes before `length`, and zeros behind them. */
export function firstBytes(v: v128, length: i32): v128 {
  const places = v128(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
  return v128.and(v, i8x16.lt_s(places, i8x16.splat(max<i32>(0, length) as i8)));
}

export function isSame(a: v128, b: v128): bool {
  return i8x16.all_true(i8x16.eq(a, b));
}

export function mixed(v: v128): u64 {
  const h =
    (i64x2.extract_lane(v, 0) as u64) * 0x9e3779b97f4a7c15 +
    (i64x2.extract_lane(v, 1) as u64) * 0xc2b2ae3d27d4eb4f;
  return h ^ (h >> 32);
}
