import type { LineParser } from "./line-parser.ts";
import { plain } from "./redaction.ts";
import { defineSource } from "./source.ts";
import { decimal, type NumberAt, parseFailed, putBounded, words } from "./values.ts";

/**
 * The counters of IPv6, by the kernel's names, as in `Udp6RcvbufErrors`.
 *
 * Source: `/proc/net/snmp6`: a name and a number a line. Unit: events since boot. The file does not
 * exist where IPv6 is off; a counter that the kernel does not have is absent.
 */
export interface Snmp6Fact {
  counters: Map<string, NumberAt>;
  unparsedLines: number;
}

/** @throws AnalyzerError `PARSE_FAILED` when no line is a counter. */
const parser: LineParser<Snmp6Fact> = (entry) => {
  const counters = new Map<string, NumberAt>();
  let unparsedLines = 0;
  return {
    line(text, number) {
      const cells = words(text);
      if (cells.length === 0) return;
      const value = cells.length === 2 && /^\w{1,64}$/.test(cells[0]!) ? decimal(cells[1]!) : null;
      if (value === null || !putBounded(counters, cells[0]!, { value, line: number })) {
        unparsedLines++;
      }
    },
    end() {
      if (counters.size === 0) throw parseFailed(entry, 1, "no counters: expected name and value");
      return { counters, unparsedLines };
    },
  };
};

export const snmp6 = defineSource<Snmp6Fact>({
  what: "the IPv6 statistics",
  get: "cat /proc/net/snmp6",
  sensitive: ["nothing"],
  redact: plain([/^(?:Ip6|Icmp6|Udp6|UdpLite6)\w{1,60}\s+\d+$/]),
  alternatives: [],
  parser,
});
