import type { Cause } from "../cause.ts";
import { MAYBE_KUBERNETES, NO_KUBERNETES } from "../remedies.ts";
import { lookAlike, many, rises, seldom } from "./look-alike.ts";

/** No entry can be inserted, or no port be chosen, while the table has room. */
export const INSERTS: readonly Cause[] = [
  lookAlike({
    id: "snat-port-exhaustion",
    title: "No source port is left for connections to one destination",
    mechanism:
      "Source NAT uses {snat.fullest.entries} of the {snat.fullest.ports} source ports that it may choose[? at {snat.fullest.from}?] towards {snat.fullest}, and {table.clashes:counted} found none within the window. New connections to that destination fail although the table has room.",
    requires: [
      rises("table.clashes"),
      // the two counters are not read in one moment: a few packets may be between them
      ["table.fullDrops", "<=", 5],
      ["snat.fullest.share", ">", 0.9],
    ],
    supports: [many("table.clashes", 5)],
    excludes: [["table.exhausted", "=", true]],
    names: [
      { role: "translated", name: "snat.fullest", entries: "snat.fullest.entries" },
      { role: "translated", name: "snat.fullest.from", entries: "snat.fullest.entries" },
    ],
    remedies: [
      {
        title:
          "Delete the {snat.fullest.closed} entries of closed connections to {snat.fullest}, which frees their ports",
        class: "now",
        commands: [
          "conntrack -D -p tcp --state TIME_WAIT --reply-src {snat.fullest:address} --reply-port-src {snat.fullest.port:raw}",
        ],
        risk: "A late packet of a closed connection finds no entry. It helps only until the ports are used up again.",
        when: [
          ["snat.fullest.isTcp", "=", true],
          ["snat.fullest.closed", ">", 0],
        ],
      },
      {
        title: "Reuse connections to {snat.fullest}, or translate them to more ports or addresses",
        commands: ["iptables-save -t nat | grep -E 'MASQUERADE|SNAT'"],
        risk: "None for reuse. A second address must be routed back to this node.",
      },
    ],
    references: ["kernel: net/netfilter/nf_nat_core.c, nf_nat_l4proto_unique_tuple"],
  }),
  lookAlike({
    id: "dns-insert-race",
    title: "DNS lookups race each other into the table",
    mechanism:
      "The kernel lost {table.clashRate:counted} within the window because their entry could not be inserted while lookups hold {lookups.share} of the table. When two lookups leave one socket at once (A and AAAA), both want the same entry, and the client of the one that is lost waits, usually five seconds.",
    requires: [many("table.clashRate", 1), ["lookups.share", ">", 0.05]],
    // from 5.9 on the kernel resolves most of them without loss
    supports: [
      ["kernel.version", "<", 5.09],
      ["use.unanswered-dns.share", ">", 0.01],
      rises("coredns.servfail"),
    ],
    excludes: [
      ["table.exhausted", "=", true],
      ["snat.fullest.share", ">", 0.9],
    ],
    remedies: [
      {
        title: "Run NodeLocal DNSCache, or Linux 5.9 or later, which resolves most such races",
        commands: [
          "conntrack -S | grep -oE '(insert_failed|drop|clash_resolve)=[0-9]+'",
          "# or, in the pod: options single-request-reopen",
        ],
        risk: "A new kernel needs a restart of the node. The pod option single-request-reopen makes lookups a little slower.",
        when: MAYBE_KUBERNETES,
      },
      {
        title: "Run Linux 5.9 or later, which resolves most such races",
        commands: [
          "conntrack -S | grep -oE '(insert_failed|drop|clash_resolve)=[0-9]+'",
          "# or, in resolv.conf of those who ask: options single-request-reopen",
        ],
        risk: "A new kernel needs a restart of the host. The option single-request-reopen makes lookups a little slower.",
        when: NO_KUBERNETES,
      },
    ],
    references: [
      "kubernetes: issue 56903",
      "kernel: net/netfilter/nf_conntrack_core.c, nf_ct_resolve_clash",
    ],
  }),
  lookAlike({
    id: "hash-chain-too-long",
    title: "The table has too few hash buckets",
    mechanism:
      "The kernel lost {table.chainTooLong:counted} within the window because too many entries stood in one hash bucket (entries: {table.count}; buckets: {table.buckets}). Too few buckets, or addresses chosen on purpose, can overfill a bucket long before the table reaches its limit.",
    requires: [many("table.chainTooLong")],
    excludes: [seldom("table.chainRate")],
    names: [
      { role: "destination", name: "top.destination" },
      { role: "source", name: "top.source" },
    ],
    remedies: [
      {
        title: "Raise the number of hash buckets to {sizing.buckets}",
        commands: ["echo {sizing.buckets:raw} > /sys/module/nf_conntrack/parameters/hashsize"],
        risk: "Each bucket takes 8 bytes of memory.",
        when: [["table.chainLength", ">=", 8]],
      },
      {
        title: "Look for a source that chooses its addresses or ports so that they share a bucket",
        commands: [
          "conntrack -L | sed 's/^[^=]*=//' | cut -d' ' -f1 | sort | uniq -c | sort -rn | head",
        ],
        risk: "None: this only reads.",
      },
    ],
    references: ["kernel: net/netfilter/nf_conntrack_core.c, nf_conntrack_hash_check_insert"],
  }),
  lookAlike({
    id: "ephemeral-port-exhaustion",
    title: "The node runs out of local ports",
    mechanism:
      "{ports.top.source} has {ports.top.entries:counted} to {ports.top.destination}, which is {ports.top.share} of the local ports that the kernel may choose there (all sockets of the node: {ports.share}). A local port can be used only once for each destination, so further connections to this one fail.",
    requires: [
      ["ports.top.share", ">", 0.9],
      ["ports.share", ">", 0.9],
    ],
    names: [
      { role: "source", name: "ports.top.source", entries: "ports.top.entries" },
      { role: "destination", name: "ports.top.destination", entries: "ports.top.entries" },
    ],
    remedies: [
      {
        title: "Reuse connections to {ports.top.destination}, and widen the range of local ports",
        commands: [
          "ss -tan | awk '{print $5}' | sort | uniq -c | sort -rn | head",
          "sysctl net.ipv4.ip_local_port_range",
        ],
        risk: "The range must not take ports that servers on this node listen on.",
      },
    ],
    references: ["kernel: net/ipv4/inet_hashtables.c, __inet_hash_connect"],
  }),
];
