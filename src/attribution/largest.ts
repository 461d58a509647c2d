import { CountingTable } from "../parsers/conntrack-table/counting-table.ts";
import { keepTop, type Slot, TOP, useOfFlags } from "./offenders.ts";
import { USE_NAMES } from "./use-ids.ts";
import type { Use } from "./uses.ts";

/** The most buckets: so few that they stay in the processor's own memory. */
const MOST_BUCKETS = 1 << 16;
/** Keys that are summed in one look, about: at most 64 MB of them. */
const AT_ONCE = 1 << 21;

/**
 * The keys of each use that hold most, found without a table of all keys. Everything is shown to it as often
 * as {@link again} asks for. At first each count goes into one of many buckets: no key comes to more than
 * its bucket, and the tenth largest count tells what the ten largest keys come to at least. Then only those
 * keys are summed whose bucket comes to that: of a million keys some hundreds, as a rule; where all hold
 * alike it may be all of them, and then a part of the buckets has its turn in each look.
 */
export class Largest {
  readonly #buckets: Int32Array;
  /** By use: the largest counts, each of another key, and the least of them once they are ten. */
  readonly #counts: Slot[][] = USE_NAMES.map(() => []);
  readonly #least = new Float64Array(USE_NAMES.length);
  readonly #tops: Slot[][] = USE_NAMES.map(() => []);
  readonly #sums = new CountingTable(3);
  readonly #atOnce: number;
  /** By use: how many counts were shown in one look. */
  readonly #shown = new Float64Array(USE_NAMES.length);
  /** The part of the buckets that is summed in this look, of so many, a power of two; -1 in the first look. */
  #part = -1;
  #parts = 1;

  /**
   * @param keys how many will be shown, about
   * @param atOnce how many are summed in one look, about
   */
  constructor(keys: number, atOnce = AT_ONCE) {
    this.#buckets = new Int32Array(Math.min(MOST_BUCKETS, 2 ** Math.ceil(Math.log2(keys + 1))));
    this.#atOnce = atOnce;
  }

  /** Shows a count of a key, whose flags tell its use. */
  add(address: number, port: number, flags: number, count: number): void {
    const bucket = bucketOf(address, port, flags) & (this.#buckets.length - 1);
    const use = useOfFlags(flags);
    if (this.#part < 0) {
      this.#shown[use]!++;
      this.#buckets[bucket]! += count;
      if (count > this.#least[use]!) this.#learn(use, { address, port, flags, entries: count });
    } else if (
      (bucket & (this.#parts - 1)) === this.#part &&
      this.#buckets[bucket]! >= this.#least[use]!
    )
      this.#sums.add(address, port, 0, flags, count);
  }

  /** Ends a look. Answers whether all must be shown once more. */
  again(): boolean {
    if (this.#part < 0) this.#parts = this.#partsNeeded();
    else {
      this.#sums.forEach((address, port, _, flags, entries) => {
        keepTop(this.#tops[useOfFlags(flags)]!, address, port, flags, entries);
      });
      this.#sums.clear();
    }
    this.#part++;
    return this.#part < this.#parts;
  }

  /** The largest keys of each use that has any, the first with most. */
  forEachUse(take: (use: Use, top: Slot[]) => void): void {
    for (const [use, top] of this.#tops.entries()) if (top.length > 0) take(USE_NAMES[use]!, top);
  }

  /** The largest keys, when all are of one use. */
  get top(): Slot[] {
    return this.#tops.find((top) => top.length > 0) ?? [];
  }

  #learn(use: number, { address, port, flags, entries }: Slot): void {
    const counts = this.#counts[use]!;
    const same = counts.findIndex(
      (one) => one.address === address && one.port === port && one.flags === flags,
    );
    if (same >= 0) {
      if (counts[same]!.entries >= entries) return;
      counts.splice(same, 1);
    }
    keepTop(counts, address, port, flags, entries);
    this.#least[use] = counts[TOP - 1]?.entries ?? 0;
  }

  /** So many that the keys of one part are few enough, even if each was shown once. */
  #partsNeeded(): number {
    const { length } = this.#buckets;
    if (this.#shown.reduce((sum, shown) => sum + shown, 0) <= this.#atOnce) return 1;
    let keys = 0;
    for (const [use, shown] of this.#shown.entries()) {
      if (shown === 0) continue;
      const full = this.#buckets.reduce((sum, held) => sum + Number(held >= this.#least[use]!), 0);
      keys += (shown * full) / length;
    }
    return 2 ** Math.max(0, Math.ceil(Math.log2(keys / this.#atOnce)));
  }
}

function bucketOf(address: number, port: number, flags: number): number {
  const h = Math.imul(address, 0x9e3779b1) ^ Math.imul((port << 7) | flags, 0x85ebca6b);
  return (h >>> 15) ^ (Math.imul(h, 0x2c1b3c6d) >>> 13);
}
