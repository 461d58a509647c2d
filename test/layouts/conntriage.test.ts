import { describe, expect, test } from "vitest";
import { conntriage } from "../../src/layouts/conntriage.ts";

const TWICE: [string, string, string][] = [
  ["sysctl.txt", "sysctl", ""],
  ["nf_conntrack_stat.txt", "conntrack-stat", ""],
  ["conntrack-S.txt", "conntrack-s", ""],
  ["arp_cache.txt", "neighbour-stat", "arp_cache"],
  ["ndisc_cache.txt", "neighbour-stat", "ndisc_cache"],
  ["snmp.txt", "netstat", "snmp"],
  ["netstat.txt", "netstat", "netstat"],
  ["snmp6.txt", "snmp6", ""],
  ["sockstat.txt", "sockstat", ""],
  ["sockstat6.txt", "sockstat", "6"],
  ["softnet_stat.txt", "softnet-stat", ""],
  ["dev.txt", "net-dev", ""],
  ["meminfo.txt", "meminfo", ""],
  ["slabinfo.txt", "slabinfo", ""],
  ["uptime.txt", "uptime", ""],
  ["kube-proxy-metrics.txt", "kube-proxy-metrics", ""],
  ["ethtool-S-eth0.txt", "ethtool", "eth0"],
  ["ethtool-S-bond0.100.txt", "ethtool", "bond0.100"],
  ["coredns-metrics-10.244.0.3.txt", "coredns-metrics", "10.244.0.3"],
];
const PLACES: [string, string, string, string][] = [
  ...TWICE.flatMap(([file, source, label]): [string, string, string, string][] => [
    [`start/${file}`, source, "start", label],
    [`end/${file}`, source, "end", label],
  ]),
  ["dump/conntrack-L-ipv4.txt.gz", "conntrack-table", "once", "ipv4"],
  ["dump/conntrack-L-ipv6.txt.gz", "conntrack-table", "once", "ipv6"],
  ["dump/proc-nf_conntrack.txt.gz", "conntrack-table", "once", "proc"],
  ["dump/conntrack-L-ipv4.stderr.txt", "conntrack-stderr", "once", "ipv4"],
  ["dump/conntrack-L-ipv6.stderr.txt", "conntrack-stderr", "once", "ipv6"],
  ["dump/count-before.txt", "conntrack-count", "start", ""],
  ["dump/count-after.txt", "conntrack-count", "end", ""],
  ["once/kernel-log.txt", "kernel-log", "once", ""],
  ["once/version.txt", "kernel-version", "once", ""],
  ["once/os-release.txt", "os-release", "once", ""],
  ["once/cpuinfo.txt", "cpus", "once", ""],
  ["once/ss-s.txt", "ss-summary", "once", ""],
  ["once/ss-ltn.txt", "ss-listen", "once", ""],
  ["once/iptables-save.txt", "iptables-save", "once", "ipv4"],
  ["once/ip6tables-save.txt", "iptables-save", "once", "ipv6"],
  ["once/nft-ruleset.txt", "nft-ruleset", "once", ""],
  ["once/ipvsadm-Ln.txt", "ipvs-services", "once", ""],
  ["once/ipvsadm-Lcn.txt", "ipvs-connections", "once", ""],
  ["once/ip_vs_conn.txt", "ipvs-connections", "once", "proc"],
  ["once/kube-proxy-mode.txt", "kube-proxy-mode", "once", ""],
  ["once/kube-proxy-healthz.txt", "kube-proxy-healthz", "once", ""],
  ["once/kube-proxy-config.txt", "kube-proxy-config", "once", ""],
  ["once/sysctl-files.txt", "sysctl-files", "once", ""],
  ["once/namespaces.txt", "namespace-counts", "once", ""],
  ["once/socket-owners.txt", "socket-owners", "once", ""],
  ["once/pods.txt", "pods", "once", ""],
  ["once/crictl-pods.txt", "pods", "once", "crictl"],
  ["once/endpoints.txt", "endpoints", "once", ""],
  ["events/conntrack-E.txt.gz", "conntrack-events", "once", ""],
  ["manifest.json", "manifest", "once", ""],
  ["timeline.csv", "timeline", "once", ""],
];

describe("every place of the collector's bundle", () => {
  test.each(PLACES)("%s is %s, %s", (path, source, phase, label) => {
    const located = { source, phase, label };
    expect(conntriage.locate(`conntriage-node-1-20261122T072346Z/${path}`)).toEqual(located);
    // an unpacked bundle, opened at its own top folder: these places were once unknown
    expect(conntriage.locate(path)).toEqual(located);
  });
});

test.each([
  ["a file that the collector does not write", "top/start/other.txt"],
  ["a place of another phase", "top/once/uptime.txt"],
  ["a dump that is not compressed", "top/dump/conntrack-L-ipv4.txt"],
  ["another folder", "top/middle/sysctl.txt"],
  ["the folder's name alone", "top/start"],
  ["a folder deeper than ours", "sosreport/top/start/sysctl.txt"],
  ["a manifest of somebody else", "top/sos_reports/manifest.json"],
  ["an ethtool file of no interface", "top/start/ethtool-S-.txt"],
  ["an interface's name that is too long", `top/start/ethtool-S-${"x".repeat(65)}.txt`],
  ["a count of another time", "top/dump/count-between.txt"],
  ["a key of every object", "top/once/constructor"],
  ["a name above the folder", "../start/passwd"],
  ["nothing", ""],
])("%s is not known by its name", (_, path) => {
  expect(conntriage.locate(path)).toBeNull();
});
