import type { LineParser } from "./line-parser.ts";
import { isSpoken, nstatName, spokenCounter } from "./netstat-words.ts";
import { plain, type Redaction } from "./redaction.ts";
import { defineSource } from "./source.ts";
import { integer, type NumberAt, parseFailed, putBounded, words } from "./values.ts";

/**
 * The counters of IP, TCP and UDP, by `Group.Name` as in `TcpExt.ListenOverflows`.
 *
 * Source: `/proc/net/netstat` and `/proc/net/snmp`: pairs of lines, names then values; `netstat -s`, which
 * says most of them in words; or `nstat`, a name and a value a line. Unit: events since boot, but a few are
 * settings or gauges (`Tcp.CurrEstab`). A counter that the kernel does not have is absent. A value beyond 2^53
 * is left out.
 */
export interface NetstatFact {
  counters: Map<string, NumberAt>;
  unparsedLines: number;
}

/** @throws AnalyzerError `PARSE_FAILED` when no pair of lines fits together. */
const parser: LineParser<NetstatFact> = (entry) => {
  const counters = new Map<string, NumberAt>();
  let names: string[] | null = null;
  let unparsedLines = 0;
  /** Of `netstat -s`: the group whose counters follow. */
  let group: string | null = null;

  const keep = (name: string, said: string, line: number) => {
    const value = integer(said);
    if (value !== null) putBounded(counters, name, { value, line });
  };
  return {
    line(text, number) {
      const cells = words(text);
      if (cells.length === 0) return;
      if (cells.length === 1 && /^[A-Z]\w{1,12}:$/.test(cells[0]!)) {
        group = cells[0]!.slice(0, -1);
        return;
      }
      const listed = cells.length <= 3 && names === null ? nstatName(cells[0]!) : null;
      if (listed !== null && /^\d+$/.test(cells[1] ?? "")) return keep(listed, cells[1]!, number);
      if (cells[0] === "#kernel") return;
      if (group !== null && cells[0] !== `${group}:`) {
        const spoken = spokenCounter(group, text.trim());
        if (spoken !== null) return keep(`${group}.${spoken.name}`, spoken.value, number);
        if (!/^[A-Za-z0-9]{1,32}:$/.test(cells[0]!)) {
          unparsedLines++;
          return;
        }
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
          if (column > 0) keep(`${cells[0]!.slice(0, -1)}.${name}`, cells[column]!, number);
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

const OF_GROUP =
  "(?:TcpExt|IpExt|MPTcpExt|Ip6|Icmp6|Udp6|UdpLite6|IcmpMsg|Icmp|Tcp|UdpLite|Udp|Ip|Sctp)";
const SHOWN = plain([
  new RegExp(`^${OF_GROUP}:(?:(?: [A-Z]\\w*)*|(?: -?\\d+)+)$`),
  new RegExp(`^${OF_GROUP}[A-Z]\\w{1,48}\\s+\\d+(?:\\s+[\\d.]+)?$`),
  /^#kernel$/,
]);

/** What `netstat -s` says in words, by words that are known. */
const redact: Redaction = () => {
  const shown = SHOWN();
  return (line, hide) => shown(line, hide) || (isSpoken(line.trim()) ? line : "");
};

export const netstat = defineSource<NetstatFact>({
  what: "the TCP and IP statistics",
  get: "cat /proc/net/netstat /proc/net/snmp",
  sensitive: ["nothing"],
  redact,
  alternatives: [],
  wanted: true,
  parser,
});
