import type { Respelt } from "./respelt.ts";

/** Seconds from one row to the next where nothing else was asked for. */
const USUAL_SECONDS = 2;
const MOST_ROWS = 20_000;
/** The largest number that a counter of the kernel holds. */
const LARGEST = 0xffff_ffff;

const HEAD = /^(?:\w{1,8}\|){0,40}nf_connt\|(?:\w{1,8}\|){0,40}$/;
const ROW = /^[\w ]{0,40}(?:\|[\w ]{0,40}){0,80}\|$/;
const JSON_ROW = /^\{"entries":(?:0|[1-9]\d{0,11})(?:,"[a-z_]{3,20}":(?:0|[1-9]\d{0,11})){4,24}\}$/;

/** Whether a line is a row of `lnstat --json`: all its fields are counters, one is `early_drop`. */
export const isJsonRow = (bare: string): boolean =>
  JSON_ROW.test(bare) && bare.includes('"early_drop"');

const secondsOf = (about: string): number =>
  Number(/\blnstat\b.{0,400}\s(?:-i|--interval)[ =]?(\d{1,5})\b/.exec(about)?.[1] ?? USUAL_SECONDS);

/**
 * The counters of the table as `lnstat -f nf_conntrack` prints them, in columns or as JSON. Its first row tells
 * what there was since boot and each other one what came since the row before, both by the second: here they are
 * the sums again, as a row of `conntrack -S` has them.
 */
export class LnstatTable {
  readonly #seconds: number;
  readonly #files: readonly string[];
  #names: string[] = [];
  readonly #rows: Map<string, number>[] = [];

  private constructor(seconds: number, files: readonly string[]) {
    this.#seconds = seconds;
    this.#files = files;
  }

  /** The table that a line begins; `about` holds the command. */
  static of(bare: string, about: string): LnstatTable | null {
    if (HEAD.test(bare)) return new LnstatTable(secondsOf(about), bare.split("|"));
    if (!isJsonRow(bare)) return null;
    const table = new LnstatTable(secondsOf(about), []);
    table.take(bare);
    return table;
  }

  /** Whether a line is of the table: a row, or the head, which comes again. */
  take(bare: string): boolean {
    if (this.#rows.length >= MOST_ROWS) return false;
    if (this.#files.length === 0) {
      if (!isJsonRow(bare)) return false;
      this.#add(Object.entries(JSON.parse(bare) as Record<string, number>));
      return true;
    }
    if (HEAD.test(bare)) {
      this.#names = [];
      return true;
    }
    const cells = ROW.test(bare) ? bare.split("|").map((cell) => cell.trim()) : [];
    if (cells.length !== this.#files.length) return false;
    // a name too long for its column goes on in the next line
    if (!cells.some((cell) => /^\d+$/.test(cell)))
      this.#names = cells.map((cell, at) => `${this.#names[at] ?? ""}${cell}`);
    else
      this.#add(
        cells.flatMap((cell, at): [string, number][] =>
          this.#files[at] === "nf_connt" ? [[this.#names[at] ?? "", Number(cell)]] : [],
        ),
      );
    return true;
  }

  #add(cells: readonly (readonly [string, number])[]): void {
    const before = this.#rows.at(-1);
    const row = new Map<string, number>();
    for (const [name, value] of cells)
      if (/^[a-z_]{3,20}$/.test(name) && Number.isSafeInteger(value)) {
        const sum = (before?.get(name) ?? 0) + value * this.#seconds;
        row.set(name, name === "entries" ? value : Math.min(LARGEST, sum));
      }
    if (row.size > 0) this.#rows.push(row);
  }

  end(): Respelt[] {
    return this.#rows.map((row) => {
      const entries = row.get("entries");
      const first = entries === undefined ? "" : ` entries=${entries}`;
      const rest = [...row].filter(([name]) => name !== "entries");
      return { text: `cpu=0${first}${rest.map(([name, value]) => ` ${name}=${value}`).join("")}` };
    });
  }
}
