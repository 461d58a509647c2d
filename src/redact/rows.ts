import { LIMITS } from "../limits.ts";
import { type Addresses, ipv4Text } from "./addresses.ts";

const LF = 10;
const CR = 13;
const TAB = 9;
const SPACE = 32;
const DOT = 46;
const EQUALS = 61;
/** Bytes that are given on at once. */
const CHUNK = 1 << 20;
/** Bytes by which a line may grow: four addresses by 30 each. */
const GROWTH = 256;
/** Addresses that are remembered; beyond, all are forgotten and looked up anew. */
const MOST = 1 << 20;
/** Bytes of a remembered IPv4 address: its length, its letters. */
const TEXT = 16;

const hash = (text: string): number => {
  let h = 0;
  for (let at = 0; at < text.length; at++) h = (Math.imul(h, 31) + text.charCodeAt(at)) | 0;
  return h;
};
const hashes = (text: string): ReadonlySet<number> => new Set(text.split(" ").map(hash));
const SRC = hash("src");
const DST = hash("dst");
/** Fields of a row that hold a number, and its other words. */
const NUMBERS = hashes(
  "sport dport type code id packets bytes mark use zone zone-orig zone-reply delta-time secmark srckey dstkey timeout",
);
const WORDS = hashes(
  "tcp udp udplite icmp icmpv6 gre sctp dccp unknown ipv4 ipv6 NONE SYN_SENT SYN_RECV ESTABLISHED FIN_WAIT CLOSE_WAIT " +
    "LAST_ACK TIME_WAIT CLOSE SYN_SENT2 LISTEN [ASSURED] [UNREPLIED] [OFFLOAD] [HW_OFFLOAD]",
);

/**
 * Hides the addresses of rows as bytes. A row whose words are all known is copied with other addresses; any other
 * line is given to `slow`, as a text.
 */
export class RowHider {
  readonly #addresses: Addresses;
  readonly #slow: (line: string) => string;
  readonly #give: (bytes: Uint8Array) => void;
  #out = new Uint8Array(CHUNK + (1 << 17));
  #used = 0;
  /** Of IPv4: where each address is remembered, and its text. */
  #slots = new Int32Array(1 << 12).fill(-1);
  #keys = new Uint32Array(1 << 11);
  #texts = new Uint8Array((1 << 11) * TEXT);
  #size = 0;
  #isBehindOdd = false;
  readonly #ipv6 = new Map<string, Uint8Array>();
  readonly #decoder = new TextDecoder();
  readonly #encoder = new TextEncoder();

  constructor(
    addresses: Addresses,
    slow: (line: string) => string,
    give: (bytes: Uint8Array) => void,
  ) {
    this.#addresses = addresses;
    this.#slow = slow;
    this.#give = give;
  }

  /** Takes whole lines. */
  take(block: Uint8Array): void {
    for (let p = 0; p < block.length; ) {
      const feed = block.indexOf(LF, p);
      const end = feed < 0 ? block.length : feed;
      this.#room(end - p + GROWTH);
      const used = this.#row(block, p, end);
      // the second half of a row may look like a whole one
      const isUsual = used >= 0 && !this.#isBehindOdd;
      this.#isBehindOdd = used < 0;
      if (isUsual) this.#used = used;
      else this.text(this.#slow(this.#decoder.decode(block.subarray(p, end))), false);
      if (feed >= 0) this.#out[this.#used++] = LF;
      p = end + 1;
    }
  }

  /** Gives a line on that is hidden already. */
  text(line: string, feed = true): void {
    const bytes = this.#encoder.encode(line);
    this.#room(bytes.length + 1);
    this.#out.set(bytes, this.#used);
    this.#used += bytes.length;
    if (feed) this.#out[this.#used++] = LF;
  }

  /** Gives on what is waiting. */
  flush(): void {
    if (this.#used === 0) return;
    this.#give(this.#out.slice(0, this.#used));
    this.#used = 0;
  }

  #room(bytes: number): void {
    if (this.#used >= CHUNK) this.flush();
    if (this.#used + bytes <= this.#out.length) return;
    this.flush();
    if (bytes > this.#out.length) this.#out = new Uint8Array(bytes);
  }

  /** Copies a row; answers where it ends among what is given on, or -1 for a line that is no usual row. */
  #row(b: Uint8Array, from: number, end: number): number {
    const out = this.#out;
    let q = this.#used;
    let p = from;
    while (p < end) {
      let c = b[p]!;
      if (c === SPACE || c === CR || c === TAB) {
        out[q++] = c;
        p++;
        continue;
      }
      let h = 0;
      let isNumber = true;
      while (p < end) {
        c = b[p]!;
        if (c <= SPACE || c === EQUALS) break;
        h = (Math.imul(h, 31) + c) | 0;
        if ((c - 48) >>> 0 > 9) isNumber = false;
        out[q++] = c;
        p++;
      }
      if (p === end || c !== EQUALS) {
        if (!isNumber && !WORDS.has(h)) return -1;
        continue;
      }
      out[q++] = EQUALS;
      p++;
      if (h === SRC || h === DST) {
        const start = p;
        while (p < end && b[p]! > SPACE) p++;
        q = this.#address(b, start, p, out, q);
        if (q < 0) return -1;
        continue;
      }
      if (!NUMBERS.has(h)) return -1;
      for (; p < end; p++) {
        c = b[p]!;
        if (c <= SPACE) break;
        if ((c - 48) >>> 0 > 9 && c !== 120 && !(c >= 97 && c <= 102)) return -1;
        out[q++] = c;
      }
    }
    return q;
  }

  #address(b: Uint8Array, from: number, to: number, out: Uint8Array, q: number): number {
    let address = 0;
    let part = 0;
    let parts = 0;
    for (let p = from; p < to; p++) {
      const digit = b[p]! - 48;
      if (digit >>> 0 <= 9) part = part * 10 + digit;
      else if (b[p] === DOT && part <= 255) {
        address = (address << 8) | part;
        part = 0;
        parts++;
      } else return this.#longAddress(b, from, to, out, q);
    }
    if (parts !== 3 || part > 255 || to - from > 15) return -1;
    const at = this.#find(((address << 8) | part) >>> 0) * TEXT;
    const texts = this.#texts;
    const length = texts[at]!;
    for (let n = 1; n <= length; n++) out[q++] = texts[at + n]!;
    return q;
  }

  #longAddress(b: Uint8Array, from: number, to: number, out: Uint8Array, q: number): number {
    if (to - from > 45) return -1;
    const text = String.fromCharCode(...b.subarray(from, to));
    let hidden = this.#ipv6.get(text);
    if (hidden === undefined) {
      const made = this.#addresses.text(text);
      if (made === null || text.includes("/")) return -1;
      hidden = this.#encoder.encode(made);
      if (this.#ipv6.size >= MOST >> 2) this.#ipv6.clear();
      this.#ipv6.set(text, hidden);
    }
    out.set(hidden, q);
    return q + hidden.length;
  }

  /** The place of an address among those that are remembered. */
  #find(address: number): number {
    const mask = this.#slots.length - 1;
    let slot = (Math.imul(address, 0x9e3779b1) >>> 8) & mask;
    for (let at = this.#slots[slot]!; at >= 0; at = this.#slots[slot]!) {
      if (this.#keys[at] === address) return at;
      slot = (slot + 1) & mask;
    }
    if (this.#size === MOST) {
      this.#slots.fill(-1);
      this.#size = 0;
    } else if (this.#size === this.#keys.length) this.#grow();
    return this.#put(address);
  }

  #put(address: number): number {
    const mask = this.#slots.length - 1;
    let slot = (Math.imul(address, 0x9e3779b1) >>> 8) & mask;
    while (this.#slots[slot]! >= 0) slot = (slot + 1) & mask;
    const at = this.#size++;
    this.#slots[slot] = at;
    this.#keys[at] = address;
    const text = ipv4Text(this.#addresses.ipv4(address));
    this.#texts[at * TEXT] = text.length;
    for (let n = 0; n < text.length; n++) this.#texts[at * TEXT + 1 + n] = text.charCodeAt(n);
    return at;
  }

  #grow(): void {
    const keys = new Uint32Array(this.#keys.length * 2);
    keys.set(this.#keys);
    this.#keys = keys;
    const texts = new Uint8Array(this.#texts.length * 2);
    texts.set(this.#texts);
    this.#texts = texts;
    this.#slots = new Int32Array(keys.length * 2).fill(-1);
    const mask = this.#slots.length - 1;
    for (let at = 0; at < this.#size; at++) {
      let slot = (Math.imul(keys[at]!, 0x9e3779b1) >>> 8) & mask;
      while (this.#slots[slot]! >= 0) slot = (slot + 1) & mask;
      this.#slots[slot] = at;
    }
  }
}

/** Cuts blocks into whole lines for a hider; answers what ends the entry. */
export function rowFeed(rows: RowHider): { push(block: Uint8Array): void; end(): void } {
  let rest = new Uint8Array(0);
  return {
    push(block) {
      const last = block.lastIndexOf(LF) + 1;
      if (last === 0) {
        // of an endless line no more is kept than shows that it is too long
        if (rest.length <= LIMITS.lineBytes) rest = both(rest, block);
        return;
      }
      const first = block.indexOf(LF) + 1;
      if (rest.length > 0) rows.take(both(rest, block.subarray(0, first)));
      rows.take(block.subarray(rest.length > 0 ? first : 0, last));
      rest = block.slice(last) as Uint8Array<ArrayBuffer>;
    },
    end() {
      if (rest.length > 0) rows.take(rest);
      rows.flush();
    },
  };
}

function both(a: Uint8Array, b: Uint8Array): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(a.length + b.length);
  whole.set(a);
  whole.set(b, a.length);
  return whole;
}
