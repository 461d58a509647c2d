import type { Cause } from "./cause.ts";
import { lookAlike } from "./look-alikes/look-alike.ts";

/** Connections that leave by a translated address, and find no answer though the table has room. */
export const SNAT: readonly Cause[] = [
  lookAlike({
    id: "snat-port-race",
    title: "New connections are translated to the same source port at once",
    mechanism:
      "The kernel lost {table.clashRate:counted} within the window because their entry could not be inserted, while source NAT has ports left (use towards one destination: {snat.fullest.share}). Rules without --random-fully begin each search at the same port, so connections that begin together choose the same port, and one is lost.",
    requires: [
      ["table.clashRate", ">", 1],
      ["table.fullDrops", "<=", 5],
      // of UDP the kernel resolves such a race
      ["snat.unresolved.entries", ">", 10],
      ["snat.fullest.share", "<=", 0.9],
      ["snat.randomFully", "=", false],
    ],
    supports: [["kernel.version", ">=", 5.09]],
    excludes: [["table.exhausted", "=", true]],
    remedies: [
      {
        title: "Let every source NAT rule choose its ports at random",
        commands: [
          "iptables-save -t nat | grep -E 'MASQUERADE|SNAT' | grep -v random-fully",
          "# add --random-fully to each of them where it is made: by the network plugin, Docker or by hand",
        ],
        risk: "A port is no longer kept as the client chose it, which a few protocols expect.",
      },
    ],
    references: [
      "kernel: net/netfilter/nf_nat_core.c, nf_nat_l4proto_unique_tuple",
      "kubernetes: issue 56903",
    ],
  }),
  lookAlike({
    id: "gateway-snat-exhaustion",
    outside: true,
    title: "A gateway to the Internet seems to have no source ports left",
    mechanism:
      "{outside.unanswered.entries} connection attempts to Internet addresses have no answer, though {outside.partly} of these destinations answer other attempts, and this node could insert every entry. That points to a gateway outside, such as the cloud's NAT, which has a limited number of source ports for each machine.",
    requires: [
      ["outside.unanswered.entries", ">", 50],
      ["outside.unanswered.share", ">", 0.8],
      ["outside.partly", ">=", 2],
      ["table.clashes", "<=", 5],
    ],
    supports: [["outside.partly", ">=", 5]],
    excludes: [["table.exhausted", "=", true]],
    remedies: [
      {
        title: "Look at the gateway's own counters of ports and of dropped connections",
        commands: [
          "# AWS: ErrorPortAllocation of the NAT gateway; Azure: SnatConnectionCount, failed; Google Cloud: nat/dropped_sent_packets_count",
          "conntrack -L -p tcp --state SYN_SENT | grep UNREPLIED",
        ],
        risk: "None: this only reads.",
      },
      {
        title:
          "Reuse connections to the Internet, or give the gateway more addresses, or more ports for each machine",
        commands: [],
        risk: "None for reuse. Peers that admit only known addresses must be given the new one.",
      },
    ],
    references: ["azure: Load Balancer, SNAT for outbound connections"],
  }),
];
