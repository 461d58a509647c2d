import { type Finding, isFound } from "../causes/finding.ts";
import type { Conflict } from "../facts/conflicts.ts";
import type { Coverage } from "../facts/coverage.ts";
import type { Excerpt } from "../facts/excerpt.ts";
import { type Facts, found, latest } from "../facts/facts.ts";
import { codeSpan, formatNumber, wholeSpan } from "../format.ts";
import type { TableFact } from "../parsers/conntrack-table/index.ts";
import type { KernelMessageKind } from "../parsers/kernel-message.ts";
import type { Readings } from "../signals/index.ts";
import { timeoutsOf } from "../what-if/table-state.ts";
import { allowanceNotes, counterNotes } from "./notes-counters.ts";
import {
  aboveLimitNotes,
  conflictNote,
  limitNotes,
  raisedLimitNotes,
  shortTimeoutNotes,
} from "./notes-limits.ts";
import { excerptNotes, openNotes, rowNotes } from "./notes-rows.ts";
import { shortEntry } from "./words.ts";

/** What notes are taken from. */
export interface Noted {
  facts: Facts;
  tables: readonly TableFact[];
  readings: Readings;
  findings: readonly Finding[];
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
  findings,
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
  const causes = new Set(
    findings.filter(({ verdict }) => isFound(verdict)).map(({ cause }) => cause.id),
  );
  if (excerpt.is !== "excerpt") notes.push(...openNotes(tables, timeoutsOf(facts), causes));
  notes.push(...conflicts.map(conflictNote), ...logNotes(facts), ...refusalNotes(facts));
  notes.push(
    ...allowanceNotes(facts, readings),
    ...aboveLimitNotes(readings),
    ...raisedLimitNotes(readings, facts),
    ...shortTimeoutNotes(facts),
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
