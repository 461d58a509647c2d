import { OWN_CHOICE, type PortUse } from "../attribution/translated.ts";
import { IS_UDP } from "../attribution/use-ids.ts";
import { found } from "../facts/facts.ts";
import { CLASS_MASK, SNAT } from "../parsers/conntrack-table/row.ts";
import { absent, noTable } from "./absent.ts";
import {
  at,
  type Reading,
  reading,
  type Signal,
  type SignalContext,
  type Value,
} from "./signal.ts";
import { TOP_OF } from "./use-commands.ts";

/** Of ports that the kernel chooses itself, this part in use is many under whichever rule. */
const MANY = 0.9;

const COMMAND = `conntrack -L --src-nat${TOP_OF.endpoint}`;
const RULES = "iptables-save -t nat | grep -E 'MASQUERADE|SNAT'";

/** Rules of IPv6 alone tell nothing: it is IPv4 that is translated, as a rule. */
const rulesets = ({ facts }: SignalContext) => [
  ...found(facts, "iptables-save").filter(({ label }) => label !== "ipv6"),
  ...found(facts, "nft-ruleset"),
];

function fullest(
  context: SignalContext,
  read: (use: PortUse) => Value,
  none: number | null,
): Reading {
  const { attribution, facts, tables } = context;
  if (attribution === null) return noTable(context);
  const use = attribution.snatFullest;
  const place = use?.place ?? at(tables[0]!.entry, 1);
  if (use === null)
    return none === null
      ? absent(facts, "conntrack-table", "no entry is source-translated")
      : reading(none, place);
  return reading(read(use), place);
}

/** Without the rules nobody knows how few ports they may choose from. */
function share(context: SignalContext): Reading {
  const value = fullest(context, ({ entries, ports }) => entries / ports, 0);
  const isKnown = rulesets(context).length > 0 || Number(value.value) > MANY;
  return value.value === null || value.value === 0 || isKnown
    ? value
    : absent(context.facts, "iptables-save", "no ruleset tells which ports source NAT may choose");
}

/** The kernel resolves a race of UDP packets for one entry, and none of TCP or, for long, ICMP. */
function unresolved(context: SignalContext): Reading {
  const { tables, excerpt } = context;
  if (tables[0] === undefined || excerpt !== null) return noTable(context);
  let entries = 0;
  for (const { byMeta } of tables)
    for (const [meta, rows] of byMeta.entries())
      if ((meta & SNAT) !== 0 && IS_UDP[meta & CLASS_MASK] === 0) entries += rows;
  return reading(entries, at(tables[0].entry, 1));
}

/** Whether each rule that translates sources lets the kernel begin its search at a random port. */
function randomFully(context: SignalContext): Reading {
  const all = rulesets(context);
  const [first] = all;
  if (first === undefined) return absent(context.facts, "iptables-save");
  for (const { entry, fact } of all)
    for (const { randomFully: random, line } of fact.masquerade)
      if (!random) return reading(false, at(entry, line));
  return reading(true, at(first.entry, 1));
}

export const SNAT_SIGNALS = {
  "snat.fullest": {
    unit: "name",
    title: "destination towards which source NAT has the fewest ports left",
    command: COMMAND,
    read: (context) => fullest(context, ({ name }) => name, null),
  },
  "snat.fullest.from": {
    unit: "name",
    title: "address to which that rule translates",
    command: RULES,
    read(context) {
      const from = fullest(context, ({ to }) => to ?? "", null);
      return from.value === ""
        ? absent(context.facts, "iptables-save", "the rule names no address of its own")
        : from;
    },
  },
  "snat.fullest.entries": {
    unit: "entries",
    title: "source ports in use towards that destination",
    command: COMMAND,
    read: (context) => fullest(context, ({ entries }) => entries, 0),
  },
  "snat.fullest.ports": {
    unit: "ports",
    title: "source ports that the rule may choose towards one destination",
    command: RULES,
    read: (context) => fullest(context, ({ ports }) => ports, OWN_CHOICE),
  },
  "snat.fullest.share": {
    unit: "share",
    title: "use of the source ports towards one destination",
    command: `${RULES}; ${COMMAND}`,
    read: share,
  },
  "snat.fullest.port": {
    unit: "number",
    title: "port of that destination",
    command: COMMAND,
    read: (context) => fullest(context, ({ name }) => Number(/:(\d+)\/\w+$/.exec(name)?.[1]), null),
  },
  "snat.fullest.isTcp": {
    unit: "yes/no",
    title: "that destination is one of TCP",
    command: COMMAND,
    read: (context) => fullest(context, ({ name }) => name.endsWith("/tcp"), null),
  },
  "snat.fullest.closed": {
    unit: "entries",
    title: "closed connections (TIME_WAIT) to that destination",
    command: `conntrack -L -p tcp --state TIME_WAIT --src-nat${TOP_OF.endpoint}`,
    read: (context) => fullest(context, ({ closed }) => closed, 0),
  },
  "snat.unresolved.entries": {
    unit: "entries",
    title: "source-translated entries other than UDP",
    command: "conntrack -L --src-nat | grep -cv '^udp'",
    read: unresolved,
  },
  "snat.randomFully": {
    unit: "yes/no",
    title: "each rule chooses source ports fully at random",
    command: `${RULES} | grep -v random-fully`,
    read: randomFully,
  },
} as const satisfies Record<string, Signal>;
