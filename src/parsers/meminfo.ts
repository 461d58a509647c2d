import type { LineParser } from "./line-parser.ts";
import { plain } from "./redaction.ts";
import { defineSource } from "./source.ts";
import { decimal, type NumberAt, parseFailed, putBounded, words } from "./values.ts";

/**
 * The node's memory, by the kernel's names, as in `MemTotal` or `SUnreclaim`.
 *
 * Source: `/proc/meminfo`. Unit: bytes (the file says kB, which are 1024 bytes); the few lines
 * without a unit, such as `HugePages_Total`, are counts. `MemAvailable` exists since 3.14.
 */
export interface MeminfoFact {
  bytes: Map<string, NumberAt>;
  unparsedLines: number;
}

/** @throws AnalyzerError `PARSE_FAILED` when `MemTotal` is absent. */
const parser: LineParser<MeminfoFact> = (entry) => {
  const bytes = new Map<string, NumberAt>();
  let unparsedLines = 0;
  return {
    line(text, number) {
      const cells = words(text);
      if (cells.length === 0) return;
      const value = cells[0]!.endsWith(":") && cells.length <= 3 ? decimal(cells[1] ?? "") : null;
      if (value === null || (cells.length === 3 && cells[2] !== "kB")) {
        unparsedLines++;
        return;
      }
      const scale = cells.length === 3 ? 1024 : 1;
      putBounded(bytes, cells[0]!.slice(0, -1), { value: value * scale, line: number });
    },
    end() {
      if (!bytes.has("MemTotal")) throw parseFailed(entry, 1, "no MemTotal");
      return { bytes, unparsedLines };
    },
  };
};

/** The kernel's own names. */
const SHOWN =
  /^(?:Mem|Swap|Active|Inactive|Buffers|Cached|Unevictable|Mlocked|Zswap|Dirty|Writeback|Anon|Mapped|Shmem|KReclaimable|Slab|SReclaimable|SUnreclaim|KernelStack|PageTables|SecPageTables|NFS_|Bounce|CommitLimit|Committed_AS|Vmalloc|Percpu|Hardware|File|Cma|Huge|DirectMap|Low|High|Balloon|Unaccepted)\w{0,24}(?:\((?:anon|file)\))?:\s+\d+(?: kB)?$/;

export const meminfo = defineSource<MeminfoFact>({
  what: "the node's memory",
  get: "cat /proc/meminfo",
  sensitive: ["nothing"],
  redact: plain([SHOWN]),
  alternatives: [],
  parser,
});
