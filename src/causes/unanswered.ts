import type { Cause } from "./cause.ts";
import { avoid, KERNEL_SYSCTLS, lowerTimeout } from "./remedies.ts";

/** Attempts to connect that nobody answers, and that fill the table. */
export const UNANSWERED: readonly Cause[] = [
  {
    id: "retry-storm",
    title: "Unanswered retries fill the table",
    gate: "exhaustion",
    mechanism:
      "{use.unanswered-syn.entries} entries are connection attempts that nobody answered[?, mostly to {use.unanswered-syn.topDestination}?]. A client that tries again comes from a new port, and so takes another entry each time, for two minutes by default.",
    weighs: ["use.unanswered-syn.share", ">", 0.2],
    requires: [
      {
        any: [
          ["use.unanswered-syn.topDestination.share", ">", 0.15],
          ["use.unanswered-syn.destinations", "<=", 100],
        ],
      },
    ],
    evicted: [
      ["evictedAttempts.share", ">", 0.2],
      ["evictedAttempts.perSource", ">=", 3],
      ["evictedAttempts.invalid", "<=", 0.5],
      ["silentPort.ofAttempts", "<=", 0.5],
      {
        any: [
          ["use.unanswered-syn.topDestination.share", ">", 0.15],
          ["evictedAttempts.destinations", "<=", 100],
        ],
      },
    ],
    supports: [["use.unanswered-syn.topDestination.share", ">", 0.15]],
    excludes: [
      ["attempts.perSource", "<", 3],
      ["silentPort.ofAttempts", ">", 0.5],
      ["attempts.invalidPerAttempt", ">", 0.5],
    ],
    holds: ["use.unanswered-syn.entries"],
    remedies: [
      avoid(
        "Fix or remove the endpoint that does not answer[?, first {use.unanswered-syn.topEndpoint}?]",
        ["unanswered-syn"],
        "New connections go to the remaining endpoints, which must carry the load.",
        ["conntrack -L -p tcp --state SYN_SENT | grep UNREPLIED"],
      ),
      avoid(
        "Let clients back off between retries, with a circuit breaker",
        ["unanswered-syn"],
        "A change in the application; nothing changes on the node.",
      ),
      lowerTimeout(
        "nf_conntrack_tcp_timeout_syn_sent",
        20,
        "A server that takes longer than that to answer a connection attempt is cut off.",
      ),
    ],
    references: [KERNEL_SYSCTLS],
  },
  {
    id: "connection-scan",
    title: "A scan fills the table",
    gate: "exhaustion",
    mechanism:
      "{use.unanswered-syn.entries} entries are connection attempts that nobody answered, to {use.unanswered-syn.destinations:counted}, from {use.unanswered-syn.sources:counted}[?, mostly from {use.unanswered-syn.topSource}?]. So many destinations point to a scan, or to a program with very many peers, such as a crawler, rather than to clients that retry.",
    weighs: ["use.unanswered-syn.share", ">", 0.2],
    requires: [
      ["use.unanswered-syn.destinations", ">", 80],
      ["use.unanswered-syn.topDestination.share", "<=", 0.17],
    ],
    evicted: [
      ["evictedAttempts.share", ">", 0.2],
      ["evictedAttempts.perSource", ">=", 3],
      ["evictedAttempts.invalid", "<=", 0.5],
      ["evictedAttempts.destinations", ">", 80],
      ["use.unanswered-syn.topDestination.share", "<=", 0.17],
    ],
    supports: [["attempts.answeredPerAttempt", "<=", 0.2]],
    // most peers of a mail server or a crawler answer, and hardly any of a scan
    excludes: [
      ["attempts.answeredPerAttempt", ">", 1],
      ["attempts.invalidPerAttempt", ">", 0.5],
    ],
    holds: ["use.unanswered-syn.entries"],
    remedies: [
      avoid(
        "Stop what tries so many addresses at {use.unanswered-syn.topSource}, or block it with a firewall rule",
        ["unanswered-syn"],
        "Clients behind the same address that do not scan are blocked as well.",
        [
          "conntrack -L -p tcp --state SYN_SENT | sed 's/^[^=]*=//' | cut -d' ' -f1 | sort | uniq -c | sort -rn | head",
        ],
      ),
      {
        ...avoid(
          "Limit new connections with a firewall rule: no single source sends most",
          ["unanswered-syn"],
          "Such a limit refuses clients that do not scan as well.",
          [
            "conntrack -L -p tcp --state SYN_SENT | sed 's/^[^=]*=//' | cut -d' ' -f1 | sort | uniq -c | sort -rn | head",
          ],
        ),
        unless: "use.unanswered-syn.topSource",
      },
      lowerTimeout(
        "nf_conntrack_tcp_timeout_syn_sent",
        20,
        "A server that takes longer than that to answer a connection attempt is cut off.",
      ),
    ],
    references: [KERNEL_SYSCTLS],
  },
];
