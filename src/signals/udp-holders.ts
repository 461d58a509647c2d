import type { UseShare } from "../attribution/attribution.ts";
import { absent, noTable } from "./absent.ts";
import { UDP_USES } from "./mix.ts";
import { at, type Reading, reading, type Signal, type SignalContext } from "./signal.ts";
import { ofRows, shareOfRows, TOP_OF } from "./use-commands.ts";
import { namesOf } from "./uses.ts";

type Held = { name: string; entries: number };

/** Sums holders by their names over several uses, the largest first. */
function summed(uses: readonly UseShare[], key: "destinations" | "endpoints" | "sources"): Held[] {
  const sums = new Map<string, number>();
  for (const use of uses)
    for (const { name, entries } of use[key]) sums.set(name, (sums.get(name) ?? 0) + entries);
  return [...sums]
    .map(([name, entries]) => ({ name, entries }))
    .sort((a, b) => b.entries - a.entries);
}

/** Part of a server's entries that must lead to its own address: nothing translates them. */
const ITS_OWN = 0.9;

/** The UDP server that most entries lead to by its own address, so that no rule needs to know them. */
function server({ attribution }: SignalContext): Held | null {
  const uses = [...UDP_USES, "udp-stream" as const].map((use) => attribution!.uses[use]);
  const endpoints = summed(uses, "endpoints");
  const named = summed(uses, "destinations");
  const services = new Set(
    uses.flatMap(({ destinations }) =>
      destinations.flatMap((one) => (one.service === null ? [] : one.name)),
    ),
  );
  return (
    named.find(({ name, entries }) => {
      const own = endpoints.find((one) => `${one.name}/udp` === name);
      return !services.has(name) && (own?.entries ?? 0) >= ITS_OWN * entries;
    }) ?? null
  );
}

const ofServer =
  (read: (one: Held | null, entries: number) => number | string | null): Signal["read"] =>
  (context): Reading => {
    if (context.attribution === null) return noTable(context);
    const value = read(server(context), Math.max(1, context.attribution.entries));
    return value === null
      ? absent(context.facts, "conntrack-table", "no UDP server is asked by its own address")
      : reading(value, at(context.tables[0]!.entry, 1));
  };

/** This host's end of its tunnels: the address that most of their entries begin or end at. */
function tunnelEnd(context: SignalContext): Reading {
  if (context.attribution === null) return noTable(context);
  const { destinations, sources, entries, place } = context.attribution.uses.overlay;
  const port = destinations[0]?.name.replace(/^.*:/, ":");
  const sums = new Map(sources.map(({ name, entries }) => [name, entries]));
  for (const one of destinations) {
    const address = one.name.replace(/:\d+\/udp$/, "").replace(/^\[(.*)\]$/, "$1");
    sums.set(address, (sums.get(address) ?? 0) + one.entries);
  }
  const [most] = [...sums].sort(([, a], [, b]) => b - a);
  if (port === undefined || most === undefined || most[1] * 2 < entries)
    return absent(
      context.facts,
      "conntrack-table",
      "no single address is at one end of the tunnels",
    );
  const address = most[0].includes(":") ? `[${most[0]}]` : most[0];
  return reading(`${address}${port}`, place ?? at(context.tables[0]!.entry, 1));
}

const UDP = "/^udp/";
const OVERLAY = "/^udp/ && $7 ~ /=(4789|8472|6081)$/";

export const UDP_HOLDER_SIGNALS = {
  "udp.topSource": {
    unit: "name",
    title: "main sources of UDP entries",
    command: `${ofRows(UDP)}${TOP_OF.source}`,
    read: (context) => {
      if (context.attribution === null) return noTable(context);
      const uses = UDP_USES.map((use) => context.attribution!.uses[use]);
      const entries = uses.reduce((sum, one) => sum + one.entries, 0);
      const value = namesOf(
        summed(uses, "sources").map((one) => ({ ...one, service: null })),
        entries,
      );
      return value === null
        ? absent(context.facts, "conntrack-table", "no single one holds a fifth of them")
        : reading(value, at(context.tables[0]!.entry, 1));
    },
  },
  "udpServer.name": {
    unit: "name",
    title: "UDP server that most entries lead to by its own address",
    command: `${ofRows(UDP)}${TOP_OF.endpoint}`,
    read: ofServer((one) => one?.name ?? null),
  },
  "udpServer.entries": {
    unit: "entries",
    title: "entries of one UDP server that is asked by its own address",
    command: `${ofRows(UDP)}${TOP_OF.endpoint}`,
    read: ofServer((one) => one?.entries ?? 0),
  },
  "udpServer.share": {
    unit: "share",
    title: "table share of one UDP server that is asked by its own address",
    command: `${shareOfRows(UDP)}   # of all servers`,
    read: ofServer((one, entries) => (one?.entries ?? 0) / entries),
  },
  "udpServer.sources": {
    unit: "sources",
    title: "sources of UDP entries of the kind that most have",
    command: `${ofRows(UDP)} | sed 's/^[^=]*=//' | cut -d' ' -f1 | sort -u | wc -l   # of all servers`,
    read: (context) => {
      if (context.attribution === null) return noTable(context);
      const uses = [...UDP_USES, "udp-stream" as const].map(
        (use) => context.attribution!.uses[use],
      );
      const most = uses.reduce((a, b) => (b.entries > a.entries ? b : a));
      return reading(most.sourceCount, most.place ?? at(context.tables[0]!.entry, 1));
    },
  },
  "overlay.node": {
    unit: "name",
    title: "this host's end of its tunnels",
    command: `${ofRows(OVERLAY)}${TOP_OF.destination}`,
    read: tunnelEnd,
  },
} as const satisfies Record<string, Signal>;
