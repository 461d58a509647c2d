import { type ConntrackCountersFact, spelling } from "./conntrack-counters.ts";
import type { LineParser } from "./line-parser.ts";
import { hexTable } from "./per-cpu.ts";
import { plain, REFUSED } from "./redaction.ts";
import { defineSource } from "./source.ts";

/**
 * Parses the kernel's own table: a header row, then hexadecimal rows, one per possible CPU.
 * Columns are found by name: the second one is `searched` up to 5.8 and `clashres` from 5.10.
 * @throws AnalyzerError `PARSE_FAILED` when the header or any row is damaged.
 */
const parser: LineParser<ConntrackCountersFact> = (entry) => {
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
        cutLines: [],
        unparsedLines: 0,
      };
    },
  };
};

export const conntrackStat = defineSource<ConntrackCountersFact>({
  what: "the per-CPU counters",
  get: "cat /proc/net/stat/nf_conntrack",
  sensitive: ["nothing"],
  redact: plain([/^entries(?:,?\s+[a-z_]+)+$/, /^[0-9a-f]{1,8}(?:\s+[0-9a-f]{1,8})*$/i], REFUSED),
  alternatives: ["conntrack-s"],
  wanted: true,
  parser,
});
