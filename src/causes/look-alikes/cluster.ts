import type { Cause } from "../cause.ts";
import { lookAlike, many, rises, seldom } from "./look-alike.ts";

/** DNS and the network of pods. */
export const CLUSTER: readonly Cause[] = [
  lookAlike({
    id: "coredns-overload",
    title: "CoreDNS refuses queries",
    hosts: ["kubernetes"],
    mechanism:
      "CoreDNS refused {coredns.rejects:counted} within the window because too many others waited for its upstream servers. Lookups then fail or are slow, however much room the table has.",
    requires: [many("coredns.rejects")],
    excludes: [seldom("coredns.rejectRate")],
    remedies: [
      {
        title:
          "Look at the upstream resolvers, then raise max_concurrent or the number of replicas",
        commands: [
          "curl -s http://POD:9153/metrics | grep -E 'forward|proxy'",
          "kubectl -n kube-system get configmap coredns -o yaml",
        ],
        risk: "Takes about 2 KB of memory for each query that waits.",
      },
    ],
    references: ["coredns: plugin/forward, max_concurrent"],
  }),
  lookAlike({
    id: "coredns-upstream-dead",
    title: "CoreDNS asks upstream servers that do not answer",
    hosts: ["kubernetes"],
    mechanism:
      "{coredns.servfail.share} of CoreDNS's answers within the window were SERVFAIL ({coredns.servfail}), and its health checks of upstream servers failed {coredns.upstreamFailures:counted}. Names outside the cluster then fail to resolve, however much room the table has.",
    requires: [
      ["coredns.servfail.share", ">", 0.1],
      many("coredns.servfail", 1),
      rises("coredns.upstreamFailures"),
    ],
    // then it has upstream servers, but too many questions wait for them
    excludes: [many("coredns.rejects")],
    remedies: [
      {
        title: "Find the upstream servers that CoreDNS names, and ask one from its node",
        commands: [
          "curl -s http://POD:9153/metrics | grep healthcheck_failures_total",
          "kubectl -n kube-system get configmap coredns -o yaml   # forward; /etc/resolv.conf is the node's",
          "dig @UPSTREAM example.com",
        ],
        risk: "None: this only reads.",
      },
    ],
    references: ["coredns: plugin/forward, health_check"],
  }),
  lookAlike({
    id: "cilium-ct-map",
    title: "Cilium's own connection-tracking map runs out of room",
    hosts: ["kubernetes"],
    mechanism:
      "Cilium tracks connections in maps of its own (use of the fullest: {cilium.mapPressure}; packets dropped within the window because one was full: {cilium.insertFailures}). A full map gives up the entries that were used longest ago, so that idle connections break; only where that makes no room are packets lost.",
    requires: [{ any: [["cilium.mapPressure", ">", 0.9], many("cilium.insertFailures")] }],
    remedies: [
      {
        title:
          "Raise bpf-ct-global-tcp-max and bpf-ct-global-any-max, or bpf-map-dynamic-size-ratio",
        commands: [
          "cilium-dbg bpf ct list global | wc -l",
          "cilium-dbg metrics list | grep map_pressure",
        ],
        risk: "Takes effect when the agent restarts. Connections through a recreated map may break.",
      },
    ],
    references: ["cilium: Documentation/network/ebpf/maps.rst"],
  }),
  lookAlike({
    id: "mtu",
    title: "Packets are too large for the next link",
    mechanism:
      "The kernel could not send on {ip.fragmentFailures:counted} within the window: they were too large for the next link and must not be fragmented. Small requests then work and large answers hang, which looks like a time-out.",
    requires: [many("ip.fragmentFailures", 50)],
    excludes: [seldom("ip.fragmentRate", 5)],
    remedies: [
      {
        title: "Set the MTU of pods to what the path carries, less the tunnel's headers",
        commands: ["ip link", "tracepath -n ADDRESS", "nstat -az IpFragFails Ip6FragFails"],
        risk: "Pods take a new MTU when they are made again.",
      },
    ],
    references: ["kernel: net/ipv4/ip_output.c, ip_fragment"],
  }),
  lookAlike({
    id: "invalid-rst-race",
    title: "Packets that fit no known connection are dropped",
    hosts: ["kubernetes"],
    mechanism:
      "kube-proxy's rules dropped {kubeProxy.invalidDropped:counted} within the window as invalid: connection tracking knew no connection for them. That can stall large transfers, and packets of that kind that get through untranslated make a client reset its connection.",
    requires: [many("kubeProxy.invalidDropped", 50)],
    // what kube-proxy drops as invalid, connection tracking counts as well
    supports: [many("table.invalidRate", 10)],
    excludes: [seldom("kubeProxy.invalidRate", 5)],
    remedies: [
      {
        title: "Let connection tracking be liberal about TCP windows, if large transfers stall",
        commands: [
          "sysctl net.netfilter.nf_conntrack_tcp_be_liberal",
          "# in kube-proxy's configuration, from 1.29: conntrack.tcpBeLiberal: true",
        ],
        risk: "Packets outside the TCP window pass; the host that receives them still checks them.",
      },
    ],
    references: ["kubernetes: issue 74839"],
  }),
];
