import { STATES } from "../parsers/conntrack-table/states.ts";
import { absent, noTable } from "./absent.ts";
import {
  at,
  oncePerContext,
  type Reading,
  reading,
  type Signal,
  type SignalContext,
} from "./signal.ts";

/** Protocols of which the kernel tracks addresses alone. Source: IANA, Assigned Internet Protocol Numbers. */
const NAMES: Readonly<Record<number, string>> = {
  2: "IGMP",
  4: "IP in IP",
  33: "DCCP",
  41: "IPv6 in IPv4",
  47: "GRE",
  50: "ESP",
  51: "AH",
  89: "OSPF",
  103: "PIM",
  112: "VRRP",
  132: "SCTP",
};

/** What conntrack calls the protocols that the kernel knows, other than TCP, UDP and ICMP. */
const NUMBERS: Readonly<Record<string, number>> = { dccp: 33, gre: 47, sctp: 132 };

/** From so many times the entries of all others, one protocol is the matter. */
const MAIN = 4;

interface Protocol {
  /** As a reader knows it. */
  name: string;
  /** Null where the evidence does not say. */
  number: number | null;
  entries: number;
}

/** Protocols other than TCP, UDP and ICMP, those with most entries first. */
const protocolsOf = oncePerContext(({ tables }: SignalContext): readonly Protocol[] => {
  const byName = new Map<string, Protocol>();
  const add = (name: string, number: number | null, count: number): void => {
    const entries = (byName.get(name)?.entries ?? 0) + count;
    byName.set(name, { name, number, entries });
  };
  for (const { byKind, unknown } of tables) {
    for (const [kind, count] of byKind.entries()) {
      const { protocol, replied } = STATES[kind >> 2]!;
      if (replied !== "other") continue;
      if (protocol === "unknown") add("unrecognised", null, count);
      else add(NAMES[NUMBERS[protocol]!]!, NUMBERS[protocol]!, count);
    }
    for (const [number, count] of unknown.entries()) {
      if (count === 0) continue;
      add("unrecognised", null, -count);
      add(NAMES[number] ?? `of protocol ${number}`, number, count);
    }
  }
  return [...byName.values()]
    .filter(({ entries }) => entries > 0)
    .sort((a, b) => b.entries - a.entries);
});

const ofProtocols =
  (read: (all: readonly Protocol[]) => string | number | null, without: string): Signal["read"] =>
  (context): Reading => {
    if (context.attribution === null) return noTable(context);
    const all = protocolsOf(context);
    const value = all.length === 0 ? null : read(all);
    if (value === null)
      return absent(
        context.facts,
        "conntrack-table",
        all.length === 0 ? "no entry has this use" : without,
      );
    const { place } = context.attribution.uses["other-protocol"];
    return reading(value, place ?? at(context.tables[0]!.entry, 1));
  };

const OTHERS = "conntrack -L | awk '!/^(tcp|udp|icmp)/ {print $1, $2}' | sort | uniq -c | sort -rn";

export const OTHER_PROTOCOL_SIGNALS = {
  "other.protocols": {
    unit: "name",
    title: "protocols other than TCP, UDP and ICMP",
    command: OTHERS,
    read: ofProtocols(
      (all) => all.map(({ name, entries }) => `${entries} ${name}`).join(", "),
      "no entry has this use",
    ),
  },
  "other.main": {
    unit: "number",
    title: "number of the protocol that nearly all of these entries have",
    command: OTHERS,
    read: ofProtocols(([most, ...rest]) => {
      const others = rest.reduce((sum, { entries }) => sum + entries, 0);
      return most!.entries > others * MAIN ? most!.number : null;
    }, "the dump does not say it, or no single one has nearly all of them"),
  },
} as const satisfies Record<string, Signal>;
