import { DIGITS } from "./memory";

/** What the reader of a number or an IPv4 address leaves. */
export let value: u32 = 0;

/** Bytes of `v` before `length`, and zeros from there on. */
export function firstBytes(v: v128, length: u32): v128 {
  const places = v128(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
  return v128.and(v, i8x16.lt_u(places, i8x16.splat(length as i8)));
}

/** A bit for each byte that is `c`. */
export function bitsOf(v: v128, c: i8): u32 {
  return i8x16.bitmask(i8x16.eq(v, i8x16.splat(c)));
}

/** A bit for each byte that is no digit. */
function notDigits(v: v128): u32 {
  return i8x16.bitmask(i8x16.gt_u(i8x16.sub(v, i8x16.splat(0x30)), i8x16.splat(9)));
}

/** Where up to 31 digits end, or 0. That there is none is left to who sees what stands there. */
export function digits(p: usize): usize {
  let more = notDigits(v128.load(p));
  if (more !== 0) return p + i32.ctz(more);
  more = notDigits(v128.load(p, 16));
  return more !== 0 ? p + 16 + i32.ctz(more) : 0;
}

/**
 * A decimal of one to eight digits; answers where it ends, or 0. Neighbours are put together, in all places
 * at once: digits to pairs, pairs to fours, fours to eight.
 */
export function number(p: usize): usize {
  const d = load<u64>(p) ^ 0x3030303030303030;
  const more = (d | (d + 0x7676767676767676)) & 0x8080808080808080;
  const length = i64.ctz(more) >> 3;
  if (length === 0) return 0;
  let n = d << (64 - (length << 3));
  n = (n * 10 + (n >> 8)) & 0xff00ff00ff00ff;
  n = (n * 100 + (n >> 16)) & 0xffff0000ffff;
  value = (n * 10_000 + (n >> 32)) as u32;
  return p + (length as usize);
}

/** An IPv4 address, its decimals up to three digits long, as a number; answers where it ends, or 0. */
export function ipv4(p: usize): usize {
  const text = v128.load(p);
  const dots = bitsOf(text, 0x2e);
  let more = notDigits(text);
  const first: u32 = i32.ctz(more);
  more &= more - 1;
  const second: u32 = i32.ctz(more);
  more &= more - 1;
  const third: u32 = i32.ctz(more);
  more &= more - 1;
  const end: u32 = i32.ctz(more);
  if (end > 15 || ((dots >> first) & (dots >> second) & (dots >> third) & 1) === 0) return 0;
  // lengths less 1
  const a = first - 1;
  const b = second - first - 2;
  const c = third - second - 2;
  const d = end - third - 2;
  if (a > 2 || b > 2 || c > 2 || d > 2) return 0;
  const places = v128.load(DIGITS + (a | (b << 2) | (c << 4) | (d << 6)) * 16);
  const digits = v128.swizzle(i8x16.sub(text, i8x16.splat(0x30)), places);
  // hundreds and tens are neighbours, the ones stand behind them
  const weighed = i16x8.add(
    i16x8.mul(i16x8.extend_low_i8x16_u(digits), i16x8(100, 100, 100, 100, 10, 10, 10, 10)),
    i16x8.extend_high_i8x16_u(digits),
  );
  const octets = i16x8.add(weighed, v128.shuffle<u64>(weighed, weighed, 1, 0));
  if ((i64x2.extract_lane(octets, 0) & 0xff00ff00ff00ff00) !== 0) return 0;
  value = i32x4.extract_lane(i8x16.narrow_i16x8_u(octets, octets), 0);
  return p + end;
}

/** Fills `DIGITS`: the places of the hundreds of octets 4, 3, 2 and 1, then of their tens, then of their ones. */
export function layOutDigits(): void {
  for (let lengths: u32 = 0; lengths < 256; lengths++) {
    const at = DIGITS + lengths * 16;
    // a place beyond the text gives a zero
    v128.store(at, i8x16.splat(-1));
    let end: u32 = 0;
    for (let octet: u32 = 0; octet < 4; octet++) {
      const length = ((lengths >> (octet * 2)) & 3) + 1;
      end += length;
      for (let digit: u32 = 0; digit < length && digit < 3; digit++)
        store<u8>(at + (2 - digit) * 4 + 3 - octet, end - 1 - digit);
      end++;
    }
  }
}

/**
 * An IPv6 address; answers where it ends, or 0. As the scanner does, it looks at the letters and their
 * number only, not at what they mean.
 */
export function ipv6(from: usize): usize {
  let colons: u32 = 0;
  let p = from;
  let length: u32 = 16;
  while (length === 16 && p - from <= 45) {
    const text = v128.load(p);
    const colon = i8x16.eq(text, i8x16.splat(0x3a));
    const dot = i8x16.eq(text, i8x16.splat(0x2e));
    const digit = i8x16.lt_u(i8x16.sub(text, i8x16.splat(0x30)), i8x16.splat(10));
    const letter = i8x16.lt_u(i8x16.sub(text, i8x16.splat(0x61)), i8x16.splat(6));
    length = i32.ctz(~i8x16.bitmask(v128.or(v128.or(colon, dot), v128.or(digit, letter))));
    colons += i32.popcnt(i8x16.bitmask(colon) & ((1 << length) - 1));
    p += length;
  }
  return colons < 2 || colons > 7 || p - from > 45 ? 0 : p;
}
