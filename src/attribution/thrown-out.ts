import { LIMITS } from "../limits.ts";
import { countRow } from "../parsers/conntrack-table/count.ts";
import { newTable, type TableFact } from "../parsers/conntrack-table/fact.ts";
import { flowHash } from "../parsers/conntrack-table/flow-hash.ts";
import { USUAL_BORDERS } from "../parsers/conntrack-table/index.ts";
import * as row from "../parsers/conntrack-table/row.ts";
import { ASSURED } from "../parsers/conntrack-table/states.ts";
import type { RecordedDumpFact } from "../parsers/recorded-dump/index.ts";

/** Seconds that an entry must have left beyond the time between two dumps: these take their time as well. */
const AMPLE_SECONDS = 10;

/** Entries that were removed before their time, by two dumps. */
export interface ThrownOut {
  entry: string;
  from: number;
  to: number;
  table: TableFact;
}

/**
 * What a dump has with time left for more than until the next one, which lacks it: evicted, or deleted. At least:
 * what was born after the one dump and evicted before the other is in none. Null without two dumps.
 */
export function thrownOut(dumps: readonly RecordedDumpFact[]): ThrownOut | null {
  const inOrder = dumps.filter(({ at }) => Number.isFinite(at)).sort((a, b) => a.at - b.at);
  const pairs = inOrder
    .slice(1)
    .flatMap((later, at) => (later.isWhole ? [[inOrder[at]!, later] as const] : []));
  const [first] = pairs;
  if (first === undefined) return null;
  const table = newTable(first[1].entry, USUAL_BORDERS, LIMITS);
  let line = 0;
  for (const [before, after] of pairs) {
    const least = (after.at - before.at) / 1000 + AMPLE_SECONDS;
    const there = new Rows(after.rows);
    for (let at = 0; at < before.rows.length; at += row.ROW_WORDS) {
      const words = before.rows.subarray(at, at + row.ROW_WORDS);
      if ((words[row.KIND]! & ASSURED) !== 0 || words[row.REMAINING]! < least) continue;
      if (!there.has(words)) countRow(table, words.slice(), ++line);
    }
  }
  return { entry: first[1].entry, from: first[0].at, to: pairs.at(-1)![1].at, table };
}

/** Rows by their flows. */
class Rows {
  readonly #rows: Int32Array;
  /** The number of a row and 1, and 0 where there is none. */
  readonly #slots: Int32Array;

  constructor(rows: Int32Array) {
    this.#rows = rows;
    const count = rows.length / row.ROW_WORDS;
    this.#slots = new Int32Array(2 ** Math.ceil(Math.log2(count * 2 + 2)));
    for (let n = 0; n < count; n++)
      this.#slots[this.#find(rows.subarray(n * row.ROW_WORDS, (n + 1) * row.ROW_WORDS))] = n + 1;
  }

  has(words: Int32Array): boolean {
    return this.#slots[this.#find(words)] !== 0;
  }

  #find(words: Int32Array): number {
    const mask = this.#slots.length - 1;
    let slot = flowHash(words[row.SRC]!, words[row.DST]!, row.portsOf(words)) & mask;
    for (; this.#slots[slot] !== 0; slot = (slot + 1) & mask)
      if (this.#isSame(words, (this.#slots[slot]! - 1) * row.ROW_WORDS)) break;
    return slot;
  }

  #isSame(words: Int32Array, at: number): boolean {
    const rows = this.#rows;
    return (
      words[row.SRC] === rows[at + row.SRC] &&
      words[row.DST] === rows[at + row.DST] &&
      words[row.SPORT] === rows[at + row.SPORT] &&
      words[row.PORTS]! >>> 16 === rows[at + row.PORTS]! >>> 16 &&
      words[row.KIND]! >> 2 === rows[at + row.KIND]! >> 2 &&
      words[row.ZONE] === rows[at + row.ZONE]
    );
  }
}
