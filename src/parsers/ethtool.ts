import type { LineParser } from "./line-parser.ts";
import { type Redaction, wordList } from "./redaction.ts";
import { defineSource } from "./source.ts";
import { decimal, type NumberAt, parseFailed, putBounded } from "./values.ts";

/**
 * The counters of a network driver that tell of lost packets and of a cloud's own limits.
 *
 * Source: `ethtool -S <interface>`. Unit: events since the driver was loaded, except
 * `conntrack_allowance_available` (entries that the hypervisor's table can still take, a gauge).
 * `*_allowance_exceeded` exist on AWS ENA only. Other counters are not kept. node_exporter's collector of the
 * same name gives each as `node_ethtool_<counter>{device="<interface>"}`.
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

/** A counter as node_exporter shows it. */
const METRIC =
  /^node_ethtool_(\w{1,128})\{(.{0,2000})\} (\d[\d.]{0,24}(?:e\+?\d{1,2})?)(?: \d{10,16}(?:\.\d{1,9})?)?$/;
const DEVICE = /((?:^|,)device=")([^"\\]{1,64})(?=")/;

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
      const [, metric, labels, sample] = METRIC.exec(trimmed) ?? [];
      if (metric !== undefined) {
        put(DEVICE.exec(labels!)?.[2] ?? "", metric, decimal(String(Number(sample))), number);
        return;
      }
      const colon = trimmed.lastIndexOf(":");
      if (colon < 1) return;
      const value = decimal(trimmed.slice(colon + 1).trim());
      put(current, trimmed.slice(0, colon).trim().slice(0, 128), value, number);
    },
    end() {
      if (countersListed === 0) throw parseFailed(entry, 1, "no counters: expected name: value");
      return { interfaces, countersListed };
    },
  };

  function put(of: string, name: string, value: number | null, line: number): void {
    if (value === null) return;
    countersListed++;
    const lower = name.toLowerCase();
    if (kept >= MAX_COUNTERS || !KEPT.some((part) => lower.includes(part))) return;
    const counters = interfaces.get(of) ?? new Map<string, NumberAt>();
    if (!putBounded(interfaces, of, counters, MAX_INTERFACES)) return;
    counters.set(name, { value, line });
    kept++;
  }
};

/** Counters that are not kept only show that there are some. */
const redact: Redaction = () => (line, hide) => {
  const [, named] = /^\s*Interface (\S{1,64})\s*$/.exec(line) ?? [];
  if (named !== undefined) return `Interface ${hide.name(named)}`;
  if (/^\s*NIC statistics:\s*$/.test(line)) return line;
  const [, metric, labels, sample] = METRIC.exec(line.trim()) ?? [];
  if (metric !== undefined) {
    const device = DEVICE.exec(labels!)?.[2];
    const braces = device === undefined ? "" : `device="${hide.name(device)}"`;
    const shown = KEPT.some((part) => metric.toLowerCase().includes(part)) ? metric : "other";
    return `node_ethtool_${shown}{${braces}} ${sample}`;
  }
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
