import type { AddressIndex } from "./addresses.ts";
import {
  ASSURED,
  CLASS,
  CLASS_OF_KIND,
  STUCK_SECONDS,
  stateId,
  UNREPLIED,
  udpClass,
} from "./states.ts";
import { lookup, PROTOCOL_WORDS, STATE_WORDS, STATELESS, TCP } from "./words.ts";

/** A scanned row is eight 32-bit words at `row * ROW_WORDS`. */
export const ROW_WORDS = 8;
/** Words of a row. `PORTS` is destination port << 16 | reply source port. */
export const KIND = 0;
export const REMAINING = 1;
export const SRC = 2;
export const DST = 3;
export const REPLY_SRC = 4;
export const PORTS = 5;
export const META = 6;
export const ZONE = 7;
/** Bits of `META`, above the class in its lowest five: IPv6, source translated. */
export const CLASS_MASK = 31;
export const IPV6 = 32;
export const SNAT = 64;

const SPACE = 32;
const LF = 10;
const CR = 13;
const EQUALS = 61;
const isDigit = (c: number): boolean => c >= 48 && c <= 57;

const TCP_OFFLOAD = stateId("tcp", "OFFLOAD");
const UDP_OFFLOAD = stateId("udp", "OFFLOAD");
const UNKNOWN = stateId("unknown", null);
const UDP = stateId("udp", null);
const ESTABLISHED_CLASS = CLASS["established-band-0"];
const STUCK_CLASS = CLASS["established-stuck"];
const UDP_CLASS = CLASS.udp;
const ONE_WAY_UDP_CLASS = CLASS["udp-one-way"];

/**
 * Reads rows of `conntrack -L` (default, extended, id, timestamp, label output) and of
 * `/proc/net/nf_conntrack` from bytes into words, in one forward scan without strings or objects.
 *
 * A row's tokens may stand in any order after the state; `key=value` and `[flag]` tokens that it does
 * not know are passed over. Anything else makes it give up on the row (-1), so that the exact, slow
 * reader in `forms.ts` can look at it.
 */
export class RowScanner {
  readonly out: Int32Array;
  readonly #addresses: AddressIndex;
  /** Borders between the bands of ESTABLISHED, in remaining seconds. */
  readonly #borders: readonly [number, number];
  #value = 0;
  /** Addresses of the row that were IPv6: none of its four, or all. */
  #ipv6 = 0;

  constructor(out: Int32Array, addresses: AddressIndex, borders: readonly [number, number]) {
    this.out = out;
    this.#addresses = addresses;
    this.#borders = borders;
  }

  /**
   * Scans the row that starts at `from` into the words at `o`; the block must end with a line feed.
   * Answers where the next line starts, or -1 when this is not a row as it expects.
   */
  scan(b: Uint8Array, from: number, o: number): number {
    const { out } = this;
    let p = from;
    // "ipv4     2 " of -o extended and /proc
    if (b[p] === 105 && b[p + 1] === 112) {
      p = skipWord(b, p);
      p = skipWord(b, p);
    }
    let state = -1;
    let family = -1;
    if (b[p] === 116 && b[p + 1] === 99 && b[p + 2] === 112 && b[p + 3] === SPACE) {
      family = TCP;
      p += 4;
    } else if (b[p] === 117 && b[p + 1] === 100 && b[p + 2] === 112 && b[p + 3] === SPACE) {
      state = UDP;
      p += 4;
    } else {
      const start = p;
      p = wordEnd(b, p);
      if (p < 0) return -1;
      state = lookup(STATELESS, b, start, p);
      if (state < 0) family = lookup(PROTOCOL_WORDS, b, start, p);
      if (state < 0 && family < 0) return -1;
    }
    while (b[p] === SPACE) p++;
    if (!isDigit(b[p]!)) return -1;
    p = skipWord(b, p);
    let remaining = -1;
    if (isDigit(b[p]!)) {
      p = this.#number(b, p);
      if (p < 0 || b[p] !== SPACE) return -1;
      remaining = this.#value;
      while (b[p] === SPACE) p++;
    }
    let c = b[p]!;
    if (family >= 0 && c >= 65 && c <= 90) {
      const start = p;
      p = wordEnd(b, p);
      if (p < 0) return -1;
      state = lookup(STATE_WORDS[family]!, b, start, p);
      if (state < 0) return -1;
      p++;
    }
    let flags = 0;
    let offload = false;
    let seen = 0;
    let ports = 0;
    let sourcePort = 0;
    let rdst = 0;
    this.#ipv6 = 0;
    out[o + ZONE] = 0;
    for (;;) {
      c = b[p]!;
      if (c === 115 && b[p + 1] === 114 && b[p + 2] === 99 && b[p + 3] === EQUALS) {
        p = this.#address(b, p + 4);
        if (p < 0 || (seen & 3) > 1) return -1;
        out[o + (seen & 3 ? REPLY_SRC : SRC)] = this.#value;
        seen++;
      } else if (c === 100 && b[p + 1] === 115 && b[p + 2] === 116 && b[p + 3] === EQUALS) {
        p = this.#address(b, p + 4);
        if (p < 0 || seen >= 8) return -1;
        if (seen >= 4) rdst = this.#value;
        else out[o + DST] = this.#value;
        seen += 4;
      } else if (c === 115 && isPort(b, p)) {
        p = this.#port(b, p + 6);
        if (p < 0) return -1;
        if ((seen & 3) === 2) ports = (ports & ~0xffff) | this.#value;
        else if ((seen & 3) === 1) sourcePort = this.#value;
      } else if (c === 100 && isPort(b, p)) {
        p = this.#port(b, p + 6);
        if (p < 0) return -1;
        if ((seen & 3) === 1) ports = (ports & 0xffff) | (this.#value << 16);
      } else if (c === 91) {
        if (b[p + 1] === 65 && b[p + 2] === 83) flags |= ASSURED;
        else if (b[p + 1] === 85 && b[p + 2] === 78) flags |= UNREPLIED;
        else if (b[p + 1] === 79 || b[p + 1] === 72) offload = true;
        while (b[p]! !== 93) if (b[p++]! < SPACE) return -1;
        p++;
      } else if (c === 122 && isZone(b, p)) {
        p = this.#number(b, p + 5);
        if (p < 0) return -1;
        out[o + ZONE] = this.#value;
      } else if (c >= 97 && c <= 122) {
        let equals = false;
        for (; b[p]! > SPACE; p++) if (b[p] === EQUALS) equals = true;
        // "timeout=30, stream_timeout=180 " of GRE in /proc has its comma inside the word: fine
        if (!equals) return -1;
      } else if (c === SPACE) {
        p++;
        continue;
      } else break;
      if (b[p]! > SPACE) return -1;
    }
    if (b[p] === CR) p++;
    // one family: a word is either an address or an id, never a mixture
    if (b[p] !== LF || seen !== 10 || (this.#ipv6 & 3) !== 0) return -1;
    if (remaining < 0) {
      if (!offload) return -1;
      state = family === TCP ? TCP_OFFLOAD : state === UDP ? UDP_OFFLOAD : UNKNOWN;
      remaining = 0;
    } else if (state < 0) return -1;
    const kind = state * 4 + flags;
    let rowClass = CLASS_OF_KIND[kind]!;
    if (rowClass === ESTABLISHED_CLASS) {
      if (remaining <= STUCK_SECONDS) rowClass = STUCK_CLASS;
      else if (remaining >= this.#borders[0]) rowClass += remaining >= this.#borders[1] ? 2 : 1;
    } else if (rowClass === UDP_CLASS || rowClass === ONE_WAY_UDP_CLASS)
      rowClass = udpClass((flags & UNREPLIED) !== 0, sourcePort, ports >>> 16);
    out[o + KIND] = kind;
    out[o + REMAINING] = remaining;
    out[o + PORTS] = ports;
    out[o + META] = rowClass | (this.#ipv6 === 0 ? 0 : IPV6) | (rdst === out[o + SRC] ? 0 : SNAT);
    return p + 1;
  }

  /** Reads a decimal below 2^31 into `#value`; answers where it ends, or -1. */
  #number(b: Uint8Array, p: number): number {
    let n = 0;
    let c = b[p]! - 48;
    const start = p;
    while (c >= 0 && c <= 9) {
      n = n * 10 + c;
      c = b[++p]! - 48;
    }
    this.#value = n;
    return n <= 0x7fffffff && p > start && p - start <= 10 ? p : -1;
  }

  /** Reads the number of `sport=N` or `dport=N`. */
  #port(b: Uint8Array, from: number): number {
    const p = this.#number(b, from);
    return this.#value > 65535 ? -1 : p;
  }

  /** Reads an address into `#value`: IPv4 as a number, IPv6 as its id. */
  #address(b: Uint8Array, from: number): number {
    let p = from;
    let n = 0;
    // the usual form: three octets with their dots, of one to three digits
    for (let dots = 0; dots < 3; dots++) {
      let octet = b[p++]! - 48;
      if (octet >>> 0 > 9) return this.#ipv6Address(b, from);
      let c = b[p++]!;
      if (c !== 46) {
        c -= 48;
        if (c >>> 0 > 9) return this.#ipv6Address(b, from);
        octet = octet * 10 + c;
        c = b[p++]!;
        if (c !== 46) {
          c -= 48;
          if (c >>> 0 > 9 || b[p++] !== 46) return this.#ipv6Address(b, from);
          octet = octet * 10 + c;
          if (octet > 255) return -1;
        }
      }
      n = (n << 8) | octet;
    }
    let octet = 0;
    const last = p;
    for (let c = b[p]! - 48; c >= 0 && c <= 9; c = b[++p]! - 48) octet = octet * 10 + c;
    if (p === last || p - last > 3 || octet > 255 || b[p]! > SPACE)
      return this.#ipv6Address(b, from);
    this.#value = (n << 8) | octet;
    return p;
  }

  #ipv6Address(b: Uint8Array, from: number): number {
    let p = from;
    let colons = 0;
    for (;;) {
      const c = b[p]!;
      if (c === 58) colons++;
      else if (!(isDigit(c) || c === 46 || (c >= 97 && c <= 102))) break;
      p++;
    }
    if (colons < 2 || colons > 7 || b[p]! > SPACE || p - from > 45) return -1;
    this.#value = this.#addresses.intern(b, from, p);
    this.#ipv6++;
    return p;
  }
}

/** Whether `port=` follows the letter at `p`. Each byte is looked at, since a line feed may be among them. */
const isPort = (b: Uint8Array, p: number): boolean =>
  b[p + 1] === 112 &&
  b[p + 2] === 111 &&
  b[p + 3] === 114 &&
  b[p + 4] === 116 &&
  b[p + 5] === EQUALS;

/** Whether `one=` follows the letter at `p`. */
const isZone = (b: Uint8Array, p: number): boolean =>
  b[p + 1] === 111 && b[p + 2] === 110 && b[p + 3] === 101 && b[p + 4] === EQUALS;

/** Passes over the word at `p` and the blanks behind it. */
function skipWord(b: Uint8Array, p: number): number {
  while (b[p]! > SPACE) p++;
  while (b[p] === SPACE) p++;
  return p;
}

/** Where the word at `p` ends; -1 when there is none, or no blank behind it. */
function wordEnd(b: Uint8Array, p: number): number {
  const start = p;
  while (b[p]! > SPACE) p++;
  return b[p] === SPACE && p > start ? p : -1;
}
