import type { LineParser } from "./line-parser.ts";
import { defineSource } from "./source.ts";
import { integer, type NumberAt, parseFailed, putBounded, words } from "./values.ts";

/**
 * The counters of IP, TCP and UDP, by `Group.Name` as in `TcpExt.ListenOverflows`.
 *
 * Source: `/proc/net/netstat` and `/proc/net/snmp`: pairs of lines, names then values; `nstat -a`: one a
 * line. Unit: events since boot, but a few are settings or gauges (`Tcp.CurrEstab`). A counter that the kernel
 * does not have is absent. A value beyond 2^53 is left out.
 */
export interface NetstatFact {
  counters: Map<string, NumberAt>;
  unparsedLines: number;
}

/** A line of nstat: the group's and the counter's name as one word, its value, a rate. */
const NSTAT =
  /^\s*(IcmpMsg|Icmp6|Icmp|UdpLite6|UdpLite|Udp6|Udp|TcpExt|MPTcpExt|Tcp|IpExt|Ip6|Ip)([A-Z0-9]\w{0,63})\s+(\d{1,15})\s+\d+\.\d\s*$/;

/** @throws AnalyzerError `PARSE_FAILED` when no pair of lines fits together. */
const parser: LineParser<NetstatFact> = (entry) => {
  const counters = new Map<string, NumberAt>();
  let names: string[] | null = null;
  let unparsedLines = 0;
  return {
    line(text, number) {
      const cells = words(text);
      if (cells.length === 0 || cells[0] === "#kernel") return;
      const one = NSTAT.exec(text);
      if (one !== null) {
        putBounded(counters, `${one[1]}.${one[2]}`, { value: Number(one[3]), line: number });
        return;
      }
      if (names === null || names[0] !== cells[0]) {
        if (names !== null) unparsedLines++;
        const isHeader = /^[A-Za-z0-9]{1,32}:$/.test(cells[0]!) && cells.length <= 1024;
        if (!isHeader) unparsedLines++;
        names = isHeader ? cells : null;
        return;
      }
      // A row shorter than its names was cut, and then its last number may be cut as well.
      if (cells.length < names.length) unparsedLines++;
      else {
        for (const [column, name] of names.entries()) {
          const value = column === 0 ? null : integer(cells[column]!);
          if (value === null) continue;
          putBounded(counters, `${cells[0]!.slice(0, -1)}.${name}`, { value, line: number });
        }
      }
      names = null;
    },
    end() {
      if (names !== null) unparsedLines++;
      if (counters.size === 0) {
        throw parseFailed(entry, 1, "no counters: expected a line of names and a line of values");
      }
      return { counters, unparsedLines };
    },
  };
};

export const netstat = defineSource<NetstatFact>({
  what: "the TCP and IP statistics",
  get: "cat /proc/net/netstat /proc/net/snmp",
  signature: /^(?:TcpExt|Ip|IpExt): [A-Z]/m,
  sensitive: ["nothing"],
  alternatives: [],
  wanted: true,
  parser,
});
