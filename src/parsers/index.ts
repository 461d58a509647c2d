import type { Phase, SourceName } from "../layouts/sources.ts";
import { conntrackS, conntrackStat } from "./conntrack-counters.ts";
import type { TableFact } from "./conntrack-table/index.ts";
import { endpoints } from "./endpoints.ts";
import { ethtool } from "./ethtool.ts";
import { iptablesSave } from "./iptables-save.ts";
import { ipvsConnections, ipvsServices } from "./ipvs.ts";
import { kernelLog } from "./kernel-log.ts";
import { healthz, kubeProxyConfig, proxyMode } from "./kube-proxy-small.ts";
import type { LineParser } from "./line-parser.ts";
import type { ManifestFact } from "./manifest.ts";
import { meminfo } from "./meminfo.ts";
import { namespaceCounts } from "./namespaces.ts";
import { neighbourStat } from "./neighbour-stat.ts";
import { netDev } from "./net-dev.ts";
import { netstat } from "./netstat.ts";
import { nftRuleset } from "./nft-ruleset.ts";
import { pods } from "./pods.ts";
import { ciliumMetrics, corednsMetrics, kubeProxyMetrics } from "./prometheus.ts";
import { slabinfo } from "./slabinfo.ts";
import {
  conntrackCount,
  conntrackStderr,
  cpus,
  kernelVersion,
  osRelease,
  uptime,
} from "./small-files.ts";
import { snmp6 } from "./snmp6.ts";
import { sockstat } from "./sockstat.ts";
import { softnetStat } from "./softnet-stat.ts";
import { ssListen, ssSummary } from "./ss.ts";
import { sysctl } from "./sysctl.ts";
import { sysctlFiles } from "./sysctl-files.ts";
import { timeline } from "./timeline.ts";

/** Sources with a parser of their own kind: the table's takes bytes, the manifest's is loaded late. */
interface OtherFacts {
  "conntrack-table": TableFact;
  manifest: ManifestFact;
}

/** The parsers of all other sources. */
export const LINE_PARSERS = {
  timeline,
  sysctl,
  "conntrack-stat": conntrackStat,
  "conntrack-s": conntrackS,
  "conntrack-count": conntrackCount,
  "conntrack-stderr": conntrackStderr,
  "neighbour-stat": neighbourStat,
  netstat,
  snmp6,
  sockstat,
  "softnet-stat": softnetStat,
  "net-dev": netDev,
  meminfo,
  slabinfo,
  ethtool,
  "kube-proxy-metrics": kubeProxyMetrics,
  "kube-proxy-mode": proxyMode,
  "kube-proxy-healthz": healthz,
  "kube-proxy-config": kubeProxyConfig,
  "coredns-metrics": corednsMetrics,
  "cilium-metrics": ciliumMetrics,
  "kernel-log": kernelLog,
  uptime,
  "kernel-version": kernelVersion,
  "os-release": osRelease,
  cpus,
  "ss-summary": ssSummary,
  "ss-listen": ssListen,
  "iptables-save": iptablesSave,
  "nft-ruleset": nftRuleset,
  "ipvs-services": ipvsServices,
  "ipvs-connections": ipvsConnections,
  "sysctl-files": sysctlFiles,
  "namespace-counts": namespaceCounts,
  pods,
  endpoints,
} as const satisfies Record<Exclude<SourceName, keyof OtherFacts>, LineParser<unknown>>;

/** The parser of a source of lines. zod, with which the manifest is checked, is loaded when there is one. */
export const lineParser = async (
  source: Exclude<SourceName, "conntrack-table">,
): Promise<LineParser<unknown>> =>
  source === "manifest" ? (await import("./manifest.ts")).manifest : LINE_PARSERS[source];

/** The fact that each source gives. */
export type FactOf<S extends SourceName> = S extends keyof typeof LINE_PARSERS
  ? (typeof LINE_PARSERS)[S] extends LineParser<infer Fact>
    ? Fact
    : never
  : S extends keyof OtherFacts
    ? OtherFacts[S]
    : never;

/** A fact and where it came from. */
export interface Found<S extends SourceName> {
  entry: string;
  phase: Phase;
  label: string;
  fact: FactOf<S>;
}

/** Everything that was read, by source, in the order of the bundle. */
export type Facts = { [S in SourceName]?: Found<S>[] };

/** The facts of a source; none when the bundle lacks it. */
export function found<S extends SourceName>(facts: Facts, source: S): readonly Found<S>[] {
  return (facts[source] as Found<S>[] | undefined) ?? [];
}

/** The latest sample of a source: the one at the window's end, else taken once, else at its start. */
export function latest<S extends SourceName>(
  facts: Facts,
  source: S,
  label?: string,
): Found<S> | null {
  const all = found(facts, source).filter((one) => label === undefined || one.label === label);
  for (const phase of ["end", "once", "start"] as const) {
    const one = all.find((candidate) => candidate.phase === phase);
    if (one !== undefined) return one;
  }
  return null;
}

/** The two samples of a source between which its counters are judged, or null without both. */
export function pair<S extends SourceName>(
  facts: Facts,
  source: S,
  label?: string,
): { start: Found<S>; end: Found<S> } | null {
  const all = found(facts, source).filter((one) => label === undefined || one.label === label);
  const start = all.find((one) => one.phase === "start");
  const end = all.find((one) => one.phase === "end" && one.label === start?.label);
  return start === undefined || end === undefined ? null : { start, end };
}
