import type { LineParser } from "./line-parser.ts";
import { plain } from "./redaction.ts";
import { defineSource } from "./source.ts";
import { decimal, type NumberAt, parseFailed, words } from "./values.ts";

/** The node's CPUs. Source: `cpus = N`, `nproc`, or the `processor` lines of `/proc/cpuinfo`. */
export interface CpusFact {
  cpus: number;
  line: number;
}

/** @throws AnalyzerError `PARSE_FAILED` when no form gives at least one CPU. */
const parser: LineParser<CpusFact> = (entry) => {
  let named: NumberAt | null = null;
  let listed = 0;
  let listedLine = 0;
  return {
    line(text, number) {
      const cells = words(text);
      if (cells[0] === "processor" && cells[1] === ":") {
        listed++;
        listedLine = number;
      }
      const bare = cells.length === 1;
      if (!bare && (cells[0] !== "cpus" || cells[1] !== "=")) return;
      const value = decimal(cells[bare ? 0 : 2] ?? "");
      if (value !== null && value > 0) named ??= { value, line: number };
    },
    end() {
      const found = named ?? (listed > 0 ? { value: listed, line: listedLine } : null);
      if (found === null || found.value > 65_536) throw parseFailed(entry, 1, "expected cpus = N");
      return { cpus: found.value, line: found.line };
    },
  };
};

export const cpus = defineSource<CpusFact>({
  what: "the number of CPUs",
  get: "grep processor /proc/cpuinfo",
  sensitive: ["nothing"],
  redact: plain([/^processor\s*: \d+$/, /^cpus = \d+$/, /^\d+$/, /^CPU\(s\):\s+\d+$/]),
  alternatives: [],
  parser,
});
