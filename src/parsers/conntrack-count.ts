import type { LineParser } from "./line-parser.ts";
import { plain } from "./redaction.ts";
import { defineSource } from "./source.ts";
import { decimal, parseFailed, words } from "./values.ts";

/**
 * Entries in the table at one moment, expired ones included. Source: `conntrack -C` or
 * `/proc/sys/net/netfilter/nf_conntrack_count`. Of the collector's network namespace alone.
 */
export interface ConntrackCountFact {
  count: number;
  line: number;
}

/** @throws AnalyzerError `PARSE_FAILED` when no line is a whole number. */
const parser: LineParser<ConntrackCountFact> = (entry) => {
  let found: ConntrackCountFact | null = null;
  return {
    line(text, number) {
      const cells = words(text);
      const named = cells.length === 3 && cells[1] === "=" && cells[0]!.endsWith("_count");
      const count = decimal((named ? cells[2] : cells.length === 1 ? cells[0] : "") ?? "");
      if (count !== null) found ??= { count, line: number };
    },
    end() {
      if (found === null) throw parseFailed(entry, 1, "expected one whole number");
      return found;
    },
  };
};

export const conntrackCount = defineSource<ConntrackCountFact>({
  what: "the count beside the dump",
  get: "sysctl net.netfilter.nf_conntrack_count",
  sensitive: ["nothing"],
  redact: plain([/^\d+$/, /^[\w.]+_count = \d+$/]),
  alternatives: [],
  parser,
});
