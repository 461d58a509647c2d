import { type Facts, found, latest, pair } from "../facts/facts.ts";
import { codeSpan, formatNumber } from "../format.ts";
import { LIMITS } from "../limits.ts";
import type { TableFact } from "../parsers/conntrack-table/index.ts";
import { deltaCounter } from "../parsers/per-cpu.ts";
import type { Readings } from "../signals/index.ts";

/** A dump may differ from the count by this part without a word: entries come and go while it is read. */
const EXPLAINED = 0.02;

/** What a reader must know of this bundle before believing its numbers. */
export function notesOn(
  facts: Facts,
  tables: readonly TableFact[],
  readings: Readings,
  coverage: { failed: readonly { entry: string; reason: string }[] },
): string[] {
  const notes: string[] = [];
  const manifest = latest(facts, "manifest")?.fact;
  if (manifest !== undefined && manifest.netns !== null && manifest.netnsOfPid1 !== null) {
    if (manifest.netns !== manifest.netnsOfPid1)
      notes.push(
        `Taken in network namespace ${codeSpan(manifest.netns)}, which is not that of process 1 (${codeSpan(manifest.netnsOfPid1)}): the report is about that namespace's table.`,
      );
  }
  if (manifest !== undefined && manifest.uid !== 0)
    notes.push(
      "Taken without root: the dump of the table, the rules and the kernel log may be missing.",
    );
  for (const file of manifest?.files ?? [])
    if (file.cut && file.path.startsWith("dump/"))
      notes.push(
        `The dump was cut: ${file.reason === null ? "no reason is given" : codeSpan(file.reason)}. Shares of the table are those of its rows.`,
      );
  notes.push(...rowNotes(tables, readings, facts), ...counterNotes(facts));
  if (manifest === undefined && found(facts, "timeline").length > 0)
    notes.push(
      "The collector's manifest is missing, so the collector did not finish or the archive was cut.",
    );
  if (coverage.failed.length > 0)
    notes.push(
      `${formatNumber(coverage.failed.length)} of the bundle's parts could not be read whole: see the end of the report.`,
    );
  return notes;
}

/** Counters that wrapped or began anew between the samples. */
function counterNotes(facts: Facts): string[] {
  const both = pair(facts, "conntrack-stat");
  if (both === null) return [];
  const of = (wanted: "wrapped" | "restarted") =>
    [...both.end.fact.perCpu.keys()].filter(
      (name) => deltaCounter(both.start.fact, both.end.fact, name)?.[wanted] === true,
    );
  const notes: string[] = [];
  if (of("wrapped").length > 0)
    notes.push(
      `Counters passed 2^32 and wrapped within the window (${of("wrapped").join(", ")}); what they rose by is corrected.`,
    );
  if (of("restarted").length > 0)
    notes.push(
      `Counters began anew within the window (${of("restarted").join(", ")}): what they rose by is unknown.`,
    );
  return notes;
}

function rowNotes(tables: readonly TableFact[], readings: Readings, facts: Facts): string[] {
  const notes: string[] = [];
  const unparsed = tables.reduce((sum, table) => sum + table.unparsed.count, 0);
  const rows = tables.reduce((sum, table) => sum + table.rows, 0);
  if (unparsed > 0)
    notes.push(
      `${formatNumber(unparsed)} of ${formatNumber(rows)} rows could not be read and are in no count.`,
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
  const gap = count.value - rows;
  if (Math.abs(gap) > Math.max(50, count.value * EXPLAINED)) {
    const cut = latest(facts, "manifest")?.fact.files.some(
      ({ path, cut }) => cut && path.startsWith("dump/"),
    );
    notes.push(
      gap > 0
        ? `The kernel counted ${formatNumber(count.value)} entries and the dump has ${formatNumber(rows)}: ${cut ? "the dump was cut" : "the others had expired and were not yet collected, or are of an address family that was not dumped"}.`
        : `The dump has ${formatNumber(-gap)} rows more than the kernel counted just before it: the table grew, or rows were read twice while it changed.`,
    );
  }
  return notes;
}
