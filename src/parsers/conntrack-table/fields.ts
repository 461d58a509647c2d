import { type AddressIndex, wordsOf } from "./addresses.ts";

/**
 * Readers of a row's fields. Each answers where its field ends, or -1, and leaves what it read in
 * `value`, so that nothing is made for a field. None reads beyond a line feed, and a block ends with one.
 */
export let value = 0;

export const SPACE = 32;
export const LF = 10;
export const CR = 13;
const DOT = 46 - 48;
const COLON = 58;

export const asBytes = (text: string): Uint8Array => Uint8Array.from(text, (c) => c.charCodeAt(0));

export const isDigit = (c: number): boolean => c >= 48 && c <= 57;

/** A decimal of at most ten digits, below 2^31. */
export function readNumber(b: Uint8Array, p: number): number {
  let n = 0;
  const start = p;
  let c = b[p]! - 48;
  while (c >>> 0 <= 9) {
    n = n * 10 + c;
    c = b[++p]! - 48;
  }
  value = n;
  return n <= 0x7fffffff && p > start && p - start <= 10 ? p : -1;
}

/** A port: a decimal below 65536. */
export function readPort(b: Uint8Array, from: number): number {
  const p = readNumber(b, from);
  return value > 65_535 ? -1 : p;
}

/** An IPv4 address as a number: four decimals up to 255. */
export function readIpv4(b: Uint8Array, from: number): number {
  let p = from;
  let c = 0;
  let first = b[p++]! - 48;
  if (first >>> 0 > 9) return -1;
  for (c = b[p++]! - 48; c >>> 0 <= 9; c = b[p++]! - 48) first = first * 10 + c;
  if (c !== DOT) return -1;
  let second = b[p++]! - 48;
  if (second >>> 0 > 9) return -1;
  for (c = b[p++]! - 48; c >>> 0 <= 9; c = b[p++]! - 48) second = second * 10 + c;
  if (c !== DOT) return -1;
  let third = b[p++]! - 48;
  if (third >>> 0 > 9) return -1;
  for (c = b[p++]! - 48; c >>> 0 <= 9; c = b[p++]! - 48) third = third * 10 + c;
  if (c !== DOT) return -1;
  let fourth = b[p]! - 48;
  if (fourth >>> 0 > 9) return -1;
  for (c = b[++p]! - 48; c >>> 0 <= 9; c = b[++p]! - 48) fourth = fourth * 10 + c;
  if ((first | second | third | fourth) > 255 || p - from > 15 || b[p]! > SPACE) return -1;
  value = (first << 24) | (second << 16) | (third << 8) | fourth;
  return p;
}

/** By byte: 1 for what an IPv6 address is made of beside colons, 2 for a colon, 0 for all else. */
const OF_IPV6 = new Uint8Array(256);
for (const c of asBytes("0123456789abcdef.")) OF_IPV6[c] = 1;
OF_IPV6[COLON] = 2;

/** An IPv6 address, as its id in `addresses`. Its letters are checked, not its meaning. */
export function readIpv6(b: Uint8Array, from: number, addresses: AddressIndex): number {
  let p = from;
  let colons = 0;
  for (let c = b[p]!, is = OF_IPV6[c]!; is !== 0; c = b[++p]!, is = OF_IPV6[c]!) {
    colons += is >> 1;
  }
  if (colons < 2 || colons > 7 || b[p]! > SPACE || p - from > 45) return -1;
  value = addresses.intern(wordsOf(b, from, p), 0);
  return p;
}

/** Passes over the word at `p` and the blanks behind it. */
export function skipWord(b: Uint8Array, p: number): number {
  while (b[p]! > SPACE) p++;
  while (b[p] === SPACE) p++;
  return p;
}

/** Where the word at `p` ends; -1 when there is none, or no blank behind it. */
export function wordEnd(b: Uint8Array, p: number): number {
  const start = p;
  while (b[p]! > SPACE) p++;
  return b[p] === SPACE && p > start ? p : -1;
}

/** Whether these bytes stand at `p`: one after the other, since a line feed may be among them. */
export function startsWith(b: Uint8Array, p: number, bytes: Uint8Array): boolean {
  for (let at = 0; at < bytes.length; at++) if (b[p + at] !== bytes[at]) return false;
  return true;
}
