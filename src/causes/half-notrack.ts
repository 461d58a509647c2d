import type { Cause } from "./cause.ts";
import { KERNEL_CORE, LARGER_LIMIT, NOTRACK_RULE } from "./remedies.ts";

const ANSWERS =
  "-p {halfNotrack.server:protocol} -s {halfNotrack.server:address} --sport {halfNotrack.server:port}";
const QUESTIONS =
  "-p {halfNotrack.server:protocol} -d {halfNotrack.server:address} --dport {halfNotrack.server:port}";

/** A NOTRACK rule of any port but that of DNS, which has a cause of its own, without its other half. */
export const HALF_NOTRACK: readonly Cause[] = [
  {
    id: "half-notrack",
    title: "A NOTRACK rule covers one direction only",
    gate: "exhaustion",
    mechanism:
      "{halfNotrack.entries} entries ({halfNotrack.share}) are one direction of connections, mostly with {halfNotrack.server}, whose other direction a NOTRACK rule keeps out of the table. The kernel cannot put the two together, so each such entry waits out its timeout as if nobody answered.",
    weighs: ["halfNotrack.share", ">", 0.2],
    requires: [],
    supports: [],
    excludes: [],
    holds: ["halfNotrack.entries"],
    explains: ["retry-storm", "asymmetric-path", "udp-accumulation"],
    remedies: [
      {
        title: "Add the missing rule, for what comes from {halfNotrack.server}",
        class: "fix",
        commands: NOTRACK_RULE("I", ANSWERS),
        risk: "A server behind a Service needs no rule but the other one's removal: untracked packets are not translated.",
        undo: NOTRACK_RULE("D", ANSWERS).join("; "),
        change: { frees: "halfNotrack.server.entries" },
        when: [["halfNotrack.isAnswers", "=", true]],
      },
      {
        title: "Add the missing rule, for what goes to {halfNotrack.server}",
        class: "fix",
        commands: NOTRACK_RULE("I", QUESTIONS),
        risk: "A server behind a Service needs no rule but the other one's removal: untracked packets are not translated.",
        undo: NOTRACK_RULE("D", QUESTIONS).join("; "),
        change: { frees: "halfNotrack.server.entries" },
        when: [["halfNotrack.isAnswers", "=", false]],
      },
      ...LARGER_LIMIT,
    ],
    references: ["iptables-extensions(8), NOTRACK", KERNEL_CORE],
  },
];
