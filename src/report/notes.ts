import { type Conflict, otherLimits } from "../facts/conflicts.ts";
import type { Coverage } from "../facts/coverage.ts";
import type { Excerpt } from "../facts/excerpt.ts";
import { type Facts, found, latest, pair } from "../facts/facts.ts";
import { codeSpan, formatNumber, wholeSpan } from "../format.ts";
import { LIMITS } from "../limits.ts";
import type { TableFact } from "../parsers/conntrack-table/index.ts";
import type { KernelMessageKind } from "../parsers/kernel-message.ts";
import { deltaCounter } from "../parsers/per-cpu.ts";
import { type Readings, SIGNALS, type SignalName } from "../signals/index.ts";
import { shortEntry } from "./words.ts";

/** A dump may differ from the count by this part without a word: entries come and go while it is read. */
const EXPLAINED = 0.02;

/** What notes are taken from. */
export interface Noted {
  facts: Facts;
  tables: readonly TableFact[];
  readings: Readings;
  coverage: Coverage;
  excerpt: Excerpt;
  conflicts: readonly Conflict[];
  /** Entries that may be wrong. */
  damaged: readonly { entry: string; reason: string }[];
}

/** What a reader must know of this evidence before believing its numbers. */
export function notesOn({
  facts,
  tables,
  readings,
  coverage,
  excerpt,
  conflicts,
  damaged,
}: Noted): string[] {
  const notes = damageNotes(damaged);
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
        `The dump was cut: ${file.reason === null ? "no reason is given" : wholeSpan(file.reason)}. Shares of the table are those of its rows.`,
      );
  notes.push(...excerptNotes(excerpt, tables));
  notes.push(...rowNotes(tables, readings, facts, excerpt), ...counterNotes(facts));
  notes.push(...conflicts.map(conflictNote), ...logNotes(facts), ...refusalNotes(facts));
  notes.push(
    ...allowanceNotes(facts),
    ...limitNotes(
      readings,
      facts,
      conflicts.some(({ signal }) => signal === "table.max"),
    ),
  );
  if (manifest === undefined && damaged.length === 0 && found(facts, "timeline").length > 0)
    notes.push(
      "The collector's manifest is missing, so the collector did not finish or the archive was cut.",
    );
  if (coverage.failed.length > 0)
    notes.push(
      `${formatNumber(coverage.failed.length)} of the bundle's parts could not be read whole: see the end of the report.`,
    );
  return notes;
}

/** What may be wrong, and that nothing rests on it. */
function damageNotes(damaged: Noted["damaged"]): string[] {
  if (damaged.length === 0) return [];
  const named = damaged.slice(0, 3).map(({ entry }) => codeSpan(shortEntry(entry)));
  const rest = damaged.length > 3 ? ` and ${formatNumber(damaged.length - 3)} more` : "";
  return [
    `The bundle is damaged: what ${named.join(", ")}${rest} said may be wrong, so no verdict rests on it; rows of a damaged dump are only counted. Send or take the bundle once more.`,
  ];
}

/** Why the rows are no table, or how far a random sample of them may be off. */
function excerptNotes(excerpt: Excerpt, tables: readonly TableFact[]): string[] {
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

const STANDING = {
  live: "in effect",
  configured: "asked for by a file or a command",
  past: "in effect earlier, according to a log",
} as const;

/** Two values of one setting. */
function conflictNote({ signal, values }: Conflict): string {
  const { title } = SIGNALS[signal as SignalName];
  return `The evidence has several values of the ${title}: ${values.map(standingOf).join("; ")}.`;
}

const standingOf = ({ value, source, standing }: Conflict["values"][number]): string =>
  `${formatNumber(value)} ${STANDING[standing]} (${codeSpan(`${source.entry}:${source.line}`)})`;

/** Messages of the kernel that are about another limit, and those that no window places. */
function logNotes(facts: Facts): string[] {
  const log = latest(facts, "kernel-log");
  if (log === null) return [];
  const about = (kind: KernelMessageKind) => [
    ...new Set((log.fact.kinds.get(kind)?.recent ?? []).flatMap(({ about }) => about ?? [])),
  ];
  const notes: string[] = [];
  const zones = about("zone-limit");
  if (zones.length > 0)
    notes.push(
      `The kernel log also says that Open vSwitch reached the limit of its zone ${zones.slice(0, 5).map(codeSpan).join(", ")}: that is a limit of its own, not nf_conntrack_max.`,
    );
  const ports = about("syn-flooding");
  if (ports.length > 0)
    notes.push(
      `The kernel log also reports possible SYN flooding on port ${ports.slice(0, 5).map(codeSpan).join(", ")}.`,
    );
  return notes;
}

/** A limit of 0, and one that is not told beside others that are. */
function limitNotes(readings: Readings, facts: Facts, isSaid: boolean): string[] {
  const limit = readings.get("table.max");
  if (limit?.value !== null) return [];
  if (!/ is 0: no limit is set$/.test(limit.reason)) {
    const others = isSaid ? [] : otherLimits(facts);
    return others.length === 0
      ? []
      : [
          `The evidence does not tell the limit in effect, but: ${others.map(standingOf).join("; ")}.`,
        ];
  }
  return [
    "nf_conntrack_max is 0, which up to Linux 6.12 means that there is no limit: such a table is never full.",
  ];
}

/** What tools refused: not readable is not empty. */
function refusalNotes(facts: Facts): string[] {
  const said = [
    ...new Set(
      found(facts, "tool-messages").flatMap(({ fact }) => fact.refusals.map(({ text }) => text)),
    ),
  ];
  if (said.length === 0) return [];
  const rest = said.length > 3 ? ` and ${formatNumber(said.length - 3)} more` : "";
  return [
    `Commands were refused or failed, so their output is missing, not empty: ${said.slice(0, 3).map(codeSpan).join(", ")}${rest}. Most need root (CAP_NET_ADMIN, CAP_SYSLOG).`,
  ];
}

/** What a cloud's driver counted since it was loaded, where there is no second sample. */
function allowanceNotes(facts: Facts): string[] {
  if (pair(facts, "ethtool") !== null) return [];
  const counted = found(facts, "ethtool").flatMap(({ fact }) =>
    [...fact.interfaces].flatMap(([name, counters]) =>
      [...counters].flatMap(([counter, { value }]) =>
        counter.endsWith("allowance_exceeded") && value > 0
          ? `${codeSpan(counter)} ${formatNumber(value)}${name === "" ? "" : ` on ${codeSpan(name)}`}`
          : [],
      ),
    ),
  );
  return counted.length === 0
    ? []
    : [
        `The cloud's own limits dropped packets since the driver was loaded: ${counted.slice(0, 6).join(", ")}. A second sample, some seconds later, shows whether it continues.`,
      ];
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
      `Counters were reset within the window (${of("restarted").join(", ")}): what they rose by is unknown.`,
    );
  return notes;
}

function rowNotes(
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
        ? `The kernel counted ${formatNumber(count.value)} entries and the dump has ${formatNumber(rows)}: ${cut ? "the dump was cut" : "the others had expired and were not yet collected, or are of an address family that was not dumped"}.`
        : `The dump has ${formatNumber(-gap)} rows more than the kernel counted just before it: the table grew, or some rows were listed two times while it changed.`,
    );
  }
  return notes;
}
