import type { LineParser } from "./line-parser.ts";
import { plain } from "./redaction.ts";
import { defineSource } from "./source.ts";
import { decimal, fractional, parseFailed } from "./values.ts";

/**
 * How the table and its counters went during the window, in columns of equal length.
 *
 * Source: timeline.csv, a row each interval. Null stands for a cell that is empty or no number.
 */
export interface TimelineFact {
  /** Milliseconds since 1970. */
  time: (number | null)[];
  /** Seconds since boot. */
  uptime: (number | null)[];
  /** Entries in the table, and the most it takes. */
  count: (number | null)[];
  max: (number | null)[];
  /** Counters since boot, summed over CPUs (each wraps at 32 bit), by the kernel's column names. */
  counters: Map<string, (number | null)[]>;
  /** The line of each row. */
  line: number[];
  /** Rows that were skipped: cut, or without any number in `count`. */
  badRows: number;
  /** True when rows beyond the ceiling were left out. */
  cut: boolean;
}

/** More than a day at a row a second. */
const MAX_ROWS = 100_000;
/** The kernel's table has 17 columns. */
const MAX_COLUMNS = 64;

const instant = (text: string): number | null => {
  const ok = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)$/.test(text);
  const at = ok ? Date.parse(text) : Number.NaN;
  return Number.isNaN(at) ? null : at;
};

/** @throws AnalyzerError `PARSE_FAILED` when the header lacks `time` or `count`. */
const parser: LineParser<TimelineFact> = (entry) => {
  const rows: string[] = [];
  const numbers: number[] = [];
  let cut = false;
  return {
    line(text, number) {
      const trimmed = text.trim();
      if (trimmed === "") return;
      if (rows.length > MAX_ROWS) {
        cut = true;
        return;
      }
      rows.push(trimmed.slice(0, 2048));
      numbers.push(number);
    },
    end() {
      // without quotes, one line is one record, whatever it holds
      const [header = [], ...records] = rows.map((row) =>
        row.split(",").map((cell) => cell.trim()),
      );
      if (!header.includes("time") || !header.includes("count") || header.length > MAX_COLUMNS) {
        throw parseFailed(entry, numbers[0] ?? 1, "expected a header with time and count");
      }
      const fact: TimelineFact = {
        time: [],
        uptime: [],
        count: [],
        max: [],
        counters: new Map(),
        line: [],
        badRows: 0,
        cut,
      };
      for (const name of header) {
        if (!["time", "uptime", "count", "max", ""].includes(name)) fact.counters.set(name, []);
      }
      const at = (name: string) => header.indexOf(name);
      const [time, uptime, count, max] = [at("time"), at("uptime"), at("count"), at("max")];
      const columns = [...fact.counters].map(([name, column]) => ({ column, place: at(name) }));
      for (const [index, record] of records.entries()) {
        const entries = decimal(record[count] ?? "");
        // A row of another length was cut, so that its last number may be cut as well.
        if (record.length !== header.length || entries === null) {
          fact.badRows++;
          continue;
        }
        fact.time.push(instant(record[time] ?? ""));
        fact.uptime.push(fractional(record[uptime] ?? ""));
        fact.count.push(entries);
        fact.max.push(decimal(record[max] ?? ""));
        for (const { column, place } of columns) column.push(decimal(record[place] ?? ""));
        fact.line.push(numbers[index + 1] ?? 1);
      }
      return fact;
    },
  };
};

export const timeline = defineSource<TimelineFact>({
  what: "the timeline of count and counters",
  get: "sh collect.sh --duration 30",
  sensitive: ["nothing"],
  redact: plain([/^(?=.*\btime\b)(?=.*\bcount\b)[a-z_,]+$/, /^[\dTZ:+,.-]+$/]),
  alternatives: [],
  parser,
});
