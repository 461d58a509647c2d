import type { LineParser } from "./line-parser.ts";
import { type Redaction, wordList } from "./redaction.ts";
import { defineSource } from "./source.ts";
import { decimal, type NumberAt, parseFailed, putBounded } from "./values.ts";

/**
 * The counters of a network driver that tell of lost packets and of a cloud's own limits.
 *
 * Source: `ethtool -S <interface>`. Unit: events since the driver was loaded, except
 * `conntrack_allowance_available` (entries that the hypervisor's table can still take, a gauge).
 * `*_allowance_exceeded` exist on AWS ENA only. Other counters are not kept.
 */
export interface EthtoolFact {
  /** By interface, where the entry names interfaces itself; else under the empty name. */
  interfaces: Map<string, Map<string, NumberAt>>;
  /** Counters of every kind that were listed. */
  countersListed: number;
}

const KEPT = ["_allowance_exceeded", "_allowance_available", "drop", "error"];

/** Drivers list up to some hundred per queue. */
const MAX_COUNTERS = 4096;
const MAX_INTERFACES = 1024;

/** @throws AnalyzerError `PARSE_FAILED` when there is no counter at all. */
const parser: LineParser<EthtoolFact> = (entry) => {
  const interfaces = new Map<string, Map<string, NumberAt>>();
  let current = "";
  let countersListed = 0;
  let kept = 0;
  return {
    line(text, number) {
      const trimmed = text.trim();
      if (trimmed.startsWith("Interface ")) {
        current = trimmed.slice("Interface ".length).trim().slice(0, 64);
        return;
      }
      const colon = trimmed.lastIndexOf(":");
      const value = colon < 1 ? null : decimal(trimmed.slice(colon + 1).trim());
      if (value === null) return;
      countersListed++;
      const name = trimmed.slice(0, colon).trim().slice(0, 128);
      const lower = name.toLowerCase();
      if (kept >= MAX_COUNTERS || !KEPT.some((part) => lower.includes(part))) return;
      const counters = interfaces.get(current) ?? new Map<string, NumberAt>();
      if (!putBounded(interfaces, current, counters, MAX_INTERFACES)) return;
      counters.set(name, { value, line: number });
      kept++;
    },
    end() {
      if (countersListed === 0) throw parseFailed(entry, 1, "no counters: expected name: value");
      return { interfaces, countersListed };
    },
  };
};

/** Counters that are not kept only show that there are some. */
const redact: Redaction = () => (line, hide) => {
  const [, named] = /^\s*Interface (\S{1,64})\s*$/.exec(line) ?? [];
  if (named !== undefined) return `Interface ${hide.name(named)}`;
  if (/^\s*NIC statistics:\s*$/.test(line)) return line;
  const [, counter] = /^\s*([\w[\]. -]{1,128}):\s*\d+\s*$/.exec(line) ?? [];
  if (counter === undefined) return "";
  return KEPT.some((part) => counter.toLowerCase().includes(part))
    ? hide.words(line, wordList(counter.trim()))
    : "     other: 0";
};

export const ethtool = defineSource<EthtoolFact>({
  what: "the driver's statistics",
  get: "ethtool -S eth0",
  sensitive: ["names"],
  redact,
  alternatives: [],
  parser,
});
