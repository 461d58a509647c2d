import type { LineParser } from "./line-parser.ts";
import { plain } from "./redaction.ts";
import { defineSource } from "./source.ts";
import { decimal, type NumberAt, parseFailed, putBounded, words } from "./values.ts";

/**
 * How many sockets there are, by `Group.name` as in `TCP.tw`.
 *
 * Source: `/proc/net/sockstat` and `sockstat6`. Unit: sockets now, in this network namespace
 * (`sockets.used` and `TCP.orphan` are the host's up to 5.x); `mem` in pages of the whole node.
 */
export interface SockstatFact {
  values: Map<string, NumberAt>;
  unparsedLines: number;
}

/** @throws AnalyzerError `PARSE_FAILED` when no line is of the form `TCP: inuse 1 …`. */
const parser: LineParser<SockstatFact> = (entry) => {
  const values = new Map<string, NumberAt>();
  let unparsedLines = 0;
  return {
    line(text, number) {
      const cells = words(text);
      if (cells.length === 0) return;
      if (!/^\w{1,32}:$/.test(cells[0]!) || cells.length % 2 === 0 || cells.length > 64) {
        unparsedLines++;
        return;
      }
      for (let column = 1; column < cells.length; column += 2) {
        const value = decimal(cells[column + 1]!);
        if (value === null) continue;
        putBounded(values, `${cells[0]!.slice(0, -1)}.${cells[column]}`, { value, line: number });
      }
    },
    end() {
      if (values.size === 0) throw parseFailed(entry, 1, "no socket counts");
      return { values, unparsedLines };
    },
  };
};

export const sockstat = defineSource<SockstatFact>({
  what: "the socket counts",
  get: "cat /proc/net/sockstat",
  sensitive: ["nothing"],
  redact: plain([
    /^(?:sockets|(?:TCP|UDP|UDPLITE|RAW|FRAG)6?):(?: (?:used|inuse|orphan|tw|alloc|mem|memory) \d+)+$/,
  ]),
  alternatives: [],
  parser,
});
