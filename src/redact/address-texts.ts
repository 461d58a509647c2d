import { ipv4Text } from "../attribution/addresses.ts";
import type { Addresses } from "./addresses.ts";

const DOT = 46;
const SPACE = 32;
/** Addresses of each family that are remembered; beyond, all are forgotten and looked up anew. */
const MOST = 1 << 20;
/** Bytes of a remembered address: the length of its text, the text; of IPv6 first its own in the same way. */
const SHORT = 16;
const LONG = 64;
const LONGEST = 45;

/** Addresses as bytes, and those that stand for them, remembered: a table has few, each of them often. */
export class AddressTexts {
  readonly #addresses: Addresses;
  #slots = new Int32Array(1 << 12).fill(-1);
  #keys = new Uint32Array(1 << 11);
  #short = new Uint8Array((1 << 11) * SHORT);
  #size = 0;
  #longSlots = new Int32Array(1 << 12).fill(-1);
  #long = new Uint8Array((1 << 11) * LONG * 2);
  #longSize = 0;
  /** What was read last, as it is to be written. */
  #from: Uint8Array;
  #at = 0;

  constructor(addresses: Addresses) {
    this.#addresses = addresses;
    this.#from = this.#short;
  }

  /** Reads an address. Answers where it ends, or -1 where none stands. */
  read(b: Uint8Array, from: number, end: number): number {
    let address = 0;
    let part = 0;
    let parts = 0;
    let p = from;
    for (; p < end; p++) {
      const c = b[p]!;
      const digit = c - 48;
      if (digit >>> 0 <= 9) part = part * 10 + digit;
      else if (c === DOT && part <= 255) {
        address = (address << 8) | part;
        part = 0;
        parts++;
      } else if (c <= SPACE) break;
      else return this.#readLong(b, from, end);
    }
    if (parts !== 3 || part > 255 || p - from > 15) return -1;
    this.#at = this.#find(((address << 8) | part) >>> 0) * SHORT;
    this.#from = this.#short;
    return p;
  }

  /** Writes what stands for it. */
  write(out: Uint8Array, q: number): number {
    const from = this.#from;
    let at = this.#at;
    for (let length = from[at]!; length > 0; length--) out[q++] = from[++at]!;
    return q;
  }

  #readLong(b: Uint8Array, from: number, end: number): number {
    let p = from;
    let h = 0;
    for (; p < end && b[p]! > SPACE; p++) h = Math.imul(h ^ b[p]!, 0x01000193);
    const length = p - from;
    if (length > LONGEST) return -1;
    h ^= h >>> 15;
    const mask = this.#longSlots.length - 1;
    let slot = h & mask;
    for (let at = this.#longSlots[slot]!; at >= 0; at = this.#longSlots[slot]!) {
      if (this.#isSame(at * LONG * 2, b, from, length)) break;
      slot = (slot + 1) & mask;
    }
    const known = this.#longSlots[slot]!;
    const at = known >= 0 ? known : this.#addLong(b, from, length);
    if (at < 0) return -1;
    this.#from = this.#long;
    this.#at = at * LONG * 2 + LONG;
    return p;
  }

  #isSame(at: number, b: Uint8Array, from: number, length: number): boolean {
    const long = this.#long;
    if (long[at] !== length) return false;
    for (let n = 0; n < length; n++) if (long[at + 1 + n] !== b[from + n]) return false;
    return true;
  }

  #addLong(b: Uint8Array, from: number, length: number): number {
    const text = String.fromCharCode(...b.subarray(from, from + length));
    const hidden = text.includes("/") ? null : this.#addresses.text(text);
    if (hidden === null) return -1;
    if (this.#longSize === MOST >> 2) {
      this.#longSlots.fill(-1);
      this.#longSize = 0;
    }
    const at = this.#longSize++;
    if (this.#longSize * LONG * 2 > this.#long.length) this.#long = wider(this.#long);
    put(this.#long, at * LONG * 2, text);
    put(this.#long, at * LONG * 2 + LONG, hidden);
    if (this.#longSize * 2 > this.#longSlots.length) {
      this.#longSlots = new Int32Array(this.#longSlots.length * 2).fill(-1);
      for (let one = 0; one < this.#longSize; one++) this.#placeLong(one);
    } else this.#placeLong(at);
    return at;
  }

  #placeLong(at: number): void {
    const long = this.#long;
    const mask = this.#longSlots.length - 1;
    const start = at * LONG * 2;
    let h = 0;
    for (let n = 1; n <= long[start]!; n++) h = Math.imul(h ^ long[start + n]!, 0x01000193);
    h ^= h >>> 15;
    let slot = h & mask;
    while (this.#longSlots[slot]! >= 0) slot = (slot + 1) & mask;
    this.#longSlots[slot] = at;
  }

  /** The place of an IPv4 address among those that are remembered. */
  #find(address: number): number {
    const mask = this.#slots.length - 1;
    let slot = (Math.imul(address, 0x9e3779b1) >>> 8) & mask;
    for (let at = this.#slots[slot]!; at >= 0; at = this.#slots[slot]!) {
      if (this.#keys[at] === address) return at;
      slot = (slot + 1) & mask;
    }
    return this.#add(address);
  }

  #add(address: number): number {
    if (this.#size === MOST) {
      this.#slots.fill(-1);
      this.#size = 0;
    }
    const at = this.#size++;
    if (at === this.#keys.length) {
      const keys = new Uint32Array(this.#keys.length * 2);
      keys.set(this.#keys);
      this.#keys = keys;
      this.#short = wider(this.#short);
      this.#slots = new Int32Array(keys.length * 2).fill(-1);
      for (let one = 0; one < at; one++) this.#place(one);
    }
    this.#keys[at] = address;
    put(this.#short, at * SHORT, ipv4Text(this.#addresses.ipv4(address)));
    this.#place(at);
    return at;
  }

  #place(at: number): void {
    const mask = this.#slots.length - 1;
    let slot = (Math.imul(this.#keys[at]!, 0x9e3779b1) >>> 8) & mask;
    while (this.#slots[slot]! >= 0) slot = (slot + 1) & mask;
    this.#slots[slot] = at;
  }
}

function put(bytes: Uint8Array, at: number, text: string): void {
  bytes[at] = text.length;
  for (let n = 0; n < text.length; n++) bytes[at + 1 + n] = text.charCodeAt(n);
}

function wider(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(bytes.length * 2);
  all.set(bytes);
  return all;
}
