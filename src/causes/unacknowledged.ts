import { LEFT_WHEN_LOST } from "../attribution/unacknowledged.ts";
import { LOST } from "../signals/unacknowledged.ts";
import { ofRows } from "../signals/use-commands.ts";
import type { Cause } from "./cause.ts";
import { LARGER_LIMIT } from "./larger-limit.ts";
import { KERNEL_SYSCTLS } from "./remedies.ts";

/** Connections that stood when one of their ends, or the path to it, was lost. */
export const UNACKNOWLEDGED: readonly Cause[] = [
  {
    id: "unacknowledged-tcp",
    title: "Connections whose other end no longer answers fill the table",
    gate: "exhaustion",
    mechanism: `{unacknowledged.entries} entries are TCP connections whose last packets nobody acknowledged[?, mostly to {unacknowledged.topDestination}?]: open ones with at most ${LEFT_WHEN_LOST} s left, and closed ones in FIN_WAIT or LAST_ACK. Where a server, a client or the path between them is lost, the end that remains sends again for up to 15 minutes, and each packet renews the entry.`,
    requires: [],
    weighs: ["unacknowledged.share", ">", 0.25],
    // of a shorter timeout many may be about to end
    supports: [["timeout.established", ">=", 86_400]],
    excludes: [],
    holds: ["unacknowledged.entries"],
    names: [
      { role: "destination", name: "unacknowledged.topDestination", protocol: "tcp" },
      { role: "endpoint", name: "unacknowledged.topEndpoint", protocol: "tcp" },
    ],
    remedies: [
      ...LARGER_LIMIT,
      {
        title:
          "Find out which end is lost[?, {unacknowledged.topEndpoint} or its clients?], and bring it or its path back",
        class: "fix",
        commands: [`${ofRows(LOST)}   # the first src= is the client, the second the endpoint`],
        risk: "None: this only reads. Whether an end is lost or its answers take another path, the table does not tell: a packet capture at either end does.",
        change: { frees: "unacknowledged.entries" },
      },
      {
        title: "Let programs give up a dead connection sooner (TCP_USER_TIMEOUT, TCP keep-alive)",
        class: "prevent",
        commands: [],
        risk: "A change in the application. A path that is lost for longer than that ends its connections.",
        change: null,
      },
    ],
    references: [KERNEL_SYSCTLS, "kernel: net/netfilter/nf_conntrack_proto_tcp.c"],
  },
];
