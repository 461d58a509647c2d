import { ciliumMetrics } from "./cilium-metrics.ts";
import { conntrackCount } from "./conntrack-count.ts";
import { eventsSource } from "./conntrack-events/source.ts";
import { conntrackS } from "./conntrack-s.ts";
import { conntrackStat } from "./conntrack-stat.ts";
import { conntrackStderr } from "./conntrack-stderr.ts";
import { tableSource } from "./conntrack-table/source.ts";
import { corednsMetrics } from "./coredns-metrics.ts";
import { cpus } from "./cpus.ts";
import { endpoints } from "./endpoints.ts";
import { ethtool } from "./ethtool.ts";
import { iptablesSave } from "./iptables-save.ts";
import { ipvsConnections } from "./ipvs-connections.ts";
import { ipvsServices } from "./ipvs-services.ts";
import { kernelLog } from "./kernel-log.ts";
import { kernelVersion } from "./kernel-version.ts";
import { kubeProxyConfig } from "./kube-proxy-config.ts";
import { healthz } from "./kube-proxy-healthz.ts";
import { kubeProxyLog } from "./kube-proxy-log.ts";
import { kubeProxyMetrics } from "./kube-proxy-metrics.ts";
import { proxyMode } from "./kube-proxy-mode.ts";
import { manifest } from "./manifest.ts";
import { meminfo } from "./meminfo.ts";
import { namespaceCounts } from "./namespace-counts.ts";
import { neighbourStat } from "./neighbour-stat.ts";
import { netDev } from "./net-dev.ts";
import { netstat } from "./netstat.ts";
import { nftRuleset } from "./nft-ruleset.ts";
import { nodeMetrics } from "./node-metrics.ts";
import { osRelease } from "./os-release.ts";
import { pods } from "./pods.ts";
import { recordedDump } from "./recorded-dump/index.ts";
import { slabinfo } from "./slabinfo.ts";
import { snmp6 } from "./snmp6.ts";
import { socketOwners } from "./socket-owners.ts";
import { sockstat } from "./sockstat.ts";
import { softnetStat } from "./softnet-stat.ts";
import type { ByteSource, LineSource, Source } from "./source.ts";
import { ssListen } from "./ss-listen.ts";
import { ssSummary } from "./ss-summary.ts";
import { sysctl } from "./sysctl.ts";
import { sysctlFiles } from "./sysctl-files.ts";
import { timeline } from "./timeline.ts";
import { toolMessages } from "./tool-messages.ts";
import { uptime } from "./uptime.ts";

/**
 * The logical inputs. How their lines look in a text that was taken by hand stands in `src/sections/forms/`.
 */
export const SOURCES = {
  "conntrack-table": tableSource,
  "conntrack-s": conntrackS,
  "conntrack-stat": conntrackStat,
  "neighbour-stat": neighbourStat,
  "iptables-save": iptablesSave,
  "nft-ruleset": nftRuleset,
  "ipvs-services": ipvsServices,
  "ipvs-connections": ipvsConnections,
  "kube-proxy-metrics": kubeProxyMetrics,
  "coredns-metrics": corednsMetrics,
  "cilium-metrics": ciliumMetrics,
  "node-metrics": nodeMetrics,
  "kube-proxy-log": kubeProxyLog,
  netstat,
  snmp6,
  sockstat,
  "ss-summary": ssSummary,
  "ss-listen": ssListen,
  meminfo,
  slabinfo,
  "net-dev": netDev,
  "os-release": osRelease,
  "kernel-version": kernelVersion,
  sysctl,
  "kernel-log": kernelLog,
  "conntrack-count": conntrackCount,
  uptime,
  // known by a layout's path alone, so their order says nothing
  manifest,
  timeline,
  "conntrack-stderr": conntrackStderr,
  "conntrack-events": eventsSource,
  "recorded-dump": recordedDump,
  "softnet-stat": softnetStat,
  ethtool,
  "kube-proxy-mode": proxyMode,
  "kube-proxy-healthz": healthz,
  "kube-proxy-config": kubeProxyConfig,
  cpus,
  "sysctl-files": sysctlFiles,
  "namespace-counts": namespaceCounts,
  "socket-owners": socketOwners,
  pods,
  endpoints,
  "tool-messages": toolMessages,
} as const satisfies Record<string, Source<unknown>>;

export type SourceName = keyof typeof SOURCES;

/** The fact that each source gives. */
export type FactOf<S extends SourceName> =
  (typeof SOURCES)[S] extends LineSource<infer Fact>
    ? Fact
    : (typeof SOURCES)[S] extends ByteSource<infer Fact>
      ? Fact
      : never;

export const SOURCE_NAMES = Object.keys(SOURCES) as readonly SourceName[];

/** The sources of which one is enough instead of this one; that they exist is held by a test. */
export const alternativesTo = (source: SourceName): readonly SourceName[] =>
  SOURCES[source].alternatives as readonly SourceName[];
