import { type Found, found } from "../facts/facts.ts";
import type { DropRule } from "../parsers/ruleset.ts";
import { absent, at, type Reading, reading, type Signal, type SignalContext } from "./signal.ts";

const SOURCES = ["iptables-save", "nft-ruleset"] as const;
type Ruleset = Found<(typeof SOURCES)[number]>;

/** The packets of the rules that drop a port of TCP by its number, and the rule with most of them. */
function droppedBy({ fact }: Ruleset, port: number): { packets: number; line: number } | null {
  const counted = fact.drops.flatMap((rule): (DropRule & { packets: number })[] => {
    const { protocol, dport, packets } = rule;
    const names = dport !== null && dport[0] <= port && port <= dport[1];
    return packets === null || !names || (protocol ?? "tcp") !== "tcp"
      ? []
      : [{ ...rule, packets }];
  });
  const [most] = counted.sort((a, b) => b.packets - a.packets);
  return most === undefined
    ? null
    : { packets: counted.reduce((sum, { packets }) => sum + packets, 0), line: most.line };
}

/** What the rules dropped of the port that is silent, since they were made: one listing tells no more. */
function dropped(context: SignalContext): Reading {
  const { attribution, facts } = context;
  const port = attribution?.silentPort?.port;
  if (port === undefined) return absent(facts, "iptables-save", "no port is silent");
  for (const source of SOURCES) {
    for (const one of found(facts, source)) {
      const total = droppedBy(one, port);
      if (total !== null) return reading(total.packets, at(one.entry, total.line));
    }
  }
  return absent(facts, "iptables-save", "no rule with a counter drops or rejects that port");
}

export const DROP_RULE_SIGNALS = {
  "silentPort.dropped": {
    unit: "packets",
    title: "packets to that port that rules dropped or rejected since they were made",
    command: "iptables-save -c | grep -E 'DROP|REJECT'",
    read: dropped,
  },
} as const satisfies Record<string, Signal>;
