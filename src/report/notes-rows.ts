import { lostOpen } from "../attribution/unacknowledged.ts";
import type { Excerpt } from "../facts/excerpt.ts";
import { type Facts, latest } from "../facts/facts.ts";
import { formatNumber } from "../format.ts";
import { LIMITS } from "../limits.ts";
import type { TableFact } from "../parsers/conntrack-table/index.ts";
import { isEstablished, STUCK_SECONDS, UNREPLIED } from "../parsers/conntrack-table/states.ts";
import type { Readings } from "../signals/index.ts";

/** A dump may differ from the count by this part without a word: entries come and go while it is read. */
const EXPLAINED = 0.02;

/** Why the rows are no table, or how far a random sample of them may be off. */
export function excerptNotes(excerpt: Excerpt, tables: readonly TableFact[]): string[] {
  if (excerpt.is === "whole") return [];
  const rows = tables.reduce((sum, { parsed }) => sum + parsed, 0);
  if (excerpt.is === "excerpt")
    return [
      rows === 0
        ? `There are no entries here: ${excerpt.reason}.`
        : `The rows are an excerpt: ${excerpt.reason}.`,
    ];
  const points = 98 / Math.sqrt(Math.max(1, rows));
  return [
    `The rows are a sample: ${excerpt.reason}. They stand in the order of a hash, so that shares are those of the whole table to within ${formatNumber(points, 1)} points, and entries are scaled to it.`,
  ];
}

export function rowNotes(
  tables: readonly TableFact[],
  readings: Readings,
  facts: Facts,
  excerpt: Excerpt,
): string[] {
  const notes: string[] = [];
  const unparsed = tables.reduce((sum, table) => sum + table.unparsed.count, 0);
  const rows = tables.reduce((sum, table) => sum + table.rows, 0);
  // said already, where none of them is an entry
  if (unparsed > 0 && (unparsed < rows || excerpt.is !== "excerpt"))
    notes.push(
      `${formatNumber(unparsed)} of ${formatNumber(rows)} rows could not be read and are not counted.`,
    );
  for (const { flows, sources, addresses } of tables) {
    const error = Math.max(flows.error, sources.error);
    if (error > 0)
      notes.push(
        `The table has more distinct flows or sources than are counted one by one: counting by address became approximate, and each such count may be too low by up to ${formatNumber(error)}. Totals, states and shares are exact.`,
      );
    if (addresses.isFull)
      notes.push(
        `The table has more than ${formatNumber(LIMITS.addresses)} distinct IPv6 addresses: the later ones are counted as one.`,
      );
  }
  const count = readings.get("table.count");
  if (tables.length === 0 || count === undefined || typeof count.value !== "number") return notes;
  // said already, with its reason
  if (excerpt.is !== "whole" || (count.value !== null && count.bound === "at least")) return notes;
  const gap = count.value - rows;
  if (Math.abs(gap) > Math.max(50, count.value * EXPLAINED)) {
    const cut = latest(facts, "manifest")?.fact.files.some(
      ({ path, cut }) => cut && path.startsWith("dump/"),
    );
    notes.push(
      gap > 0
        ? `The kernel counted ${formatNumber(count.value)} entries and the dump has ${formatNumber(rows)}: ${cut ? "the dump was cut" : "the others had expired and were not yet collected, are of an address family that was not dumped, or came and went between the two"}.`
        : `The dump has ${formatNumber(-gap)} rows more than the kernel counted just before it: the table grew, or some rows were listed two times while it changed.`,
    );
  }
  return notes;
}

/** Open connections of which the rows say more than that they are open. */
const ESTABLISHED = "nf_conntrack_tcp_timeout_established";
/** From this part of the table on it matters. */
const MANY = 0.1;

/**
 * Open TCP connections that are no traffic in use, though nothing tells for how long: those whose packets are not
 * acknowledged, and those without a packet since their timeout was lowered.
 *
 * @param causes those that are found, and say it themselves
 */
export function openNotes(
  tables: readonly TableFact[],
  timeouts: ReadonlyMap<string, number>,
  causes: ReadonlySet<string>,
): string[] {
  const timeout = timeouts.get(ESTABLISHED) ?? 0;
  // with a timeout of minutes, so much time left says nothing
  if (timeout <= STUCK_SECONDS * 10) return [];
  let [stuck, older, all] = [0, 0, 0];
  for (const table of tables) {
    stuck += lostOpen(table);
    table.remaining.forEach((kind, left, count) => {
      all += count;
      if (left > timeout && isEstablished(kind) && (kind & UNREPLIED) === 0) older += count;
    });
  }
  const notes: string[] = [];
  if (stuck > all * MANY && !causes.has("unacknowledged-tcp"))
    notes.push(
      `${formatNumber(stuck)} open TCP connections are under the kernel's ${STUCK_SECONDS} s for data that is not acknowledged, in place of ${formatNumber(timeout)} s, and had no packet for a while: their peers may be gone or not reachable.`,
    );
  if (older > all * MANY && !causes.has("timeout-lowered-late"))
    notes.push(
      `${formatNumber(older)} open TCP connections have more time left than the timeout of ${formatNumber(timeout)} s: it was lowered, and no packet of theirs has passed since. They keep the time they have, unless they are deleted.`,
    );
  return notes;
}
