import type { Cause } from "./cause.ts";
import { LARGER_LIMIT } from "./larger-limit.ts";
import { avoid, KERNEL_SYSCTLS, lowerTimeout } from "./remedies.ts";

/**
 * Connection attempts that do not become connections, told apart by who makes them and where they go. The same
 * attempts near a border fit two of these causes, and then both are named: a few more must not turn one into the other.
 */
export const ATTEMPTS: readonly Cause[] = [
  {
    id: "syn-flood",
    title: "A SYN flood fills the table",
    gate: "exhaustion",
    mechanism:
      "{attempts.entries} entries are attempts that never became connections, from {attempts.sources:counted}, about {attempts.perSource} from each[?, mostly to {attempts.topDestination}?][?, half-open ones mostly from {use.half-open.topSource}?]. In a flood nobody means to connect: sources are invented, or do not answer the server, and each attempt waits out a timeout.",
    weighs: ["attempts.share", ">", 0.2],
    requires: [
      {
        any: [
          ["attempts.perSource", "<", 4],
          // who means to connect answers a server that answered
          ["use.half-open.share", ">", 0.2],
        ],
      },
      ["attempts.destinations", "<=", 125],
    ],
    // from few sources, answers to the server may be lost on their way
    supports: [["attempts.perSource", "<", 4]],
    // connections whose answers come by another way go on
    excludes: [["attempts.invalidPerAttempt", ">", 0.5]],
    holds: ["use.half-open.entries", "use.unanswered-syn.entries"],
    remedies: [
      lowerTimeout(
        "nf_conntrack_tcp_timeout_syn_recv",
        15,
        "A client that takes longer than that to answer back is cut off.",
      ),
      lowerTimeout(
        "nf_conntrack_tcp_timeout_syn_sent",
        20,
        "A server that takes longer than that to answer a connection attempt is cut off.",
      ),
      {
        title: "Limit the first packets to {attempts.topDestination} before they take entries",
        class: "now",
        commands: [
          "iptables -t raw -I PREROUTING -p tcp -d {attempts.topDestination:address} --dport {attempts.topDestination:port} --syn -m hashlimit --hashlimit-name flood --hashlimit-mode dstip,dstport --hashlimit-above {attempts.fittingRate:raw}/sec -j DROP",
        ],
        risk: "Honest clients of that address are refused as well while the flood lasts. At this rate attempts take at most a quarter of the limit: a higher one lets more of both in.",
        undo: "iptables -t raw -D PREROUTING -p tcp -d {attempts.topDestination:address} --dport {attempts.topDestination:port} --syn -m hashlimit --hashlimit-name flood --hashlimit-mode dstip,dstport --hashlimit-above {attempts.fittingRate:raw}/sec -j DROP",
        change: null,
      },
      ...LARGER_LIMIT,
    ],
    references: [KERNEL_SYSCTLS, "iptables-extensions(8), hashlimit"],
  },
  {
    id: "policy-drop",
    title: "A policy or firewall drops attempts to one port",
    gate: "exhaustion",
    mechanism:
      "{silentPort.entries} entries are attempts to {silentPort.port} that none of the {silentPort.addresses} addresses answers. Of these addresses, {silentPort.answering} answer at another port, so a NetworkPolicy, a security group or a firewall may be dropping such attempts.",
    weighs: ["silentPort.share", ">", 0.2],
    requires: [
      {
        any: [
          ["silentPort.addresses", "<=", 125],
          // of so many that a scan finds some hosts anyway
          ["silentPort.answering.share", ">=", 0.1],
        ],
      },
    ],
    evicted: [
      ["evictedAttempts.share", ">", 0.2],
      ["evictedAttempts.invalid", "<=", 0.5],
      ["silentPort.ofAttempts", ">", 0.5],
      {
        any: [
          ["evictedAttempts.destinations", "<=", 125],
          ["silentPort.answering.share", ">=", 0.1],
        ],
      },
    ],
    // a packet that a rule of this host drops takes no entry, so its own counters say nothing of these
    supports: [["silentPort.answering", ">=", 1]],
    excludes: [],
    holds: ["silentPort.entries"],
    names: [{ role: "destination", name: "silentPort.port", entries: "silentPort.entries" }],
    explains: ["retry-storm", "connection-scan"],
    remedies: [
      {
        ...avoid(
          "Let the policy or the firewall reject {silentPort.port} instead of dropping it, or allow it",
          ["unanswered-syn"],
          "A reject tells a scanner that the address exists.",
          [
            "iptables-save -c | grep -E 'DROP|REJECT'   # on the host of a silent address: what this host drops takes no entry",
            "conntrack -L -p tcp --state SYN_SENT | grep 'dport={silentPort.port:port} .*UNREPLIED' | head",
          ],
        ),
        change: { frees: "silentPort.entries", of: ["unanswered-syn"] },
      },
      {
        title: "Find the policies that select these pods",
        class: "fix",
        commands: ["kubectl get networkpolicies -A"],
        risk: "None: this only reads.",
        change: null,
        when: [["host.kind", "=", "kubernetes"]],
      },
      lowerTimeout(
        "nf_conntrack_tcp_timeout_syn_sent",
        20,
        "A server that takes longer than that to answer a connection attempt is cut off.",
      ),
      ...LARGER_LIMIT,
    ],
    references: [KERNEL_SYSCTLS, "kubernetes: concepts/services-networking/network-policies"],
  },
];
