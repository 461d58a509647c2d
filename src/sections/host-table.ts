import { isRule } from "./drawn.ts";
import type { Respelt } from "./respelt.ts";

type Column = "host" | "count" | "max";
/** What a column holds, by its title. */
const COLUMNS: readonly (readonly [RegExp, Column])[] = [
  [
    /^(?:node|host|hostname|instance|server|machine|node[_ ]?name|knoten|rechner|n(?:œ|oe)ud|nodo|servidor)$/i,
    "host",
  ],
  [
    /^(?:net\.netfilter\.)?(?:nf_)?conntrack[_ .-]?(?:count|entries|used|current)$|^count$|^entries$/i,
    "count",
  ],
  [/^(?:net\.netfilter\.)?(?:nf_)?conntrack[_ .-]?(?:max|limit)$|^max$|^limit$/i, "max"],
];
const NUMBER = /^\d{1,3}(?:[,.' ]\d{3})+$|^\d{1,15}$/;
const MOST_ROWS = 5000;

/** The cells of a row, parted as its head is. */
function cellsOf(bare: string, delimiter: RegExp): string[] {
  return bare.split(delimiter).map((cell) => cell.replace(/^[\s"`*]{1,8}|[\s"`*]{1,8}$/g, ""));
}

/** A table with a row a machine, of its count and its limit, as people and scripts draw them up. */
export class HostTable {
  readonly #delimiter: RegExp;
  readonly #columns: readonly (Column | null)[];
  readonly #lines: Respelt[] = [];

  private constructor(delimiter: RegExp, columns: readonly (Column | null)[]) {
    this.#delimiter = delimiter;
    this.#columns = columns;
  }

  /** The table that a line is the head of, where it, or what tells where it comes from, speaks of connection tracking. */
  static of(bare: string, about: string): HostTable | null {
    if (
      bare.length > 500 ||
      !/conntrack/i.test(`${about} ${bare}`) ||
      !/node|host|instance|serv|machine|knoten|rechner|n(?:œ|oe)ud|nodo/i.test(bare)
    )
      return null;
    const delimiter = bare.includes("\t")
      ? /\t/
      : bare.includes(";")
        ? /;/
        : bare.includes(",")
          ? /,/
          : /\s{1,80}/;
    const titles = cellsOf(bare, delimiter);
    const columns = titles.map(
      (title) => COLUMNS.find(([pattern]) => pattern.test(title))?.[1] ?? null,
    );
    const isWhole = (["host", "count", "max"] as const).every(
      (one) => columns.filter((other) => other === one).length === 1,
    );
    return isWhole ? new HostTable(delimiter, columns) : null;
  }

  /** Whether a line is a row of the table, or the rule below its head. */
  take(bare: string): boolean {
    if (isRule(bare)) return true;
    const cells = cellsOf(bare, this.#delimiter);
    const of = (what: Column) => cells[this.#columns.indexOf(what)] ?? "";
    const [host, count, max] = [of("host"), of("count"), of("max")];
    if (cells.length !== this.#columns.length || !/^[A-Za-z0-9][\w.:-]{0,252}$/.test(host))
      return false;
    if (!NUMBER.test(count) || !NUMBER.test(max) || this.#lines.length >= 2 * MOST_ROWS)
      return false;
    const settings = [
      ["count", count],
      ["max", max],
    ] as const;
    for (const [name, value] of settings)
      this.#lines.push({
        text: `net.netfilter.nf_conntrack_${name} = ${value.replace(/\D/g, "")}`,
        host,
      });
    return true;
  }

  end(): Respelt[] {
    return this.#lines;
  }
}
