import { isEstablished, UNREPLIED } from "../parsers/conntrack-table/states.ts";
import { absent, noTable } from "./absent.ts";
import {
  at,
  oncePerContext,
  type Reading,
  reading,
  type Signal,
  type SignalContext,
} from "./signal.ts";
import { PREFIX, setting } from "./table-limit.ts";
import { ofRows } from "./use-commands.ts";

const ESTABLISHED = "nf_conntrack_tcp_timeout_established";
/** As long as for what is called idle. */
const IDLE_SECONDS = 3600;

interface Lowered {
  /** Open TCP entries with more time left than their timeout is now that are idle for over an hour. */
  idle: number;
  /** The longest that one has left, in seconds; 0 where none has more than the timeout. */
  longest: number;
}

/**
 * A timeout that is lowered holds from an entry's next packet on, so what has more time left saw none since. The
 * former timeout is at least what the youngest of them has left: those with an hour less are idle for over an hour.
 */
function look(context: SignalContext): Lowered | Reading {
  const { tables, attribution } = context;
  if (attribution === null) return noTable(context);
  const timeout = setting(context, `${PREFIX}${ESTABLISHED}`);
  if (timeout.value === null) return timeout;
  // as a rule there are none
  const above: { left: number; count: number }[] = [];
  for (const { remaining } of tables)
    remaining.forEach((kind, left, count) => {
      if (left > Number(timeout.value) && isEstablished(kind) && (kind & UNREPLIED) === 0)
        above.push({ left, count });
    });
  const longest = above.reduce((most, { left }) => Math.max(most, left), 0);
  const idle = above
    .filter(({ left }) => left < longest - IDLE_SECONDS)
    .reduce((sum, { count }) => sum + count, 0);
  // of a random sample, scaled as all else
  const rows = tables.reduce((sum, { parsed }) => sum + parsed, 0);
  const scale = attribution.entries / Math.max(1, rows);
  return { idle: Math.round(idle * scale), longest };
}
const lowered = oncePerContext(look);

const of =
  (read: (one: Lowered, entries: number) => number | null): Signal["read"] =>
  (context) => {
    const one = lowered(context);
    if ("value" in one) return one;
    const value = read(one, Math.max(1, context.attribution!.entries));
    return value === null
      ? absent(context.facts, "conntrack-table", "no entry has more time left than the timeout is")
      : reading(
          value,
          context.attribution!.uses.established.place ?? at(context.tables[0]!.entry, 1),
        );
  };

/** Rows of open connections with more time left than their timeout is; T is the timeout. */
export const ABOVE = "/^tcp.*ESTABLISHED/ && !/UNREPLIED/ && $3 > T";
const idle = (printed: string): string =>
  ofRows(
    ABOVE,
    `{n[$3]++; if ($3 > m) m = $3} END {for (s in n) if (s < m - ${IDLE_SECONDS}) i += n[s]; print ${printed}}`,
  );

export const LOWERED_SIGNALS = {
  "lowered.entries": {
    unit: "entries",
    title: "open TCP connections idle when their timeout was lowered",
    command: idle("i + 0"),
    read: of(({ idle }) => idle),
  },
  "lowered.share": {
    unit: "share",
    title: "table share of connections idle when their timeout was lowered",
    command: idle("i / NR"),
    read: of(({ idle }, entries) => idle / entries),
  },
  "lowered.longest": {
    unit: "seconds",
    title: "longest time left of an open TCP connection above its timeout",
    command: ofRows(ABOVE, "{print $3}", " | sort -n | tail -1"),
    read: of(({ longest }) => (longest === 0 ? null : longest)),
  },
} as const satisfies Record<string, Signal>;
