import type { LineParser } from "./line-parser.ts";
import { hexTable, type PerCpuCounters } from "./per-cpu.ts";
import { plain, REFUSED } from "./redaction.ts";
import { defineSource } from "./source.ts";

/**
 * The counters of one neighbour table.
 *
 * Source: `/proc/net/stat/arp_cache` (IPv4) or `ndisc_cache` (IPv6). Unit: events since boot, per
 * CPU, by the kernel's column names. `table_fulls`, the refused entries, exists since 3.19.
 */
export interface NeighbourStatFact extends PerCpuCounters {
  /** Entries in the table; one total that every row repeats: never a sum. */
  entries: number | null;
  entriesLine: number;
}

/** @throws AnalyzerError `PARSE_FAILED` when the header or any row is damaged. */
const parser: LineParser<NeighbourStatFact> = (entry) => {
  const table = hexTable(entry, "entries", (name) => name);
  return {
    line: table.line,
    end() {
      const { perCpu, cpuLines } = table.end();
      const entries = perCpu.get("entries")?.[0] ?? null;
      perCpu.delete("entries");
      return { entries, entriesLine: cpuLines[0] ?? 1, perCpu, cpuLines };
    },
  };
};

export const neighbourStat = defineSource<NeighbourStatFact>({
  what: "the neighbour tables' statistics",
  get: "cat /proc/net/stat/arp_cache",
  sensitive: ["nothing"],
  redact: plain([/^entries(?:,?\s+[a-z_]+)+$/, /^[0-9a-f]{1,8}(?:\s+[0-9a-f]{1,8})*$/i], REFUSED),
  alternatives: [],
  parser,
});
