import type { LineParser } from "./line-parser.ts";
import { hexTable, type PerCpuCounters } from "./per-cpu.ts";
import { decimal, parseFailed, words } from "./values.ts";

/**
 * The counters of connection tracking in one network namespace.
 *
 * Source: `/proc/net/stat/nf_conntrack` or `conntrack -S`. Unit: events since boot, per CPU.
 * Names are the kernel's, with one spelling where sources differ: see {@link SPELLINGS}.
 * `clash_resolve` exists since 5.9 and `chaintoolong` since 5.15; before, the column `chainlength`
 * does not exist or is always absent. `search_restart` exists since 2.6.35.
 */
export interface ConntrackCountersFact extends PerCpuCounters {
  /** Entries in the namespace's table. One total that every row repeats: never a sum. Null in netlink's form. */
  entries: number | null;
  /** The line of `entries`; null with it. */
  entriesLine: number | null;
  /** The line of the header row; null in forms without one. */
  headerLine: number | null;
  /**
   * True for the vertical list of conntrack-tools up to 1.4.4, which is of the first CPU alone:
   * its counters are lower bounds, and a counter of 0 there says nothing.
   */
  oneCpuOnly: boolean;
  /** Lines that are no counters, such as messages of the tool. */
  unparsedLines: number;
}

/** Other spellings of one counter, and the spelling that the fact uses. */
const SPELLINGS: Readonly<Record<string, string>> = {
  icmp_error: "error",
  clashres: "clash_resolve",
  chainlength: "chaintoolong",
};

const spelling = (name: string) => (Object.hasOwn(SPELLINGS, name) ? SPELLINGS[name]! : name);

/**
 * Parses the kernel's own table: a header row, then hexadecimal rows, one per possible CPU.
 * Columns are found by name: the second one is `searched` up to 5.8 and `clashres` from 5.10.
 * @throws AnalyzerError `PARSE_FAILED` when the header or any row is damaged.
 */
export const conntrackStat: LineParser<ConntrackCountersFact> = (entry) => {
  const table = hexTable(entry, "entries", spelling);
  return {
    line: table.line,
    end() {
      const { perCpu, cpuLines, headerLine } = table.end();
      const entries = perCpu.get("entries")?.[0] ?? null;
      perCpu.delete("entries");
      const entriesLine = cpuLines[0] ?? null;
      return {
        entries,
        entriesLine,
        headerLine,
        perCpu,
        cpuLines,
        oneCpuOnly: false,
        unparsedLines: 0,
      };
    },
  };
};

/** The counters that a tool up to 1.4.4 lists one below the other. */
const VERTICAL = new Set(
  (
    "entries searched found new invalid ignore delete delete_list insert insert_failed drop " +
    "early_drop icmp_error expect_new expect_create expect_delete search_restart"
  ).split(" "),
);

/**
 * Parses `conntrack -S` in its three forms: rows of `cpu=0 found=0 …` from netlink, the same rows
 * from /proc (with `entries`, hexadecimal turned to decimal by the tool), and the vertical list.
 * @throws AnalyzerError `PARSE_FAILED` when there are no counters, or a CPU's row is cut.
 */
export const conntrackS: LineParser<ConntrackCountersFact> = (entry) => {
  const perCpu = new Map<string, number[]>();
  const cpuLines: number[] = [];
  let entries: number | null = null;
  let entriesLine: number | null = null;
  let vertical = false;
  let unparsedLines = 0;
  let cutLine = 0;

  const row = (cells: string[], number: number) => {
    const cpu = cpuLines.length;
    let taken = 0;
    for (const cell of cells.slice(1, 64)) {
      const equals = cell.indexOf("=");
      const value = decimal(cell.slice(equals + 1));
      if (equals < 1 || value === null || value > 0xffff_ffff) {
        cutLine ||= number;
        continue;
      }
      const name = spelling(cell.slice(0, equals));
      if (name === "entries") {
        entriesLine ??= number;
        entries ??= value;
        continue;
      }
      const values = perCpu.get(name) ?? (cpu === 0 ? [] : null);
      if (values === null || values.length !== cpu) continue;
      values.push(value);
      perCpu.set(name, values);
      taken++;
    }
    if (taken < perCpu.size || taken === 0) cutLine ||= number;
    cpuLines.push(number);
  };

  return {
    line(text, number) {
      const cells = words(text);
      if (cells.length === 0) return;
      if (/^cpu=\d{1,5}$/.test(cells[0]!) && !vertical) return row(cells, number);
      const value = cells.length === 2 && VERTICAL.has(cells[0]!) ? decimal(cells[1]!) : null;
      if (value === null || (cpuLines.length > 0 && !vertical)) {
        unparsedLines++;
        return;
      }
      vertical = true;
      if (cells[0] === "entries") {
        entries = value;
        entriesLine = number;
        return;
      }
      if (cpuLines.length === 0) cpuLines.push(number);
      perCpu.set(spelling(cells[0]!), [value]);
    },
    end() {
      if (cutLine > 0) throw parseFailed(entry, cutLine, "a CPU's row is cut or damaged");
      if (perCpu.size === 0) throw parseFailed(entry, 1, "no counters: expected rows of cpu=N");
      return {
        entries,
        entriesLine,
        headerLine: null,
        perCpu,
        cpuLines,
        oneCpuOnly: vertical,
        unparsedLines,
      };
    },
  };
};
