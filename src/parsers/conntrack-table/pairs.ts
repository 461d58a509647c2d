import { CountingTable } from "./counting-table.ts";
import { flowHash } from "./flow-hash.ts";
import { CLASS_MASK, IPV6 } from "./row.ts";
import { TAG_BITS } from "./slots.ts";
import { CLASS, CLASSES } from "./states.ts";

/** A source, and the destination and port that it has TCP connections to. */
export interface Pair {
  source: number;
  destination: number;
  port: number;
  meta: number;
  /** At least so many entries. */
  entries: number;
}

const TCP = /^(?:time-wait|closing|close-wait|unanswered-syn|handshake|half-open|established-.*)$/;
const IS_TCP = new Uint8Array(CLASS_MASK + 1);
for (const name of CLASSES) if (TCP.test(name)) IS_TCP[CLASS[name]] = 1;

const SLOTS = 1 << 12;
/** Words of a slot: source, destination, destination port << 16 | meta, entries. */
const WORDS = 4;

/** Rows that are added together, at most. */
const MOST_ROWS = 512;
/** A count of one, as `CountingTable.addAll` wants it. */
const ONE = 1 << TAG_BITS;
/** Pairs that are counted one by one: 2 MB of them. */
const MOST_EXACT = 1 << 16;

/**
 * The pairs of source and destination that have very many entries between them. So many are counted exactly; where
 * there are more, a slot belongs to the pair that holds most of what falls into it: another pair's entry takes one
 * of its counts away. So each count is too low by what shares the slot, a few thousandths of the table, and the
 * memory is 64 kB for any table.
 */
export class Pairs {
  readonly #slots = new Int32Array(SLOTS * WORDS);
  /** As long as there are few. */
  #exact: CountingTable | null = new CountingTable(3);
  /** Entries since it was last looked at how many pairs there are. */
  #unlooked = 0;
  readonly #keys = new Int32Array(MOST_ROWS * WORDS);

  /** @param ports as in `row.ts`: the destination's in the upper half */
  add(source: number, destination: number, ports: number, meta: number): void {
    if (IS_TCP[meta & CLASS_MASK] === 0) return;
    const port = portOf(ports, meta);
    if (this.#exact === null) this.#share(source, destination, port, 1);
    else {
      this.#exact.add(source, destination, port, 0, 1);
      this.#added(1);
    }
  }

  /**
   * Adds many rows, by their keys in `usual.ts`.
   *
   * @param sources of each row two words, its source first
   * @param flows of each row four words: destination, another, ports as for `add`, and META with a count above it
   */
  addAll(sources: Int32Array, flows: Int32Array, count: number): void {
    const keys = this.#keys;
    let to = 0;
    for (let n = 0; n < count; n++) {
      const meta = flows[n * 4 + 3]!;
      if (IS_TCP[meta & CLASS_MASK] === 0) continue;
      keys[to] = sources[n * 2]!;
      keys[to + 1] = flows[n * 4]!;
      keys[to + 2] = portOf(flows[n * 4 + 2]!, meta);
      keys[to + 3] = ONE;
      to += WORDS;
    }
    if (this.#exact !== null) {
      this.#exact.addAll(keys, to / WORDS);
      this.#added(to / WORDS);
    } else
      for (let at = 0; at < to; at += WORDS)
        this.#share(keys[at]!, keys[at + 1]!, keys[at + 2]!, 1);
  }

  /** Now and then looks whether there are too many to count them one by one. */
  #added(count: number): void {
    this.#unlooked += count;
    if (this.#unlooked < MOST_EXACT || this.#exact === null) return;
    this.#unlooked = 0;
    if (this.#exact.size <= MOST_EXACT) return;
    this.#exact.forEach((source, destination, port, _, count) => {
      this.#share(source, destination, port, count);
    });
    this.#exact = null;
  }

  /** Counts a pair in the slot that it shares with others. */
  #share(source: number, destination: number, port: number, count: number): void {
    const slots = this.#slots;
    const at = (flowHash(source, destination, port) & (SLOTS - 1)) * WORDS;
    const held = slots[at + 3]!;
    if (slots[at] === source && slots[at + 1] === destination && slots[at + 2] === port)
      slots[at + 3] = held + count;
    else if (held >= count) slots[at + 3] = held - count;
    else {
      slots[at] = source;
      slots[at + 1] = destination;
      slots[at + 2] = port;
      slots[at + 3] = count - held;
    }
  }

  /** The pair with most entries; of equals the one with the lower addresses. */
  get top(): Pair | null {
    let best: Pair | null = null;
    const look = (source: number, destination: number, port: number, entries: number) => {
      if (entries === 0 || entries < (best?.entries ?? 0)) return;
      const one = { source, destination, port: port >>> 16, meta: port & 0xffff, entries };
      if (best === null || entries > best.entries || isBefore(one, best)) best = one;
    };
    this.#exact?.forEach((source, destination, port, _, count) => {
      look(source, destination, port, count);
    });
    const slots = this.#slots;
    for (let at = 0; at < slots.length; at += WORDS)
      look(slots[at]!, slots[at + 1]!, slots[at + 2]!, slots[at + 3]!);
    return best;
  }
}

/** Destination port << 16 | META without its class and its SNAT. */
const portOf = (ports: number, meta: number): number => (ports & ~0xffff) | (meta & IPV6);

const isBefore = (a: Pair, b: Pair): boolean =>
  ((a.source >>> 0) - (b.source >>> 0) ||
    (a.destination >>> 0) - (b.destination >>> 0) ||
    a.port - b.port) < 0;
