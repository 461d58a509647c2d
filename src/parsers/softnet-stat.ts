import type { LineParser } from "./line-parser.ts";
import type { PerCpuCounters } from "./per-cpu.ts";
import { plain, REFUSED } from "./redaction.ts";
import { defineSource } from "./source.ts";
import { hex32, parseFailed, words } from "./values.ts";

/**
 * What each CPU received and lost before any protocol saw it.
 *
 * Source: `/proc/net/softnet_stat`: no header, a row of hexadecimal cells per online CPU. Unit:
 * `processed` and `dropped` in packets (backlog queue full), `time_squeeze` in runs that ended
 * with work left; all since boot, 32 bit.
 */
export interface SoftnetStatFact extends PerCpuCounters {
  perCpu: Map<"processed" | "dropped" | "time_squeeze" | string, number[]>;
}

/** By position: the kernel never moved these three, it only appends columns. */
const COLUMNS = ["processed", "dropped", "time_squeeze"] as const;

/** @throws AnalyzerError `PARSE_FAILED` when there is no row, or one is damaged. */
const parser: LineParser<SoftnetStatFact> = (entry) => {
  const perCpu = new Map<string, number[]>(COLUMNS.map((name) => [name, []]));
  const cpuLines: number[] = [];
  let badLine = 0;
  return {
    line(text, number) {
      const cells = words(text);
      if (cells.length === 0 || badLine > 0) return;
      const values = cells.slice(0, COLUMNS.length).map(hex32);
      if (values.length < COLUMNS.length || values.includes(null) || cpuLines.length >= 65_536) {
        badLine = number;
        return;
      }
      for (const [column, name] of COLUMNS.entries()) perCpu.get(name)?.push(values[column] ?? 0);
      cpuLines.push(number);
    },
    end() {
      if (badLine > 0) throw parseFailed(entry, badLine, "expected a row of hexadecimal counters");
      if (cpuLines.length === 0) throw parseFailed(entry, 1, "no row of counters");
      return { perCpu, cpuLines };
    },
  };
};

export const softnetStat = defineSource<SoftnetStatFact>({
  what: "the per-CPU receive statistics",
  get: "cat /proc/net/softnet_stat",
  sensitive: ["nothing"],
  redact: plain([/^[0-9a-f]{1,8}(?:\s+[0-9a-f]{1,8})*$/i], REFUSED),
  alternatives: [],
  parser,
});
