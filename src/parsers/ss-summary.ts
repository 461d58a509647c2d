import type { LineParser } from "./line-parser.ts";
import { worded, wordList } from "./redaction.ts";
import { defineSource } from "./source.ts";
import { decimal, parseFailed, words } from "./values.ts";

/**
 * How many sockets there are. Source: `ss -s`. Unit: sockets of this network namespace, now. A
 * number that this version of ss does not print is null.
 */
export interface SsSummaryFact {
  total: number | null;
  tcp: {
    total: number;
    established: number | null;
    closed: number | null;
    orphaned: number | null;
    timeWait: number | null;
    line: number;
  };
}

/** @throws AnalyzerError `PARSE_FAILED` when there is no line `TCP: N (…)`. */
const parser: LineParser<SsSummaryFact> = (entry) => {
  let total: number | null = null;
  let tcp: SsSummaryFact["tcp"] | null = null;
  return {
    line(text, number) {
      const cells = words(text.slice(0, 1024));
      if (cells[0] === "Total:") total = decimal(cells[1] ?? "");
      const sockets = cells[0] === "TCP:" ? decimal(cells[1] ?? "") : null;
      if (sockets === null || tcp !== null) return;
      // "timewait 3/0": old versions add the buckets behind a slash.
      const named = (name: string) => {
        const found = cells.findIndex((cell) => cell === name || cell === `(${name}`);
        return found < 0 ? null : decimal((cells[found + 1] ?? "").split(/[/,)]/, 1)[0] ?? "");
      };
      tcp = {
        total: sockets,
        established: named("estab"),
        closed: named("closed"),
        orphaned: named("orphaned"),
        timeWait: named("timewait"),
        line: number,
      };
    },
    end() {
      if (tcp === null) throw parseFailed(entry, 1, 'expected a line "TCP: N (estab …"');
      return { total, tcp };
    },
  };
};

const SHOWN = wordList(
  "Total TCP UDP RAW INET FRAG IP IPv6 Transport kernel estab closed orphaned synrecv timewait ports",
);

export const ssSummary = defineSource<SsSummaryFact>({
  what: "the socket summary",
  get: "ss -s",
  sensitive: ["nothing"],
  redact: worded(SHOWN),
  alternatives: [],
  parser,
});
