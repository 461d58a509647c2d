import { type ConntrackCountersFact, spelling } from "./conntrack-counters.ts";
import type { LineParser } from "./line-parser.ts";
import { plain, REFUSED, type Redaction } from "./redaction.ts";
import { defineSource } from "./source.ts";
import { decimal, parseFailed, words } from "./values.ts";

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
const parser: LineParser<ConntrackCountersFact> = (entry) => {
  const perCpu = new Map<string, number[]>();
  const cpuLines: number[] = [];
  let entries: number | null = null;
  let entriesLine: number | null = null;
  let vertical = false;
  let unparsedLines = 0;
  const cutLines: number[] = [];

  const row = (cells: string[], number: number) => {
    const cpu = cpuLines.length;
    const taken = new Map<string, number>();
    let isCut = false;
    for (const cell of cells.slice(1, 64)) {
      const equals = cell.indexOf("=");
      const value = decimal(cell.slice(equals + 1));
      if (equals < 1 || value === null || value > 0xffff_ffff) isCut = true;
      else {
        const name = spelling(cell.slice(0, equals));
        if (!taken.has(name)) taken.set(name, value);
      }
    }
    isCut ||= taken.size === 0 || [...perCpu.keys()].some((name) => !taken.has(name));
    // its sums would be of some CPUs only, and its last number may be cut as well
    if (isCut) {
      cutLines.push(number);
      return;
    }
    const total = taken.get("entries");
    if (total !== undefined && entries === null) {
      entriesLine = number;
      entries = total;
    }
    for (const [name, value] of taken) {
      if (name === "entries") continue;
      const values = perCpu.get(name) ?? (cpu === 0 ? [] : null);
      if (values === null) continue;
      values.push(value);
      perCpu.set(name, values);
    }
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
      if (perCpu.size === 0 && cutLines.length > 0)
        throw parseFailed(entry, cutLines[0]!, "a CPU's row is cut or damaged");
      if (perCpu.size === 0) throw parseFailed(entry, 1, "no counters: expected rows of cpu=N");
      return {
        entries,
        entriesLine,
        headerLine: null,
        perCpu,
        cpuLines,
        oneCpuOnly: vertical,
        cutLines,
        unparsedLines,
      };
    },
  };
};

const SHOWN = plain([
  /^cpu=\d+(?:\s+[a-z_]+\d*=\d+)*$/,
  new RegExp(`^(?:${[...VERTICAL].join("|")})\\s+\\d+$`),
]);

/** A row that is cut stays one. */
const redact: Redaction = () => {
  const shown = SHOWN();
  return (line, hide) =>
    shown(line, hide) || (/^\s*(cpu=\d+)\s/.exec(line)?.[1]?.concat(` ${REFUSED}`) ?? "");
};

export const conntrackS = defineSource<ConntrackCountersFact>({
  what: "the counters of conntrack -S",
  get: "conntrack -S",
  sensitive: ["nothing"],
  redact,
  alternatives: ["conntrack-stat"],
  parser,
});
