import type { Cause } from "./cause.ts";
import { LARGER_LIMIT } from "./larger-limit.ts";
import {
  avoid,
  KERNEL_SYSCTLS,
  lowerTimeout,
  MAYBE_KUBERNETES,
  NO_KUBERNETES,
} from "./remedies.ts";

/** Metrics and logs go to a few servers; what goes to more addresses is no such thing, and has one port often. */
const PEERS = 200;

/** UDP that fills the table: short flows, streams, and servers that are asked by their own address. */
export const UDP: readonly Cause[] = [
  {
    id: "udp-accumulation",
    title: "UDP flows fill the table",
    gate: "exhaustion",
    mechanism:
      "{udp.entries} entries ({udp.share}) are short UDP, among them {use.one-way-udp.entries} one-way flows, such as metrics and logs, and {use.dns.entries} answered DNS lookups[?, mostly from {udp.topSource}?]. Every packet from a new source port takes an entry until its timeout, whether or not anybody answers.",
    requires: [],
    weighs: ["udp.share", ">", 0.33],
    supports: [
      ["udp.recent", ">", 0],
      ["udp.share", ">", 0.5],
    ],
    excludes: [],
    holds: ["udp.entries"],
    remedies: [
      {
        ...avoid(
          "Run NodeLocal DNSCache, which keeps the lookups of pods out of the table",
          ["dns", "unanswered-dns"],
          "Pods have to use the cache's address. Its NOTRACK rules must cover both directions.",
        ),
        when: [["use.dns.share", ">", 0.05], ...MAYBE_KUBERNETES],
      },
      {
        ...avoid(
          "Let a cache next to those who ask answer the lookups, such as dnsmasq or unbound[?, first those of {use.dns.topSource}?]",
          ["dns", "unanswered-dns"],
          "Changes in a name are seen as late as its records allow.",
        ),
        when: [["use.dns.share", ">", 0.05], ...NO_KUBERNETES],
      },
      {
        ...avoid(
          "Send metrics and logs[? ({use.one-way-udp.topDestination})?] from one fixed source port, or to an agent on the node[?, first those of {use.one-way-udp.topSource}?]",
          ["one-way-udp"],
          "A change in the clients; nothing changes on the node.",
        ),
        when: [
          ["use.one-way-udp.share", ">", 0.05],
          ["use.one-way-udp.destinations", "<=", PEERS],
        ],
      },
      {
        ...avoid(
          "Limit the peers of the program that sends UDP to so many addresses, such as file sharing or a scan[?, first on {use.one-way-udp.topSource}?]",
          ["one-way-udp"],
          "A change in the program; nothing changes here.",
          [
            "conntrack -L -p udp | grep UNREPLIED | sed 's/^[^=]*=//' | cut -d' ' -f1 | sort | uniq -c | sort -rn | head -5",
          ],
        ),
        when: [
          ["use.one-way-udp.share", ">", 0.05],
          ["use.one-way-udp.destinations", ">", PEERS],
        ],
      },
      lowerTimeout(
        "nf_conntrack_udp_timeout",
        10,
        "An answer that takes longer may be lost; nf_conntrack_udp_timeout_stream does not apply, except to flows with packets both ways for more than two seconds.",
      ),
      {
        ...lowerTimeout(
          "nf_conntrack_udp_timeout_stream",
          30,
          "It ends the lookups of clients that keep their port, and other streams that are silent for longer: these start again, and behind address translation under another port.",
        ),
        when: [["lookups.assuredShare", ">", 0.05]],
      },
      ...LARGER_LIMIT,
    ],
    references: [KERNEL_SYSCTLS],
  },
  {
    id: "udp-streams",
    title: "UDP streams fill the table",
    gate: "exhaustion",
    mechanism:
      "{use.udp-stream.entries} entries are UDP flows that both sides kept up (ASSURED)[?, mostly to {use.udp-stream.topDestination}?][?, mostly from {use.udp-stream.topSource}?]. QUIC, WireGuard, calls and file sharing make such flows; each keeps its entry under nf_conntrack_udp_timeout_stream, and a full table evicts none of them.",
    requires: [],
    weighs: ["use.udp-stream.share", ">", 0.25],
    supports: [["use.udp-stream.share", ">", 0.35]],
    excludes: [],
    holds: ["use.udp-stream.entries"],
    remedies: [
      lowerTimeout(
        "nf_conntrack_udp_timeout_stream",
        30,
        "A stream that is silent for longer starts again, and behind address translation under another port: 25 s is the usual PersistentKeepalive of WireGuard, which has none by default.",
      ),
      avoid(
        "Limit the peers of one program[?, first on {use.udp-stream.topSource}?]",
        ["udp-stream"],
        "A change in the program; nothing changes here.",
        [
          "conntrack -L -p udp | grep ASSURED | grep -v dport=53 | sed 's/^[^=]*=//' | cut -d' ' -f1 | sort | uniq -c | sort -rn | head -5",
        ],
      ),
      ...LARGER_LIMIT,
    ],
    references: [KERNEL_SYSCTLS, "kernel: net/netfilter/nf_conntrack_proto_udp.c"],
  },
  {
    id: "stateless-service-tracked",
    title: "The clients of one UDP server fill the table",
    gate: "exhaustion",
    mechanism:
      "{udpServer.entries} entries ({udpServer.share}) are of the UDP server {udpServer.name} (sources of the most frequent kind of UDP entry: {udpServer.sources}). Nothing translates its address, so that only rules which match packets by their state need these entries, and each client's next port takes another.",
    weighs: ["udpServer.share", ">", 0.3],
    requires: [["udpServer.sources", ">", 300]],
    supports: [],
    excludes: [],
    holds: ["udpServer.entries"],
    explains: ["udp-accumulation", "udp-streams", "timeout-raised"],
    remedies: [
      {
        title: "Keep {udpServer.name} out of the table, in both directions",
        class: "fix",
        commands: [
          "iptables -t raw -I PREROUTING -p udp -d {udpServer.name:address} --dport {udpServer.name:port} -j NOTRACK",
          "iptables -t raw -I OUTPUT -p udp -s {udpServer.name:address} --sport {udpServer.name:port} -j NOTRACK",
        ],
        risk: "Rules that admit packets by their state no longer admit these: accept that port by its address and number first. A server on another host needs the second rule in PREROUTING.",
        undo: "iptables -t raw -D PREROUTING -p udp -d {udpServer.name:address} --dport {udpServer.name:port} -j NOTRACK; iptables -t raw -D OUTPUT -p udp -s {udpServer.name:address} --sport {udpServer.name:port} -j NOTRACK",
        change: { frees: "udpServer.entries", of: ["one-way-udp", "udp", "udp-stream"] },
      },
      lowerTimeout("nf_conntrack_udp_timeout", 10, "An answer that takes longer may be lost."),
      ...LARGER_LIMIT,
    ],
    references: [KERNEL_SYSCTLS, "iptables-extensions(8), NOTRACK"],
  },
];
