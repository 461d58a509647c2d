import type { SilentPorts } from "../attribution/spread.ts";
import { absent, noTable } from "./absent.ts";
import { at, reading, type Signal } from "./signal.ts";
import { ofRows, TOP_OF } from "./use-commands.ts";

/** The port that nobody answers at, at several addresses; none is told by zeros. */
const ofSilentPort =
  (read: (one: SilentPorts | null, entries: number) => number | string | null): Signal["read"] =>
  (context) => {
    const { attribution } = context;
    if (attribution === null) return noTable(context);
    const value = read(attribution.silentPorts, Math.max(1, attribution.entries));
    return value === null
      ? absent(context.facts, "conntrack-table", "no port is unanswered at several addresses")
      : reading(value, attribution.uses["unanswered-syn"].place ?? at(context.tables[0]!.entry, 1));
  };

const PORTS = `${ofRows("/SYN_SENT.*UNREPLIED/")} | sed 's/^[^=]*=[^ ]* //' | cut -d' ' -f3 | sort | uniq -c | sort -rn | head -5`;

export const SILENT_PORT_SIGNALS = {
  "silentPort.entries": {
    unit: "entries",
    title: "unanswered attempts to ports that are silent at several addresses",
    command: PORTS,
    read: ofSilentPort((one) => one?.entries ?? 0),
  },
  "silentPort.share": {
    unit: "share",
    title: "table share of attempts to ports silent at several addresses",
    command: PORTS,
    read: ofSilentPort((one, entries) => (one?.entries ?? 0) / entries),
  },
  "silentPort.ofAttempts": {
    unit: "share",
    title: "share of such attempts among the unanswered ones",
    command: PORTS,
    read: (context) => {
      const { attribution } = context;
      if (attribution === null) return noTable(context);
      const { entries, place } = attribution.uses["unanswered-syn"];
      const silent = attribution.silentPorts?.entries ?? 0;
      return reading(silent / Math.max(1, entries), place ?? at(context.tables[0]!.entry, 1));
    },
  },
  "silentPort.port": {
    unit: "name",
    title: "ports that are silent at several addresses",
    command: PORTS,
    read: ofSilentPort((one) =>
      one === null ? null : one.ports.map((port) => `${port}/tcp`).join(", "),
    ),
  },
  "silentPort.addresses": {
    unit: "destinations",
    title: "addresses at which those ports are silent",
    command: PORTS,
    read: ofSilentPort((one) => one?.addresses ?? 0),
  },
  "silentPort.answering": {
    unit: "destinations",
    title: "of these, addresses that answer at another port",
    command: `${ofRows("/^tcp.*ASSURED/")}${TOP_OF.destination}`,
    read: ofSilentPort((one) => one?.answering ?? 0),
  },
  "silentPort.answering.share": {
    unit: "share",
    title: "part of these addresses that answers at another port",
    command: `${ofRows("/^tcp.*ASSURED/")}${TOP_OF.destination}`,
    read: ofSilentPort((one) => (one === null ? 0 : one.answering / one.addresses)),
  },
} as const satisfies Record<string, Signal>;
