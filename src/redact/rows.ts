import { LIMITS } from "../limits.ts";
import { AddressTexts } from "./address-texts.ts";
import type { Addresses } from "./addresses.ts";

const LF = 10;
const CR = 13;
const TAB = 9;
const SPACE = 32;
const EQUALS = 61;
const LETTER_D = 100;
const LETTER_S = 115;
/** Bytes that are given on at once. */
const CHUNK = 1 << 20;
/** Bytes by which a line may grow: four addresses by 40 each. */
const GROWTH = 256;

/** Words by their hash, for looking them up as bytes. */
class Words {
  readonly #slots = new Int32Array(1 << 12);

  constructor(text: string) {
    for (const word of text.split(" ")) this.#slots[placeOf(hash(word))] = hash(word);
  }

  has(h: number): boolean {
    return this.#slots[placeOf(h)] === h;
  }
}

const placeOf = (h: number): number => (h ^ (h >>> 12)) & 0xfff;
const hash = (text: string): number => {
  let h = 0;
  for (let at = 0; at < text.length; at++) h = (Math.imul(h, 31) + text.charCodeAt(at)) | 0;
  return h;
};
/** Fields of a row that hold a number, and its other words. */
const NUMBERS = new Words(
  "sport dport type code id packets bytes mark use zone zone-orig zone-reply delta-time secmark srckey dstkey timeout",
);
const WORDS = new Words(
  "tcp udp udplite icmp icmpv6 gre sctp dccp unknown ipv4 ipv6 NONE SYN_SENT SYN_RECV ESTABLISHED FIN_WAIT CLOSE_WAIT " +
    "LAST_ACK TIME_WAIT CLOSE SYN_SENT2 LISTEN [ASSURED] [UNREPLIED] [OFFLOAD] [HW_OFFLOAD]",
);

/**
 * Hides the addresses of rows as bytes. A row whose words are all known is copied with other addresses; any other
 * line is given to `slow`, as a text.
 */
export class RowHider {
  readonly #texts: AddressTexts;
  readonly #slow: (line: string) => string;
  readonly #give: (bytes: Uint8Array) => void;
  #out = new Uint8Array(CHUNK + (1 << 17));
  #used = 0;
  #isBehindOdd = false;
  readonly #decoder = new TextDecoder();
  readonly #encoder = new TextEncoder();

  constructor(
    addresses: Addresses,
    slow: (line: string) => string,
    give: (bytes: Uint8Array) => void,
  ) {
    this.#texts = new AddressTexts(addresses);
    this.#slow = slow;
    this.#give = give;
  }

  /**
   * Takes the whole lines of `[from, to)`, as far as `goesOn` says of those that are no usual rows. Answers where it
   * stopped, and how many lines it took.
   */
  take(
    block: Uint8Array,
    from = 0,
    to = block.length,
    goesOn?: (start: number, end: number) => boolean,
  ): { at: number; lines: number } {
    let lines = 0;
    let p = from;
    while (p < to) {
      const feed = block.indexOf(LF, p);
      const end = feed < 0 || feed >= to ? to : feed;
      this.#room(end - p + GROWTH);
      const used = this.#row(block, p, end);
      // the second half of a row may look like a whole one
      const isUsual = used >= 0 && !this.#isBehindOdd;
      if (!isUsual && goesOn?.(p, end) === false) break;
      this.#isBehindOdd = used < 0;
      if (isUsual) this.#used = used;
      else this.text(this.#slow(this.#decoder.decode(block.subarray(p, end))), false);
      if (end < to) this.#out[this.#used++] = LF;
      lines++;
      p = end + 1;
    }
    return { at: Math.min(p, to), lines };
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
    const texts = this.#texts;
    let q = this.#used;
    let p = from;
    while (p < end) {
      let c = b[p]!;
      if (c === SPACE || c === CR || c === TAB) {
        out[q++] = c;
        p++;
        continue;
      }
      // the fields that each row has four times, without a look at the others
      if ((c === LETTER_S || c === LETTER_D) && p + 6 < end) {
        if (b[p + 3] === EQUALS && isAddress(b, p, c)) {
          for (const stop = p + 4; p < stop; p++) out[q++] = b[p]!;
          p = texts.read(b, p, end);
          if (p < 0) return -1;
          q = texts.write(out, q);
          continue;
        }
        if (b[p + 5] === EQUALS && isPort(b, p)) {
          for (const stop = p + 6; p < stop; p++) out[q++] = b[p]!;
          for (; p < end; p++) {
            c = b[p]!;
            if ((c - 48) >>> 0 > 9) break;
            out[q++] = c;
          }
          if (p < end && c > SPACE) return -1;
          continue;
        }
      }
      let h = 0;
      let isNumber = true;
      do {
        h = (Math.imul(h, 31) + c) | 0;
        if ((c - 48) >>> 0 > 9) isNumber = false;
        out[q++] = c;
        if (++p === end) break;
        c = b[p]!;
      } while (c > SPACE && c !== EQUALS);
      if (p === end || c !== EQUALS) {
        if (!isNumber && !WORDS.has(h)) return -1;
        continue;
      }
      out[q++] = EQUALS;
      p++;
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
}

/** Whether `src=` or `dst=` stands there, whose first letter and sign are known to. */
const isAddress = (b: Uint8Array, p: number, first: number): boolean =>
  first === LETTER_S ? b[p + 1] === 114 && b[p + 2] === 99 : b[p + 1] === 115 && b[p + 2] === 116;
/** Likewise `sport=` or `dport=`. */
const isPort = (b: Uint8Array, p: number): boolean =>
  b[p + 1] === 112 && b[p + 2] === 111 && b[p + 3] === 114 && b[p + 4] === 116;

/** Cuts blocks into whole lines for a hider. */
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
      const first = rest.length > 0 ? block.indexOf(LF) + 1 : 0;
      if (first > 0) rows.take(both(rest, block.subarray(0, first)));
      rows.take(block, first, last);
      rest = new Uint8Array(block.subarray(last));
    },
    end() {
      rows.take(rest);
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
