import { type Cells, cells } from "./cells.ts";
import { dateOf } from "./dates.ts";
import { type Kept, keptLine, kernelsOf } from "./kept-messages.ts";
import type { Respelt } from "./respelt.ts";

type Column = "said" | "when" | "where" | "labels";
/** What a column of a store's export holds, by its title: the first column of a kind counts. */
const COLUMNS: readonly (readonly [RegExp, Column])[] = [
  [
    /^(?:@?message|msg|line|_raw|log|body|content|textpayload|syslogmessage|short_message|jsonpayload\.message|event\.original)$/i,
    "said",
  ],
  [/^(?:@?timestamp|_?time(?:generated)?(?: \[UTC\])?|date|ts|receivetimestamp)$/i, "when"],
  [
    /^(?:host(?:name)?|host\.(?:host)?name|_?hostname|jsonpayload\._hostname|resource\.labels\.node_name|computer|agent\.(?:host)?name|kubernetes\.node(?:_|\.)name|node(?:_?name)?|instance)$/i,
    "where",
  ],
  [/^(?:source|_source|@?logstream|log_?stream(?:name)?)$/i, "where"],
  [/^labels$/i, "labels"],
];
const MOST_ROWS = 20_000;
/** Characters of a row whose message goes over several lines. */
const LONGEST_ROW = 16_384;

/** Kibana's `Mar 3, 2026 @ 10:00:01.123`, and Azure's `3/3/2026, 10:00:01.123 AM`, which has the month first. */
const NAMED = /^([A-Z][a-z]{2}) (\d{1,2}), (\d{4}) @ (\d\d:\d\d:\d\d(?:\.\d{1,9})?)$/;
const SLASHED =
  /^(\d{1,2})\/(\d{1,2})\/(\d{4}),? (\d{1,2}):(\d\d:\d\d)(?:\.\d{1,9})?(?: ([AP])M)?$/;
const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");
const two = (number: number | string): string => String(number).padStart(2, "0");

/** Milliseconds since 1970, and whether the cell tells its zone; null of what is no date. */
function momentOf(cell: string): { time: number; isWall: boolean } | null {
  if (/^1\d{12}$/.test(cell)) return { time: Number(cell), isWall: false };
  if (/^1\d{18}$/.test(cell)) return { time: Number(cell.slice(0, 13)), isWall: false };
  const [, name, day, year, clock] = NAMED.exec(cell) ?? [];
  const [, first, second, of, hour, rest, half] = SLASHED.exec(cell) ?? [];
  const isWall = !/(?:Z|UTC|[+-]\d\d:?\d\d)$/.test(cell);
  const text =
    name !== undefined
      ? `${year}-${two(MONTHS.indexOf(name) + 1)}-${two(day!)} ${clock}`
      : first !== undefined
        ? `${of}-${two(first)}-${two(second!)} ${two((Number(hour) % (half === undefined ? 24 : 12)) + (half === "P" ? 12 : 0))}:${rest}`
        : cell;
  const time = dateOf(text);
  return time === null ? null : { time, isWall };
}

/** A log that a store exported as a table, a row a message. */
export class LogTable {
  readonly #delimiter: string;
  readonly #columns: readonly (Column | null)[];
  readonly #rows: Kept[] = [];
  #begun = "";

  private constructor(delimiter: string, columns: readonly (Column | null)[]) {
    this.#delimiter = delimiter;
    this.#columns = columns;
  }

  /** The table that a line is the head of. */
  static of(bare: string): LogTable | null {
    if (bare.length > 4000 || !/time|date|ts\b/i.test(bare)) return null;
    const delimiter = /[,;\t]/.exec(bare)?.[0];
    if (delimiter === undefined) return null;
    const columns = cells(bare, delimiter).map(
      (title) =>
        COLUMNS.find(([pattern]) => pattern.test(title.replace(/^"|"$/g, "")))?.[1] ?? null,
    );
    const isLog = columns.includes("said") && columns.includes("when");
    return isLog ? new LogTable(delimiter, columns) : null;
  }

  /** Whether a line is a row of the table, or part of one. */
  take(bare: string): boolean {
    const whole = this.#begun === "" ? bare : `${this.#begun} ${bare}`;
    this.#begun = "";
    if (whole.length > LONGEST_ROW || this.#rows.length >= MOST_ROWS) return false;
    if ((whole.match(/"/g)?.length ?? 0) % 2 === 1) {
      this.#begun = whole;
      return true;
    }
    const row = cells(whole, this.#delimiter);
    if (row.length !== this.#columns.length) return false;
    const at = this.#of(row, "when")
      .map(momentOf)
      .find((one) => one !== null);
    const [said] = this.#of(row, "said");
    if (said === undefined || said === "") return at !== undefined;
    this.#rows.push(keptLine(said, at?.time ?? null, this.#host(row), at?.isWall));
    return true;
  }

  #of(row: Cells, what: Column): string[] {
    return row.flatMap((cell, at) =>
      this.#columns[at] === what ? [cell.replace(/^"(.*)"$/, "$1").trim()] : [],
    );
  }

  #host(row: Cells): string | null {
    const labels = this.#of(row, "labels")[0] ?? "";
    const labelled = /"(?:host(?:name)?|node(?:_?name)?|instance)":\s?"([^"]{1,253})"/.exec(
      labels.replaceAll('""', '"'),
    )?.[1];
    const names = [...this.#of(row, "where"), labelled ?? ""];
    return (
      names
        .map((name) => /^([\w.-]{1,253})(?::\d{1,5})?$/.exec(name)?.[1])
        .find((name) => name !== undefined) ?? null
    );
  }

  /** The kernel's lines by time: a store gives the latest first. */
  end(): Respelt[] {
    return kernelsOf(this.#rows) ?? [];
  }
}
