import { type Path, type Paths, pathText } from "../attribution/paths.ts";
import { absent, noTable } from "./absent.ts";
import { at, type Reading, reading, type Signal, type SignalContext } from "./signal.ts";

/** Reads what no ruleset tells: without one that names Services it is unknown, not none. */
const ofPaths =
  <P extends Paths>(
    which: (attribution: NonNullable<SignalContext["attribution"]>) => P,
    read: (paths: P) => number | string | null,
  ): Signal["read"] =>
  (context): Reading => {
    const { attribution, tables } = context;
    if (attribution === null) return noTable(context);
    if (!attribution.staleKnown)
      return absent(
        context.facts,
        "iptables-save",
        "no ruleset of the bundle names Services and their endpoints",
      );
    const paths = which(attribution);
    const value = read(paths);
    return value === null
      ? absent(context.facts, "conntrack-table", "no entry is of this kind")
      : reading(value, paths.place ?? at(tables[0]!.entry, 1));
  };

/** The largest, as texts that `causes/templates.ts` takes apart again. */
const named = (paths: readonly Path[]): string | null =>
  paths.length === 0 ? null : paths.map(pathText).join(", ");
/** At most so many stand in a sentence. */
const IN_WORDS = 2;

const UDP = "conntrack -L -p udp";

export const PATH_SIGNALS = {
  "stale.paths": {
    unit: "name",
    title: "where entries to removed endpoints lead",
    command: "conntrack -L -p tcp -r {stale.paths:reply-src}",
    read: ofPaths(
      ({ stalePaths }) => stalePaths,
      ({ top }) => named(top),
    ),
  },
  "blackHole.entries": {
    unit: "entries",
    title: "UDP entries of Services that lead nowhere",
    command: `${UDP} --orig-port-dst {blackHole.paths:orig-port} -r {blackHole.paths:reply-src} | wc -l   # of one such path`,
    read: ofPaths(
      ({ lostUdp }) => lostUdp,
      ({ entries }) => entries,
    ),
  },
  "blackHole.unanswered": {
    unit: "entries",
    title: "UDP entries of Services that lead nowhere and saw no answer",
    command: `${UDP} --orig-port-dst {blackHole.paths:orig-port} -r {blackHole.paths:reply-src} -u UNREPLIED | wc -l   # of one such path`,
    read: ofPaths(
      ({ lostUdp }) => lostUdp,
      ({ unanswered }) => unanswered,
    ),
  },
  "blackHole.paths": {
    unit: "name",
    title: "where UDP entries that lead nowhere go",
    command: `${UDP} -u UNREPLIED | awk '{print $5, $7, $9, $11}' | sort | uniq -c | sort -rn | head`,
    read: ofPaths(
      ({ lostUdp }) => lostUdp,
      ({ top }) => named(top),
    ),
  },
  "blackHole.largest": {
    unit: "name",
    title: "where most UDP entries that lead nowhere go",
    command: `${UDP} -u UNREPLIED | awk '{print $5, $7, $9, $11}' | sort | uniq -c | sort -rn | head -2`,
    read: ofPaths(
      ({ lostUdp }) => lostUdp,
      ({ top }) => named(top.slice(0, IN_WORDS)),
    ),
  },
} as const satisfies Record<string, Signal>;
