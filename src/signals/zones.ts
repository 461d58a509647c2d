import { noTable } from "./absent.ts";
import { at, type Reading, reading, type Signal, type SignalContext } from "./signal.ts";
import { shareOfRows } from "./use-commands.ts";

/** Entries in conntrack zones other than 0, by the dumps. */
function zones(context: SignalContext, as: "share" | "count"): Reading {
  const first = context.tables[0];
  if (first === undefined || context.excerpt !== null) return noTable(context);
  const ids = new Set(context.tables.flatMap((table) => [...table.zones.keys()]));
  const rows = context.tables.reduce(
    (sum, table) => sum + [...table.zones.values()].reduce((a, b) => a + b, 0),
    0,
  );
  const parsed = context.tables.reduce((sum, table) => sum + table.parsed, 0);
  return reading(as === "count" ? ids.size : parsed === 0 ? 0 : rows / parsed, at(first.entry, 1));
}

/** Entries of flows that stand in more than one zone, beyond the first of each. */
function repeated(context: SignalContext, as: "entries" | "share"): Reading {
  const first = context.tables[0];
  if (first === undefined || context.excerpt !== null) return noTable(context);
  let more = 0;
  for (const { zoned } of context.tables)
    zoned.forEach((_a, _b, _c, _tag, count) => {
      more += count - 1;
    });
  const parsed = Math.max(
    1,
    context.tables.reduce((sum, table) => sum + table.parsed, 0),
  );
  const all = context.attribution?.entries ?? parsed;
  return reading(
    as === "share" ? more / parsed : Math.round((more * all) / parsed),
    at(first.entry, 1),
  );
}

const REPEATED =
  "conntrack -L | grep -E 'sport=.* zone=' | awk '{$3 = \"\"} match($0, /src=[^ ]+ dst=[^ ]+ sport=[^ ]+ dport=[^ ]+/) {print $1, substr($0, RSTART, RLENGTH)}' | sort | uniq -c | awk '{n += $1 - 1} END {print n + 0}'";

export const ZONE_SIGNALS = {
  "zones.share": {
    unit: "share",
    title: "table share of conntrack zones other than 0",
    command: shareOfRows("/ zone=/"),
    read: (context) => zones(context, "share"),
  },
  "zones.count": {
    unit: "zones",
    title: "conntrack zones other than 0",
    command: "conntrack -L | grep -oE ' zone=[0-9]+' | sort -u | wc -l",
    read: (context) => zones(context, "count"),
  },
  "zones.repeated.entries": {
    unit: "entries",
    title: "entries of flows that another zone holds as well",
    command: REPEATED,
    read: (context) => repeated(context, "entries"),
  },
  "zones.repeated.share": {
    unit: "share",
    title: "table share of entries whose flow another zone holds as well",
    command: `${REPEATED}   # of conntrack -C`,
    read: (context) => repeated(context, "share"),
  },
} as const satisfies Record<string, Signal>;
