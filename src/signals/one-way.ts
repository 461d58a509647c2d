import type { Attribution } from "../attribution/attribution.ts";
import type { TableFact } from "../parsers/conntrack-table/index.ts";
import { isEstablished, UNREPLIED } from "../parsers/conntrack-table/states.ts";
import { absent, noTable } from "./absent.ts";
import { ATTEMPT_SIGNALS } from "./attempts.ts";
import { halfOf } from "./one-direction.ts";
import { at, type Reading, reading, type Signal, type SignalContext } from "./signal.ts";
import { ofRows, shareOfRows } from "./use-commands.ts";

/** From so many packets without a connection for each attempt, attempts are answered by another way. */
export const ANSWERED_ELSEWHERE = 0.5;

/** Connections of which this host sees one direction: picked up in their middle, or answered by another way. */
function oneWay(context: SignalContext, { uses }: Attribution): number {
  const late = ATTEMPT_SIGNALS["attempts.invalidPerAttempt"].read(context).value;
  const attempts = Number(late ?? 0) > ANSWERED_ELSEWHERE ? uses["unanswered-syn"].entries : 0;
  const all = uses["one-way-established"].entries + attempts;
  // these have another reason
  return Math.max(0, all - (halfOf(context)?.entries ?? 0));
}

/** The most seconds that an entry picked up in its middle has left. */
function longestLeft(tables: readonly TableFact[]): number | null {
  let most = -1;
  for (const { remaining } of tables)
    remaining.forEach((kind, left) => {
      if (isEstablished(kind) && (kind & UNREPLIED) !== 0) most = Math.max(most, left);
    });
  return most < 0 ? null : most;
}

const ofOneWay =
  (read: (entries: number, attribution: Attribution) => number): Signal["read"] =>
  (context): Reading => {
    const { attribution } = context;
    if (attribution === null) return noTable(context);
    const { uses } = attribution;
    const place = uses["one-way-established"].place ?? uses["unanswered-syn"].place;
    const value = read(oneWay(context, attribution), attribution);
    return reading(value, place ?? at(context.tables[0]!.entry, 1));
  };

const ROWS = "/^tcp.*(ESTABLISHED|SYN_SENT).*UNREPLIED/";

export const ONE_WAY_SIGNALS = {
  "oneWay.entries": {
    unit: "entries",
    title: "TCP entries of which one direction is seen",
    command: `${ofRows(ROWS)} | wc -l   # SYN_SENT only where packets fit no connection`,
    read: ofOneWay((entries) => entries),
  },
  "oneWay.share": {
    unit: "share",
    title: "table share of TCP entries of which one direction is seen",
    command: `${shareOfRows(ROWS)}   # SYN_SENT only where packets fit no connection`,
    read: ofOneWay((entries, all) => entries / Math.max(1, all.entries)),
  },
  "oneWay.longestLeft": {
    unit: "seconds",
    title: "longest time that an open connection of one direction has left",
    command: `${ofRows("/^tcp.*ESTABLISHED.*UNREPLIED/", "{print $3}")} | sort -n | tail -1`,
    read: (context) => {
      if (context.attribution === null) return noTable(context);
      const most = longestLeft(context.tables);
      return most === null
        ? absent(context.facts, "conntrack-table", "no entry has this use")
        : reading(most, at(context.tables[0]!.entry, 1));
    },
  },
} as const satisfies Record<string, Signal>;
