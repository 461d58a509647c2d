import type { AddressIndex } from "./addresses.ts";

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
  while ((c = b[p++]! - 48) >>> 0 <= 9) first = first * 10 + c;
  if (c !== DOT) return -1;
  let second = b[p++]! - 48;
  if (second >>> 0 > 9) return -1;
  while ((c = b[p++]! - 48) >>> 0 <= 9) second = second * 10 + c;
  if (c !== DOT) return -1;
  let third = b[p++]! - 48;
  if (third >>> 0 > 9) return -1;
  while ((c = b[p++]! - 48) >>> 0 <= 9) third = third * 10 + c;
  if (c !== DOT) return -1;
  let fourth = b[p]! - 48;
  if (fourth >>> 0 > 9) return -1;
  while ((c = b[++p]! - 48) >>> 0 <= 9) fourth = fourth * 10 + c;
  if ((first | second | third | fourth) > 255 || p - from > 15 || b[p]! > SPACE) return -1;
  value = (first << 24) | (second << 16) | (third << 8) | fourth;
  return p;
}

/** An IPv6 address, as its id in `addresses`. Its letters are checked, not its meaning. */
export function readIpv6(b: Uint8Array, from: number, addresses: AddressIndex): number {
  let p = from;
  let colons = 0;
  for (;;) {
    const c = b[p]!;
    if (c === COLON) colons++;
    else if (!(isDigit(c) || c === 46 || (c >= 97 && c <= 102))) break;
    p++;
  }
  if (colons < 2 || colons > 7 || b[p]! > SPACE || p - from > 45) return -1;
  value = addresses.intern(b, from, p);
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

export const asBytes = (text: string): Uint8Array => Uint8Array.from(text, (c) => c.charCodeAt(0));

/** Four bytes, or fewer, as the number that `DataView` reads: one comparison instead of four. */
export const asNumber = (text: string): number =>
  [...text].reduceRight((number, c) => (number << 8) | c.charCodeAt(0), 0);

/** Whether these bytes stand at `p`: one after the other, since a line feed may be among them. */
export function startsWith(b: Uint8Array, p: number, bytes: Uint8Array): boolean {
  for (let at = 0; at < bytes.length; at++) if (b[p + at] !== bytes[at]) return false;
  return true;
}
