import { exportsOf } from "../archive/web-assembly.ts";
import { ipv4Text } from "../attribution/addresses.ts";
import type { Addresses } from "./addresses.ts";
import { CODE } from "./rows-code.ts";

/** What `assembly/index.ts` exports: functions, and places and values in its memory. */
interface Code {
  memory: { buffer: ArrayBuffer };
  learnWord(table: number, length: number): void;
  learnAddress(length: number, hiddenLength: number): void;
  forgetAddresses(): void;
  begin(from: number): void;
  hide(end: number): number;
  [place: string]: unknown;
}

/** Why it stopped, by its number. */
const UNKNOWN = 2;
const ODD = 3;
/** As a digit is read. */
const DOT = 46 - 48;
/** Where in a lesson that begins which stands for an address. */
const LONGEST = 48;

/** Fields of a row that hold a number, and its other words. */
const NUMBERS =
  "sport dport type code id packets bytes mark use zone zone-orig zone-reply delta-time secmark srckey dstkey timeout";
const WORDS =
  "tcp udp udplite icmp icmpv6 gre sctp dccp unknown ipv4 ipv6 NONE SYN_SENT SYN_RECV ESTABLISHED FIN_WAIT CLOSE_WAIT " +
  "LAST_ACK TIME_WAIT CLOSE SYN_SENT2 LISTEN [ASSURED] [UNREPLIED] [OFFLOAD] [HW_OFFLOAD]";

/** Copies usual rows with other addresses, by WebAssembly: see `assembly/index.ts`. */
export class UsualRows {
  readonly #code: Code;
  readonly #bytes: Uint8Array;
  readonly #text: number;
  readonly #lesson: number;
  /** Whose addresses it knows. */
  #of: Addresses | null = null;
  /** Bytes of lines that {@link hide} takes at most. */
  readonly room: number;
  /** What {@link hide} leaves: where it stopped, how many lines it copied, and whether the next one is no usual row. */
  stopped = 0;
  lines = 0;
  isOdd = false;

  constructor(code: Code) {
    this.#code = code;
    this.#bytes = new Uint8Array(code.memory.buffer);
    this.#text = this.#value("TEXT");
    this.#lesson = this.#value("LESSON");
    this.room = this.#value("TEXT_BYTES");
    for (const [table, words] of [
      ["WORDS", WORDS],
      ["NUMBERS", NUMBERS],
    ] as const)
      for (const word of words.split(" ")) {
        this.#put(this.#lesson, word);
        code.learnWord(this.#value(table), word.length);
      }
  }

  /**
   * Copies the lines of `[from, end)`, of which each ends with a line feed, up to one that is no usual row or to where
   * there is no more room. Answers the copies, which are valid until the next time.
   */
  hide(block: Uint8Array, from: number, end: number, addresses: Addresses): Uint8Array {
    const code = this.#code;
    if (this.#of !== addresses) code.forgetAddresses();
    this.#of = addresses;
    // memory that two threads share is copied byte by byte, unless both places are aligned alike
    const start = this.#text + ((block.byteOffset + from) & 7);
    const all = start + end - from;
    this.#bytes.set(block.subarray(from, end), start);
    code.begin(start);
    let why = code.hide(all);
    while (why === UNKNOWN && this.#learn(addresses)) why = code.hide(all);
    this.isOdd = why === UNKNOWN || why === ODD;
    this.stopped = from + this.#value("stopped") - start;
    this.lines = this.#value("lines");
    return this.#bytes.subarray(this.#value("OUTPUT"), this.#value("written"));
  }

  /** Teaches the address that it stopped at; answers whether it is one. */
  #learn(addresses: Addresses): boolean {
    const [from, end] = [this.#value("address"), this.#value("addressEnd")];
    const length = end - from;
    const number = this.#ipv4(from, end);
    const hidden =
      number === null ? this.#hidden(from, end, addresses) : ipv4Text(addresses.ipv4(number));
    if (hidden === null) return false;
    this.#bytes.copyWithin(this.#lesson, from, end);
    this.#put(this.#lesson + LONGEST, hidden);
    this.#code.learnAddress(length, hidden.length);
    return true;
  }

  #hidden(from: number, end: number, addresses: Addresses): string | null {
    const text = String.fromCharCode(...this.#bytes.subarray(from, end));
    return text.includes("/") ? null : addresses.text(text);
  }

  /** The number of an IPv4 address without a needless zero, as all are written; null of anything else. */
  #ipv4(from: number, end: number): number | null {
    const bytes = this.#bytes;
    let [all, part, digits, dots] = [0, 0, 0, 0];
    for (let p = from; p < end; p++) {
      const digit = bytes[p]! - 48;
      if (digit >= 0 && digit <= 9 && (digits === 0 || part > 0)) {
        part = part * 10 + digit;
        digits++;
      } else if (digit === DOT && digits > 0 && part <= 255) {
        all = (all << 8) | part;
        part = 0;
        digits = 0;
        dots++;
      } else return null;
    }
    return dots === 3 && digits > 0 && part <= 255 ? ((all << 8) | part) >>> 0 : null;
  }

  #put(at: number, text: string): void {
    for (let n = 0; n < text.length; n++) this.#bytes[at + n] = text.charCodeAt(n);
  }

  #value(name: string): number {
    return (this.#code[name] as { value: number }).value;
  }
}

let shared: UsualRows | null | undefined;

/** One for all; null where WebAssembly is not to be had, and then each line is read as a text. */
export function usualRows(): UsualRows | null {
  if (shared === undefined) {
    const code = exportsOf<Code>(CODE);
    shared = code === null ? null : new UsualRows(code);
  }
  return shared;
}
