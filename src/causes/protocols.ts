import type { Cause } from "./cause.ts";
import { avoid, KERNEL_SYSCTLS, lowerTimeout, NOTRACK_RULE } from "./remedies.ts";

const UNTRACKED =
  "Service addresses and address translation do not work for packets that are not tracked, and rules that match them by connection state no longer do.";

/** Protocols other than TCP and UDP that fill the table. */
export const PROTOCOLS: readonly Cause[] = [
  {
    id: "icmp-flood",
    title: "Pings fill the table",
    gate: "exhaustion",
    mechanism:
      "{use.icmp.entries} entries ({use.icmp.share}) are ICMP exchanges such as ping[?, mostly from {use.icmp.topSource}?][?, mostly to {use.icmp.topDestination}?]. Each ping to another address, or by another program, takes an entry, for half a minute by default.",
    requires: [],
    weighs: ["use.icmp.share", ">", 0.2],
    supports: [["use.icmp.share", ">", 0.35]],
    excludes: [],
    holds: ["use.icmp.entries"],
    remedies: [
      avoid(
        "Stop or limit the pings of {use.icmp.topSource}",
        ["icmp"],
        "Monitoring that pings through this node may lose packets.",
        [
          "conntrack -L | grep ^icmp | sed 's/^[^=]*=//' | cut -d' ' -f1 | sort | uniq -c | sort -rn | head",
        ],
      ),
      {
        ...avoid(
          "Stop or limit these pings[? to {use.icmp.topDestination}?]: no single source sends most",
          ["icmp"],
          "Monitoring that pings through this node may lose packets.",
          [
            "conntrack -L | grep ^icmp | sed 's/^[^=]*=//' | cut -d' ' -f1 | sort | uniq -c | sort -rn | head",
          ],
        ),
        unless: "use.icmp.topSource",
      },
      lowerTimeout(
        "nf_conntrack_icmp_timeout",
        5,
        "An answer that takes longer is dropped where only known connections are admitted.",
      ),
      lowerTimeout(
        "nf_conntrack_icmpv6_timeout",
        5,
        "An answer that takes longer is dropped where only known connections are admitted.",
      ),
    ],
    references: [KERNEL_SYSCTLS],
  },
  {
    id: "generic-protocol",
    title: "Traffic other than TCP, UDP and ICMP fills the table",
    gate: "exhaustion",
    mechanism:
      "{use.other-protocol.entries} entries ({use.other-protocol.share}) are neither TCP nor UDP nor ICMP (by protocol: {other.protocols}). SCTP and GRE have timeouts of their own; what the kernel does not know waits out nf_conntrack_generic_timeout, ten minutes by default, for each pair of addresses.",
    requires: [],
    weighs: ["use.other-protocol.share", ">", 0.2],
    supports: [["use.other-protocol.share", ">", 0.35]],
    excludes: [],
    holds: ["use.other-protocol.entries"],
    remedies: [
      lowerTimeout(
        "nf_conntrack_generic_timeout",
        60,
        "The next packet of a flow that the kernel has no protocol for starts a new one after a minute of silence.",
      ),
      lowerTimeout(
        "nf_conntrack_gre_timeout_stream",
        60,
        "The next packet of a GRE tunnel starts a new flow after a minute of silence.",
      ),
      lowerTimeout(
        "nf_conntrack_sctp_timeout_established",
        210,
        "An SCTP association loses its entry if its heartbeats are further apart.",
      ),
      {
        title: "Keep that protocol out of the table",
        class: "fix",
        commands: NOTRACK_RULE("I", "-p {other.main:raw}"),
        risk: UNTRACKED,
        undo: NOTRACK_RULE("D", "-p {other.main:raw}").join("; "),
        change: { avoids: ["other-protocol"] },
      },
      {
        title:
          "Find out which protocols these are, and keep them out of the table with NOTRACK rules",
        class: "fix",
        commands: ["conntrack -L | awk '!/^(tcp|udp|icmp)/ {print $1, $2}' | sort | uniq -c"],
        risk: UNTRACKED,
        change: { avoids: ["other-protocol"] },
        unless: "other.main",
      },
    ],
    references: [KERNEL_SYSCTLS],
  },
];
