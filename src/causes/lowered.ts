import { ABOVE } from "../signals/lowered.ts";
import { ofRows } from "../signals/use-commands.ts";
import type { Cause } from "./cause.ts";
import { LARGER_LIMIT } from "./larger-limit.ts";
import { deleteOpenTo, KERNEL_SYSCTLS } from "./remedies.ts";

/** What is left of a timeout that was longer. */
export const LOWERED: readonly Cause[] = [
  {
    id: "timeout-lowered-late",
    title: "Idle connections keep their former, longer timeout",
    gate: "exhaustion",
    mechanism:
      "{lowered.entries} open TCP connections have more time left than their timeout (now: {timeout.established}; longest left: {lowered.longest}), and were idle for over an hour when it was lowered. A timeout holds from an entry's next packet on, so they keep the time they had, whatever it is set to.",
    requires: [],
    weighs: ["lowered.share", ">", 0.25],
    supports: [["lowered.longest", ">", 86_400]],
    excludes: [],
    holds: ["lowered.entries"],
    names: [
      { role: "destination", name: "use.established.topDestination", protocol: "tcp" },
      { role: "endpoint", name: "use.established.topEndpoint", protocol: "tcp" },
    ],
    remedies: [
      ...LARGER_LIMIT,
      deleteOpenTo("use.established.topDestination", { frees: "lowered.entries" }),
      {
        title:
          "Find the clients that leave connections open, and let them close these or send keep-alives",
        class: "fix",
        commands: [`${ofRows(ABOVE)}   # the first src= of a row is its client`],
        risk: "None: this only reads. A lower timeout still frees none of these.",
        change: null,
      },
    ],
    references: [KERNEL_SYSCTLS, "kernel: net/netfilter/nf_conntrack_proto_tcp.c"],
  },
];
