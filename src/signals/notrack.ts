import { found } from "../facts/facts.ts";
import type { PortRange } from "../parsers/rule-target.ts";
import type { NotrackRule } from "../parsers/ruleset.ts";
import { absent } from "./absent.ts";
import { at, type Reading, reading, type Signal, type SignalContext } from "./signal.ts";

export const covers = (range: PortRange | null, port: number): boolean =>
  range !== null && range[0] <= port && port <= range[1];

/** Whether a rule keeps packets from or to a port out of the table. */
function notrack(context: SignalContext, wanted: (rule: NotrackRule) => boolean): Reading {
  const rulesets = [
    ...found(context.facts, "iptables-save"),
    ...found(context.facts, "nft-ruleset"),
  ];
  const first = rulesets[0];
  if (first === undefined) return absent(context.facts, "iptables-save");
  for (const { entry, fact } of rulesets) {
    const rule = fact.notrack.find(wanted);
    if (rule !== undefined) return reading(true, at(entry, rule.line));
  }
  return reading(false, at(first.entry, 1));
}

const OVERLAY_PORTS = [4789, 8472, 6081];
const RULES = "iptables-save -t raw | grep -iE 'notrack'";
export const NOTRACK_SIGNALS = {
  "notrack.dnsQuestions": {
    unit: "yes/no",
    title: "a rule keeps DNS questions out of the table",
    command: RULES,
    read: (context) => notrack(context, ({ dport }) => covers(dport, 53)),
  },
  "notrack.dnsAnswers": {
    unit: "yes/no",
    title: "a rule keeps DNS answers out of the table",
    command: RULES,
    read: (context) => notrack(context, ({ sport }) => covers(sport, 53)),
  },
  "notrack.overlay": {
    unit: "yes/no",
    title: "a rule keeps overlay tunnels out of the table",
    command: RULES,
    read: (context) =>
      notrack(context, ({ dport }) => OVERLAY_PORTS.some((port) => covers(dport, port))),
  },
} as const satisfies Record<string, Signal>;
