import { found, latest } from "../facts/facts.ts";
import { absent, noTable } from "./absent.ts";
import { at, type Reading, reading, type Signal, type SignalContext } from "./signal.ts";
import { setting } from "./table-limit.ts";

/**
 * Entries that the kernel counts before and after a whole dump and does not show in it. What had expired is
 * gone after the dump, and what came meanwhile was not there before.
 */
function undelivered(context: SignalContext, as: "entries" | "share"): Reading {
  const { facts, tables } = context;
  if (tables.length === 0) return noTable(context);
  const counts = found(facts, "conntrack-count").filter(
    ({ origin }) => origin.layout === "conntriage",
  );
  const [before, after] = ["start", "end"].map((phase) =>
    counts.find((one) => one.phase === phase),
  );
  if (before === undefined || after === undefined) return absent(facts, "conntrack-count");
  const dumps = (latest(facts, "manifest")?.fact.files ?? []).filter(({ path }) =>
    /^dump\/.*\.txt\.gz$/.test(path),
  );
  if (dumps.length === 0 || dumps.some(({ cut, bytes }) => cut || bytes === null))
    return absent(facts, "conntrack-table", "the dump is not known to be whole");
  const rows = tables.reduce((sum, table) => sum + table.rows, 0);
  const least = Math.min(before.fact.count, after.fact.count);
  const hidden = Math.max(0, least - rows);
  return reading(
    as === "entries" ? hidden : hidden / Math.max(1, least),
    at(after.entry, after.fact.line),
  );
}

const COMMAND = "sysctl net.netfilter.nf_conntrack_count; conntrack -L | wc -l   # the difference";

export const UNDELIVERED_SIGNALS = {
  "undelivered.entries": {
    unit: "entries",
    title: "entries that are counted and not shown by a dump",
    command: COMMAND,
    read: (context) => undelivered(context, "entries"),
  },
  "undelivered.share": {
    unit: "share",
    title: "part of the count that a dump does not show",
    command: COMMAND,
    read: (context) => undelivered(context, "share"),
  },
  "setting.events": {
    unit: "number",
    title: "nf_conntrack_events (0 off, 1 on, 2 while a program listens)",
    command: "sysctl net.netfilter.nf_conntrack_events",
    read: (context) => setting(context, "net.netfilter.nf_conntrack_events"),
  },
} as const satisfies Record<string, Signal>;
