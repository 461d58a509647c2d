import type { LineParser } from "./line-parser.ts";
import { type Redaction, wordList } from "./redaction.ts";
import { defineSource } from "./source.ts";
import { parseFailed, putBounded, words } from "./values.ts";

/**
 * The connections of IPVS's own table, which has no hard maximum.
 *
 * Source: `ipvsadm -Lcn` or `/proc/net/ip_vs_conn`. Unit: connections, expired ones included.
 * Templates of persistence (state NONE, port 0) count as connections, as the kernel counts them.
 */
export interface IpvsConnectionsFact {
  connections: number;
  byState: Map<string, number>;
  unparsedLines: number;
}

/** IPVS knows some twenty states; more names are damage. */
const MAX_STATES = 64;

/** @throws AnalyzerError `PARSE_FAILED` when neither a header nor a connection is there. */
const parser: LineParser<IpvsConnectionsFact> = (entry) => {
  const byState = new Map<string, number>();
  let connections = 0;
  let unparsedLines = 0;
  let header = false;
  return {
    line(text) {
      const cells = words(text);
      if (cells.length === 0) return;
      if (text.startsWith("IPVS connection") || cells[0]!.toLowerCase() === "pro") {
        header = true;
        return;
      }
      // ipvsadm: TCP 14:59 ESTABLISHED …; /proc: TCP <seven hexadecimal words> ESTABLISHED 899
      const timed = /^\d{1,6}:\d\d(?::\d\d)?$/.test(cells[1] ?? "");
      const state = timed ? cells[2] : cells[7];
      const listed = /^(?:TCP|UDP|SCTP|IP|ESP|AH)$/.test(cells[0]!) && cells.length >= 5;
      if (!listed || state === undefined || !/^[A-Z_-]{2,24}$/.test(state)) {
        unparsedLines++;
        return;
      }
      connections++;
      putBounded(byState, state, (byState.get(state) ?? 0) + 1, MAX_STATES);
    },
    end() {
      if (!header && connections === 0) throw parseFailed(entry, 1, "no IPVS connections");
      return { connections, byState, unparsedLines };
    },
  };
};

const SHOWN = wordList(
  "IPVS connection entries pro Pro expire state source virtual destination FromIP FPrt ToIP TPrt DestIP DPrt State Expires PEName PEData",
  "TCP UDP SCTP IP ESP AH NONE ESTABLISHED SYN_SENT SYN_RECV SYNACK FIN_WAIT TIME_WAIT CLOSE CLOSE_WAIT LAST_ACK LISTEN",
  "ERR_STATE INIT1 INIT COOKIE_SENT COOKIE_REPLIED COOKIE_WAIT COOKIE COOKIE_ECHOED SHUTDOWN_SENT SHUTDOWN_RCVD SHUTDOWN_ACK_SENT REJECTED CLOSED",
);

/** The kernel's own list has addresses and ports as hexadecimal numbers. */
const redact: Redaction = () => (line, hide) =>
  /^(?:TCP|UDP|SCTP)\s+[0-9A-F]{8} /.test(line)
    ? line.slice(0, 62).replace(/(?<![0-9A-F])[0-9A-F]{8}(?= )/g, (hex) => hide.hexAddress(hex)) +
      hide.words(line.slice(62), SHOWN)
    : hide.words(line, SHOWN);

export const ipvsConnections = defineSource<IpvsConnectionsFact>({
  what: "the IPVS connections",
  get: "ipvsadm -Lcn",
  sensitive: ["addresses"],
  redact,
  alternatives: ["iptables-save"],
  parser,
});
