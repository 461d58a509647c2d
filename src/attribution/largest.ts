import { CountingTable } from "../parsers/conntrack-table/counting-table.ts";
import { keepTop, type Slot, TOP, topOfUses, useOfFlags } from "./offenders.ts";
import { USE_NAMES } from "./use-ids.ts";
import type { Use } from "./uses.ts";

/** The most buckets: so few that they stay in the processor's own memory. */
const MOST = 1 << 16;

/**
 * The keys of each use that hold most, found without a table of all keys. All of them are shown twice. At first
 * each count goes into one of many buckets: no key comes to more than its bucket, and the tenth largest
 * count tells what the ten largest keys come to at least. Then only those keys are summed whose bucket
 * comes to that: of a million keys some hundreds.
 */
export class Largest {
  readonly #buckets: Int32Array;
  /** By use: the largest counts, each of another key, and the least of them once they are ten. */
  readonly #counts: Slot[][] = USE_NAMES.map(() => []);
  readonly #least = new Float64Array(USE_NAMES.length);
  readonly #sums = new CountingTable(3);
  #again = false;

  /** @param keys how many will be shown, about */
  constructor(keys: number) {
    this.#buckets = new Int32Array(Math.min(MOST, 2 ** Math.ceil(Math.log2(keys + 1))));
  }

  /** Shows a count of a key, whose flags tell its use. */
  add(address: number, port: number, flags: number, count: number): void {
    const bucket = bucketOf(address, port, flags) & (this.#buckets.length - 1);
    const use = useOfFlags(flags);
    if (this.#again) {
      if (this.#buckets[bucket]! >= this.#least[use]!)
        this.#sums.add(address, port, 0, flags, count);
    } else {
      this.#buckets[bucket]! += count;
      if (count > this.#least[use]!) this.#learn(use, { address, port, flags, entries: count });
    }
  }

  /** All were shown once: from now on they are shown again. */
  again(): void {
    this.#again = true;
  }

  /** The largest keys of each use that has any, the first with most. */
  forEachUse(take: (use: Use, top: Slot[]) => void): void {
    topOfUses(this.#sums, take);
  }

  /** The largest keys, when all are of one use. */
  get top(): Slot[] {
    let found: Slot[] = [];
    topOfUses(this.#sums, (_, top) => {
      found = top;
    });
    return found;
  }

  #learn(use: number, slot: Slot): void {
    const counts = this.#counts[use]!;
    const same = counts.findIndex(
      ({ address, port, flags }) =>
        address === slot.address && port === slot.port && flags === slot.flags,
    );
    if (same >= 0) {
      if (counts[same]!.entries >= slot.entries) return;
      counts.splice(same, 1);
    }
    keepTop(counts, slot);
    this.#least[use] = counts[TOP - 1]?.entries ?? 0;
  }
}

function bucketOf(address: number, port: number, flags: number): number {
  const h = Math.imul(address, 0x9e3779b1) ^ Math.imul((port << 7) | flags, 0x85ebca6b);
  return (h >>> 15) ^ (Math.imul(h, 0x2c1b3c6d) >>> 13);
}
