import { CONNTRIAGE_SOURCES } from "./layouts/conntriage.ts";
import { SOURCES, type SourceName } from "./layouts/sources.ts";
import { type Facts, found } from "./parsers/index.ts";
import { absent } from "./signals/signal.ts";

/** What every bundle should hold for a diagnosis, whoever made it. */
const WANTED: readonly SourceName[] = [
  "conntrack-table",
  "sysctl",
  "conntrack-stat",
  "kernel-log",
  "iptables-save",
  "kube-proxy-metrics",
  "netstat",
];

/** Each pair is one input in two forms: one of them is enough. */
const EITHER: readonly (readonly [SourceName, SourceName])[] = [
  ["conntrack-stat", "conntrack-s"],
  ["iptables-save", "nft-ruleset"],
  ["ipvs-services", "iptables-save"],
  ["ipvs-connections", "iptables-save"],
  ["endpoints", "iptables-save"],
];

/** The inputs that the bundle lacks, each with the reason and the command that would give it. */
export function missingSources(
  facts: Facts,
  layout: string,
): { source: SourceName; reason: string; get: string }[] {
  const has = (source: SourceName) => found(facts, source).length > 0;
  const wanted = layout === "conntriage" ? [...CONNTRIAGE_SOURCES] : WANTED;
  return wanted
    .filter((source) => !has(source))
    .filter((source) => !EITHER.some((two) => two.includes(source) && two.some(has)))
    .map((source) => {
      const why = absent(facts, source);
      return { source, reason: why.value === null ? why.reason : "", get: SOURCES[source].get };
    });
}
