import { exportsOf } from "../../archive/web-assembly.ts";
import { type AddressIndex, TEXT_WORDS } from "./addresses.ts";
import { asBytes } from "./fields.ts";
import { ANSWERING, classOf, METAS, RECENT_FROM, RECENT_TO } from "./row.ts";
import { CLASSES, KINDS, STATES, STUCK_SECONDS, stateId } from "./states.ts";
import { CODE } from "./usual-code.ts";

/** What `assembly/index.ts` exports: functions, and places in its memory. */
interface Code {
  memory: { buffer: ArrayBuffer };
  learnTcp(length: number, kind: number): void;
  learnStateless(udp: number, icmp: number, icmpv6: number): void;
  take(from: number, end: number): void;
  learnBorders(b1: number, b2: number, b3: number, b4: number, b5: number, b6: number): void;
  read(from: number, end: number): number;
  stopped: Global;
  addresses: Global;
  answers: Global;
  [place: string]: unknown;
}
interface Global {
  value: number;
}

/** A port of no protocol that is told by it. */
const ANY = 1;
/** By role, for a row that has it: remaining seconds, source port, destination port. */
const ROLES = [
  [0, ANY, ANY],
  [STUCK_SECONDS + 1, ANY, ANY],
  [10_000, ANY, ANY],
  [10_000 + RECENT_FROM, ANY, ANY],
  [10_000 + RECENT_TO + 1, ANY, ANY],
  [20_000, ANY, ANY],
  [20_000 + RECENT_FROM, ANY, ANY],
  [0, ANY, 53],
  [0, ANY, 4789],
  [0, 53, ANY],
  [0, ANY, ANY],
] as const;
const BORDERS = [10_000, 20_000] as const;

/** Words of a kept IPv6 address: its text, and where its id belongs. */
const IPV6_WORDS = TEXT_WORDS + 1;

/**
 * Reads rows many at a time, by WebAssembly: see `assembly/index.ts`. It stops at a row that is not usual.
 * Nothing of one call is left for the next, so all tables share one.
 */
export class UsualRows {
  readonly #code: Code;
  readonly #bytes: Uint8Array;
  readonly #words: Int32Array;
  readonly #ipv6: Int32Array;
  readonly #text: number;
  /** Where the lines begin and end. */
  #from = 0;
  #end = 0;
  /** Bytes that {@link load} takes, and rows that {@link read} answers at most. */
  readonly room: number;
  readonly most: number;
  /** Of each row two words: its kind, its remaining seconds. */
  readonly rows: Int32Array;
  /** Keys of the rows, in the form of `CountingTable.addAll`. */
  readonly flows: Int32Array;
  readonly sources: Int32Array;
  /** How many rows have each kind, and each META; by class the number of its first row, from 1, or 0. */
  readonly byKind: Int32Array;
  readonly byMeta: Int32Array;
  readonly first: Int32Array;
  /** Of each row that may be an answer two words: its number, from 0, and its source port. */
  readonly answers: Int32Array;

  constructor(code: Code) {
    const { buffer } = code.memory;
    const place = (name: string): number => (code[name] as Global).value;
    this.#code = code;
    this.#bytes = new Uint8Array(buffer);
    this.#words = new Int32Array(buffer);
    this.#ipv6 = new Int32Array(buffer, place("IPV6"));
    this.#text = place("TEXT");
    this.room = place("TEXT_BYTES");
    this.most = place("MOST_ROWS");
    const words = (name: string, length: number) => new Int32Array(buffer, place(name), length);
    this.rows = words("ROWS", this.most * 2);
    this.flows = words("FLOWS", this.most * 4);
    this.sources = words("SOURCES", this.most * 2);
    this.byKind = words("BY_KIND", KINDS);
    this.byMeta = words("BY_META", METAS);
    this.first = words("FIRST", CLASSES.length);
    this.answers = words("ANSWERS", this.most * 2);
    words("ANSWERING", ANSWERING.length).set(ANSWERING);
    for (const [id, { protocol, state }] of STATES.entries()) {
      if (protocol !== "tcp" || state === null) continue;
      this.#bytes.set(asBytes(state), this.#text);
      code.learnTcp(state.length, id * 4);
    }
    const stateless = (protocol: string): number => stateId(protocol, null) * 4;
    code.learnStateless(stateless("udp"), stateless("icmp"), stateless("icmpv6"));
    for (let kind = 0; kind < KINDS; kind++)
      this.#bytes.set(
        ROLES.map(([remaining, sport, dport]) => classOf(kind, remaining, sport, dport, BORDERS)),
        place("CLASSES") + kind * ROLES.length,
      );
  }

  /** Takes whole lines, no more than there is {@link room}. */
  load(lines: Uint8Array): void {
    // memory that two threads share is copied byte by byte, unless both places are aligned alike
    this.#from = this.#text + (lines.byteOffset & 7);
    this.#end = this.#from + lines.length;
    this.#bytes.set(lines, this.#from);
    this.#code.take(this.#from, this.#end);
  }

  /**
   * Reads rows from a place in the lines on. Returns how many, and leaves in {@link stopped} where it stopped.
   *
   * @param borders between the bands of ESTABLISHED, in remaining seconds
   */
  read(at: number, addresses: AddressIndex, borders: readonly [number, number]): number {
    const stuck = STUCK_SECONDS + 1;
    const border = (seconds: number) => Math.min(Math.max(seconds, stuck), 0x7fffffff);
    const [first, second] = borders;
    const code = this.#code;
    code.learnBorders(
      stuck,
      border(first),
      border(Math.min(first + RECENT_FROM, second)),
      border(Math.min(first + RECENT_TO + 1, second)),
      border(second),
      border(second + RECENT_FROM),
    );
    const rows = code.read(this.#from + at, this.#end);
    const count = code.addresses.value;
    if (count > 0) {
      const ids = addresses.internAll(this.#ipv6, IPV6_WORDS, count);
      for (let n = 0; n < count; n++)
        this.#words[this.#ipv6[n * IPV6_WORDS + TEXT_WORDS]!] = ids[n]!;
    }
    return rows;
  }

  /** Rows that may be answers. */
  get answerCount(): number {
    return this.#code.answers.value;
  }

  /** Where in the lines it stopped. */
  get stopped(): number {
    return this.#code.stopped.value - this.#from;
  }
}

let shared: UsualRows | null | undefined;

/** The reader of usual rows; null where WebAssembly is not to be had, and then `scanner.ts` reads all rows. */
export function usualRows(): UsualRows | null {
  if (shared === undefined) {
    const code = exportsOf<Code>(CODE);
    shared = code === null ? null : new UsualRows(code);
  }
  return shared;
}
