import { bitsOf } from "./bytes";
import { IPV6, IPV6_BYTES } from "./memory";

/** How many addresses stand at `IPV6`. */
export let addresses: u32 = 0;

/** Forgets all addresses but the first ones. */
export function forgetAddresses(but: u32): void {
  addresses = but;
}

/**
 * Keeps the IPv6 address in `[from, end)`, whose id belongs at `word`, or answers false: it is none. As the scanner
 * does, it looks at the letters and their number only, not at what they mean.
 */
export function keepAddress(from: usize, end: usize, word: usize): bool {
  const to = IPV6 + addresses * IPV6_BYTES;
  const length = (end - from) as u32;
  let colons: u32 = 0;
  let letters: u32 = 0;
  for (let at: u32 = 0; at < 48; at += 16) {
    const text = v128.and(v128.load(from + at), firstBytes(max<i32>(length - at, 0)));
    const colon = i8x16.eq(text, i8x16.splat(0x3a));
    const dot = i8x16.eq(text, i8x16.splat(0x2e));
    const digit = i8x16.lt_u(i8x16.sub(text, i8x16.splat(0x30)), i8x16.splat(10));
    const letter = i8x16.lt_u(i8x16.sub(text, i8x16.splat(0x61)), i8x16.splat(6));
    v128.store(to + at, text);
    colons += i32.popcnt(i8x16.bitmask(colon));
    letters += i32.popcnt(i8x16.bitmask(v128.or(v128.or(colon, dot), v128.or(digit, letter))));
  }
  store<u32>(to, word >> 2, 48);
  addresses++;
  return colons >= 2 && colons <= 7 && length <= 45 && letters === length;
}

/** Ones in the bytes before `length`. */
function firstBytes(length: u32): v128 {
  const places = v128(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
  return i8x16.lt_u(places, i8x16.splat(length as i8));
}

/** Whether two words, each with a blank behind it, are the same. */
export function sameWord(a: usize, b: usize): bool {
  let differ: u32 = 0;
  let blanks: u32 = 0;
  for (; (differ | blanks) === 0; a += 16, b += 16) {
    const text = v128.load(a);
    differ = i8x16.bitmask(i8x16.ne(text, v128.load(b)));
    blanks = bitsOf(text, 0x20);
  }
  return (differ & (blanks ^ (blanks - 1))) === 0;
}
