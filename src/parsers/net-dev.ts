import type { LineParser } from "./line-parser.ts";
import type { Hide } from "./redaction.ts";
import { defineSource } from "./source.ts";
import { decimal, parseFailed, putBounded, words } from "./values.ts";

/** Counters of one interface since it was made. Unit: bytes, else packets. */
export interface InterfaceCounters {
  receivedBytes: number;
  receivedPackets: number;
  receiveErrors: number;
  receiveDrops: number;
  sentBytes: number;
  sentPackets: number;
  sendErrors: number;
  sendDrops: number;
  line: number;
}

/**
 * The counters of every network interface of the namespace.
 *
 * Source: `/proc/net/dev`. A full connection-tracking table moves none of these.
 */
export interface NetDevFact {
  interfaces: Map<string, InterfaceCounters>;
  unparsedLines: number;
}

/** @throws AnalyzerError `PARSE_FAILED` when no row is an interface. */
const parser: LineParser<NetDevFact> = (entry) => {
  const interfaces = new Map<string, InterfaceCounters>();
  let unparsedLines = 0;
  return {
    line(text, number) {
      // The name may touch the first number: "eth0:247404127". Names of aliases hold a colon.
      const colon = text.lastIndexOf(":");
      const name = text.slice(0, Math.max(0, colon)).trim();
      if (colon < 0) {
        if (text.trim() !== "" && !text.includes("|")) unparsedLines++;
        return;
      }
      const cells = words(text.slice(colon + 1)).map(decimal);
      if (
        name === "" ||
        name.length > 64 ||
        cells.length < 16 ||
        cells.slice(0, 16).includes(null)
      ) {
        unparsedLines++;
        return;
      }
      const at = (column: number) => cells[column] ?? 0;
      const counters: InterfaceCounters = {
        receivedBytes: at(0),
        receivedPackets: at(1),
        receiveErrors: at(2),
        receiveDrops: at(3),
        sentBytes: at(8),
        sentPackets: at(9),
        sendErrors: at(10),
        sendDrops: at(11),
        line: number,
      };
      if (!putBounded(interfaces, name, counters)) unparsedLines++;
    },
    end() {
      if (interfaces.size === 0) throw parseFailed(entry, 1, "no interface's counters");
      return { interfaces, unparsedLines };
    },
  };
};

/** An interface's name, and numbers. */
function rowOf(line: string, hide: Hide): string {
  const [, blanks, name, numbers] = /^(\s*)(\S{1,64}):([\s\d]*)$/.exec(line) ?? [];
  return name === undefined ? "" : `${blanks}${hide.name(name)}:${numbers}`;
}

export const netDev = defineSource<NetDevFact>({
  what: "the interface statistics",
  get: "cat /proc/net/dev",
  sensitive: ["names"],
  redact: () => (line, hide) =>
    /^(?:Inter-\|\s+Receive|\s*face \|bytes)/.test(line) || line.trim() === ""
      ? line
      : rowOf(line, hide),
  alternatives: [],
  parser,
});
