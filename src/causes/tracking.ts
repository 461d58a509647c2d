import type { Cause } from "./cause.ts";
import { KERNEL_CORE, raiseLimit } from "./remedies.ts";

/** Packets that are tracked and should not be, or are tracked twice, or only one way. */
export const TRACKING: readonly Cause[] = [
  {
    id: "overlay-tracked",
    title: "The overlay network's own packets are tracked",
    gate: "exhaustion",
    mechanism:
      "{use.overlay.entries} entries ({use.overlay.share}) are the tunnel packets between nodes (VXLAN or Geneve), not connections of pods. Each inner flow gives the tunnel another source port, and so another entry.",
    requires: [["use.overlay.share", ">", 0.2]],
    supports: [["notrack.overlay", "=", false]],
    excludes: [],
    holds: ["use.overlay.entries"],
    remedies: [
      {
        title: "Keep the tunnel out of the table, in both directions",
        commands: [
          "iptables -t raw -I PREROUTING -p udp -m multiport --dports 4789,8472,6081 -j NOTRACK",
          "iptables -t raw -I OUTPUT -p udp -m multiport --dports 4789,8472,6081 -j NOTRACK",
        ],
        risk: "Rules that match the tunnel's packets by connection state no longer see them. Calico does this itself from 3.29.",
        change: { avoids: ["overlay"] },
      },
    ],
    references: ["calico: release notes of 3.29", KERNEL_CORE],
  },
  {
    id: "half-notrack-dns",
    title: "DNS questions are not tracked, but their answers are",
    gate: "exhaustion",
    mechanism:
      "{use.dns-answer.entries} entries ({use.dns-answer.share}) are answers of a resolver whose questions a NOTRACK rule keeps out of the table. The answers come in as new one-way flows, one for each look-up.",
    requires: [["use.dns-answer.share", ">", 0.2]],
    supports: [["notrack.dnsQuestions", "=", true]],
    excludes: [["notrack.dnsAnswers", "=", true]],
    holds: ["use.dns-answer.entries"],
    remedies: [
      {
        title: "Add the missing direction to the NOTRACK rules",
        commands: [
          "iptables -t raw -I PREROUTING -p udp --sport 53 -j NOTRACK",
          "iptables -t raw -I OUTPUT -p udp --sport 53 -j NOTRACK",
        ],
        risk: "Look-ups through a Service address break if only answers of that resolver are left untracked: match the resolver's address too.",
        change: { avoids: ["dns-answer"] },
      },
    ],
    references: ["kubernetes: cluster/addons/dns/nodelocaldns", KERNEL_CORE],
  },
  {
    id: "ovs-zones",
    title: "Each flow is tracked in several zones",
    gate: "exhaustion",
    mechanism:
      "{zones.share} of the entries are in {zones.count} conntrack zones other than 0. Open vSwitch and OVN commit one flow once in each zone that it passes, so it takes several entries.",
    requires: [
      ["zones.share", ">", 0.3],
      ["zones.count", ">=", 2],
    ],
    supports: [],
    excludes: [],
    holds: ["live.entries"],
    remedies: [
      raiseLimit,
      {
        title: "Bound each zone, so that one tenant cannot fill the table",
        commands: [
          "ovs-appctl dpctl/ct-get-limits",
          "ovs-appctl dpctl/ct-set-limits default=LIMIT",
        ],
        risk: "Connections beyond a zone's limit are dropped, in that zone alone.",
        change: null,
      },
    ],
    references: ["openvswitch: ovs-ctl(8), dpctl/ct-set-limits"],
  },
  {
    id: "asymmetric-path",
    title: "Answers take a path around this node",
    gate: "exhaustion",
    mechanism:
      "{use.one-way-established.entries} entries ({use.one-way-established.share}) are established connections of which the node sees one direction only. It picked them up in mid-stream, and their answers pass elsewhere.",
    requires: [["use.one-way-established.share", ">", 0.2]],
    supports: [],
    excludes: [],
    holds: ["use.one-way-established.entries"],
    remedies: [
      {
        title:
          "Mend the routes, so that both directions to {use.one-way-established.topDestination} pass this node or neither does",
        commands: [
          "ip route get ADDRESS from SOURCE iif INTERFACE",
          "conntrack -L -p tcp --state ESTABLISHED | grep UNREPLIED",
        ],
        risk: "A change of routes moves live traffic.",
        change: { avoids: ["one-way-established"] },
      },
      {
        title: "Do not pick up connections in mid-stream",
        commands: ["sysctl -w net.netfilter.nf_conntrack_tcp_loose=0"],
        risk: "Connections that outlive a restart of this node, or a flush of its table, break.",
        change: { avoids: ["one-way-established"] },
      },
    ],
    references: ["kernel: net/netfilter/nf_conntrack_proto_tcp.c, tcp_loose"],
  },
];
