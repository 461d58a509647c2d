import type { Cause } from "./cause.ts";
import { LARGER_LIMIT } from "./larger-limit.ts";
import { KERNEL_CORE, NOTRACK_RULE, removeNotrack } from "./remedies.ts";

const ANSWERS =
  "-p {halfNotrack.server:protocol} -s {halfNotrack.server:address} --sport {halfNotrack.server:port}";
const QUESTIONS =
  "-p {halfNotrack.server:protocol} -d {halfNotrack.server:address} --dport {halfNotrack.server:port}";

const RISK =
  "Rules that match these packets by connection state no longer do. A server that some Service leads to must stay tracked.";
const FREES = {
  frees: "halfNotrack.server.entries",
  of: ["one-way-established", "unanswered-syn", "half-open", "one-way-udp"],
} as const;

/** A NOTRACK rule of any port but that of DNS, which has a cause of its own, without its other half. */
export const HALF_NOTRACK: readonly Cause[] = [
  {
    id: "half-notrack",
    title: "A NOTRACK rule covers one direction only",
    gate: "exhaustion",
    mechanism:
      "{halfNotrack.entries} entries ({halfNotrack.share}) are one direction of connections, mostly with {halfNotrack.server}, whose other direction a NOTRACK rule keeps out of the table. The kernel cannot match the two directions, so each such entry waits out its timeout as if nobody answered.",
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
        risk: RISK,
        undo: NOTRACK_RULE("D", ANSWERS).join("; "),
        change: FREES,
        when: [
          ["halfNotrack.isAnswers", "=", true],
          ["halfNotrack.behindService", "=", false],
        ],
      },
      {
        title: "Add the missing rule, for what goes to {halfNotrack.server}",
        class: "fix",
        commands: NOTRACK_RULE("I", QUESTIONS),
        risk: RISK,
        undo: NOTRACK_RULE("D", QUESTIONS).join("; "),
        change: FREES,
        when: [
          ["halfNotrack.isAnswers", "=", false],
          ["halfNotrack.behindService", "=", false],
        ],
      },
      {
        title: "Remove the NOTRACK rule that covers {halfNotrack.server}, which serves a Service",
        class: "fix",
        commands: [removeNotrack("{halfNotrack.server:port}")],
        risk: "Both directions are tracked then, and each connection takes one entry. Do not add the missing rule instead: untracked answers keep the endpoint's address, so that connections through the Service fail.",
        verify: "iptables-save -t raw | grep -i notrack",
        change: null,
        when: [["halfNotrack.behindService", "=", true]],
      },
      {
        title:
          "Find out whether {halfNotrack.server} serves a Service: if not, add the missing rule, else remove the one that is there",
        class: "fix",
        commands: ["kubectl get endpointslices -A", "iptables-save -t raw | grep -i notrack"],
        risk: "None: this only reads.",
        change: null,
        unless: "halfNotrack.behindService",
      },
      ...LARGER_LIMIT,
    ],
    references: ["iptables-extensions(8), NOTRACK", KERNEL_CORE],
  },
];
