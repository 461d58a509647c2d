import type { Cause } from "./cause.ts";
import { LARGER_LIMIT } from "./larger-limit.ts";
import { avoid, KERNEL_CORE, removeNotrack } from "./remedies.ts";

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
          "iptables -t raw -I PREROUTING -p udp -d {overlay.node:address} --dport {overlay.node:port} -j NOTRACK",
          "iptables -t raw -I OUTPUT -p udp -s {overlay.node:address} --dport {overlay.node:port} -j NOTRACK",
        ],
        risk: "Rules that match the tunnel's packets by connection state no longer do (Calico sets such rules itself from 3.29 on). Some network cards then send tunnels with wrong checksums: if so, switch off tx-checksum-ip-generic of the tunnel's interface with ethtool -K.",
        undo: "iptables -t raw -D PREROUTING -p udp -d {overlay.node:address} --dport {overlay.node:port} -j NOTRACK; iptables -t raw -D OUTPUT -p udp -s {overlay.node:address} --dport {overlay.node:port} -j NOTRACK",
        change: { avoids: ["overlay"] },
      },
      ...LARGER_LIMIT,
    ],
    references: ["calico: release notes of 3.29", KERNEL_CORE],
  },
  {
    id: "half-notrack-dns",
    title: "DNS answers are tracked, but their questions are not",
    gate: "exhaustion",
    mechanism:
      "{use.dns-answer.entries} entries ({use.dns-answer.share}) are answers of DNS servers whose questions are not in the table. A NOTRACK rule that covers the questions only makes a new flow of each answer, and so does a reflection attack, whose answers nobody asked for.",
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
        risk: "Rules that match these packets by connection state no longer do. A DNS server that some Service leads to must stay tracked.",
        undo: "iptables -t raw -D PREROUTING -p udp -s {use.dns-answer.topSource:address} --sport 53 -j NOTRACK; iptables -t raw -D OUTPUT -p udp -s {use.dns-answer.topSource:address} --sport 53 -j NOTRACK",
        change: { avoids: ["dns-answer"] },
        when: [
          ["notrack.dnsQuestions", "=", true],
          ["notrack.dnsBehindService", "=", false],
        ],
      },
      {
        title: "Remove the NOTRACK rule of the questions, as a Service leads to these DNS servers",
        class: "fix",
        commands: [removeNotrack("53")],
        risk: "Both directions are tracked then, and each lookup takes one entry. Do not add the answers to the rule instead: untracked, they keep the endpoint's address, so that lookups through the Service fail.",
        verify: "iptables-save -t raw | grep -i notrack",
        change: null,
        when: [
          ["notrack.dnsQuestions", "=", true],
          ["notrack.dnsBehindService", "=", true],
        ],
      },
      {
        ...avoid(
          "Let DNS answers that nobody asked for be filtered before this host, as no rule here keeps questions out of the table",
          ["dns-answer"],
          "A filter that drops every answer stops this host's own lookups as well.",
        ),
        when: [["notrack.dnsQuestions", "=", false]],
      },
      {
        title:
          "Find the DNS servers whose answers are tracked, and the rules that cover their questions",
        class: "fix",
        commands: [
          "conntrack -L -p udp | awk '/UNREPLIED/ && $6 == \"sport=53\" {print $4}' | sort | uniq -c | sort -rn | head",
          "iptables-save -t raw | grep -iE 'notrack'",
        ],
        risk: "None: this only reads.",
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
      "{zones.repeated.entries} entries ({zones.repeated.share}) are of connections that another zone holds as well (number of zones: {zones.count}). Open vSwitch and OVN record a connection once in each zone that it passes, so that one connection takes several entries.",
    requires: [["zones.count", ">=", 2]],
    weighs: ["zones.repeated.share", ">", 0.2],
    supports: [],
    excludes: [],
    holds: ["zones.repeated.entries"],
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
    title: "Replies bypass this node",
    gate: "exhaustion",
    mechanism:
      "{oneWay.entries} entries ({oneWay.share}) are TCP connections of which this host sees one direction only[? (those that look open end within {oneWay.longestLeft})?]. Where the other direction passes elsewhere, each connection keeps an entry that no answer confirms and no end closes.",
    requires: [],
    weighs: ["oneWay.share", ">", 0.2],
    supports: [],
    // without the rules, nobody knows whether one of them covers one direction only
    excludes: [["halfNotrack.share", ">", 0.2]],
    holds: ["oneWay.entries"],
    remedies: [
      {
        title:
          "Fix the routes, so that both directions pass this host or neither does[?, first to {use.one-way-established.topDestination}?][?, first to {use.unanswered-syn.topDestination}?]",
        class: "fix",
        commands: [
          "ip route get ADDRESS from SOURCE iif INTERFACE",
          "conntrack -L -p tcp | grep UNREPLIED | head",
        ],
        risk: "A change of routes moves live traffic.",
        change: null,
      },
      {
        title: "Track only connections whose beginning the node sees",
        class: "fix",
        commands: ["sysctl -w net.netfilter.nf_conntrack_tcp_loose=0"],
        risk: "The packets in question then count as invalid, which many rules drop, those of kube-proxy included. Connections that outlive a restart of this host, or a flush of its table, break.",
        change: { avoids: ["one-way-established"] },
        when: [["use.one-way-established.share", ">", 0.1]],
      },
      ...LARGER_LIMIT,
    ],
    references: ["kernel: net/netfilter/nf_conntrack_proto_tcp.c, tcp_loose"],
  },
];
