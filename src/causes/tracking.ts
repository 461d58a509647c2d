import type { Cause } from "./cause.ts";
import { KERNEL_CORE, LARGER_LIMIT } from "./remedies.ts";

/** Packets that are tracked and should not be, or are tracked twice, or only one way. */
export const TRACKING: readonly Cause[] = [
  {
    id: "overlay-tracked",
    title: "The overlay network's own packets are tracked",
    gate: "exhaustion",
    mechanism:
      "{use.overlay.entries} entries ({use.overlay.share}) are tunnels between nodes (VXLAN or Geneve), not connections of pods. The tunnel takes another source port for each connection inside it, so that one connection can take a second entry.",
    requires: [],
    weighs: ["use.overlay.share", ">", 0.2],
    supports: [["notrack.overlay", "=", false]],
    excludes: [],
    holds: ["use.overlay.entries"],
    remedies: [
      {
        title: "Keep the tunnel out of the table, in both directions",
        class: "fix",
        commands: [
          "iptables -t raw -I PREROUTING -p udp -m multiport --dports 4789,8472,6081 -j NOTRACK",
          "iptables -t raw -I OUTPUT -p udp -m multiport --dports 4789,8472,6081 -j NOTRACK",
        ],
        risk: "Firewall rules that match the tunnel's packets by connection state no longer do. Calico sets such rules itself from 3.29 on.",
        change: { avoids: ["overlay"] },
      },
    ],
    references: ["calico: release notes of 3.29", KERNEL_CORE],
  },
  {
    id: "half-notrack-dns",
    title: "DNS answers are tracked, but their questions are not",
    gate: "exhaustion",
    mechanism:
      "{use.dns-answer.entries} entries ({use.dns-answer.share}) are answers of DNS servers whose questions are not in the table. When a NOTRACK rule covers the questions only, every answer counts as a new flow and takes an entry of its own.",
    requires: [],
    weighs: ["use.dns-answer.share", ">", 0.2],
    supports: [["notrack.dnsQuestions", "=", true]],
    excludes: [["notrack.dnsAnswers", "=", true]],
    holds: ["use.dns-answer.entries"],
    remedies: [
      {
        title: "Add the answers to the NOTRACK rules, for each DNS server that they name",
        class: "fix",
        commands: [
          "iptables -t raw -I PREROUTING -p udp -s {use.dns-answer.topSource:address} --sport 53 -j NOTRACK",
          "iptables -t raw -I OUTPUT -p udp -s {use.dns-answer.topSource:address} --sport 53 -j NOTRACK",
        ],
        risk: "A rule without the DNS server's address, or for one behind a Service, breaks look-ups through the Service's address: their answers are no longer translated back.",
        change: { avoids: ["dns-answer"] },
      },
      {
        title:
          "Find the DNS servers whose answers are tracked, and the rules that cover their questions",
        class: "fix",
        commands: [
          "conntrack -L -p udp | awk '/UNREPLIED/ && $6 == \"sport=53\" {print $4}' | sort | uniq -c | sort -rn | head",
          "iptables-save -t raw | grep -iE 'notrack'",
        ],
        risk: "None for looking.",
        change: null,
      },
    ],
    references: ["kubernetes: cluster/addons/dns/nodelocaldns", KERNEL_CORE],
  },
  {
    id: "ovs-zones",
    title: "Connections take an entry in each of several zones",
    gate: "exhaustion",
    mechanism:
      "{zones.share} of the entries are in conntrack zones other than 0 (number of zones: {zones.count}). Open vSwitch and OVN record a connection once in each zone that it passes, so that one connection can take several entries.",
    requires: [["zones.count", ">=", 2]],
    weighs: ["zones.share", ">", 0.3],
    supports: [],
    excludes: [],
    holds: ["live.entries"],
    remedies: [
      ...LARGER_LIMIT,
      {
        title: "Limit each zone, so that none can fill the table",
        class: "fix",
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
      "{use.one-way-established.entries} entries ({use.one-way-established.share}) are open TCP connections of which this node sees one direction only. Where answers pass elsewhere, the node begins to track such a connection in its middle, and keeps the entry for up to five minutes.",
    requires: [],
    weighs: ["use.one-way-established.share", ">", 0.2],
    supports: [],
    excludes: [],
    holds: ["use.one-way-established.entries"],
    remedies: [
      {
        title:
          "Mend the routes, so that both directions pass this node or neither does[?, first to {use.one-way-established.topDestination}?]",
        class: "fix",
        commands: [
          "ip route get ADDRESS from SOURCE iif INTERFACE",
          "conntrack -L -p tcp --state ESTABLISHED | grep UNREPLIED",
        ],
        risk: "A change of routes moves live traffic.",
        change: { avoids: ["one-way-established"] },
      },
      {
        title: "Track only connections whose beginning the node sees",
        class: "fix",
        commands: ["sysctl -w net.netfilter.nf_conntrack_tcp_loose=0"],
        risk: "The packets in question then count as invalid, which kube-proxy's rules drop. Connections that outlive a restart of this node, or a flush of its table, break.",
        change: { avoids: ["one-way-established"] },
      },
    ],
    references: ["kernel: net/netfilter/nf_conntrack_proto_tcp.c, tcp_loose"],
  },
];
