import type { Attribution } from "../attribution/attribution.ts";
import type { Fillers } from "../attribution/heard.ts";
import type { ThrownOut } from "../attribution/thrown-out.ts";
import type { Finding } from "../causes/finding.ts";
import type { Demand } from "../demand/demand.ts";
import type { Conflict } from "../facts/conflicts.ts";
import type { Coverage } from "../facts/coverage.ts";
import type { Excerpt } from "../facts/excerpt.ts";
import { type Facts, latest } from "../facts/facts.ts";
import type { Subject } from "../facts/piece.ts";
import { settingsOf } from "../facts/settings.ts";
import type { EventsFact } from "../parsers/conntrack-events/fact.ts";
import type { TableFact } from "../parsers/conntrack-table/index.ts";
import { FULL } from "../signals/counter-readings.ts";
import type { Readings, SignalName } from "../signals/index.ts";
import type { Window } from "../signals/window.ts";
import { mayBeShort, type TableState, timeoutsOf } from "../what-if/table-state.ts";
import type { Analysis } from "./contract.ts";

/** Births and ends, and whose they were. */
export interface Heard {
  fact: EventsFact;
  fillers: Fillers;
  /** Of those that were evicted. */
  evicted: Attribution;
}

/** All that the analysis is made from. */
export interface Results {
  bundle: Pick<Analysis["bundle"], "name" | "layout" | "truncated" | "damaged">;
  /** Why the rows of the dump may be wrong; null where they are right. */
  damage: string | null;
  subject: Subject;
  facts: Facts;
  tables: readonly TableFact[];
  /** Of the rows at hand. */
  attribution: Attribution | null;
  /** What is judged by: of the whole table; null where the rows are an excerpt. */
  judged: Attribution | null;
  /** Entries of the table for one row at hand, where the rows are a random sample. */
  scale: number;
  excerpt: Excerpt;
  window: Window;
  readings: Readings;
  /** What a recorder heard of births and ends; null where none listened. */
  heard: Heard | null;
  /** Who was thrown out by the dumps of a recorder; null where they tell of nobody. */
  thrownOut: (ThrownOut & { attribution: Attribution }) | null;
  /** What the table would hold if nothing were refused; null where that cannot be told. */
  demand: Demand | null;
  findings: readonly Finding[];
  conflicts: readonly Conflict[];
  coverage: Coverage & Pick<Analysis["coverage"], "missing" | "notTaken">;
  notes: readonly string[];
}

/** The machine's name, by what tells it best; in a pod its own name stands where the machine's would. */
export const hostOf = ({ facts, subject }: Pick<Results, "facts" | "subject">): string | null =>
  subject.host ??
  latest(facts, "manifest")?.fact.hostname ??
  (subject.namespace !== null
    ? null
    : (settingsOf(facts).get("kernel.hostname")?.value ??
      latest(facts, "kernel-version")?.fact.nodename ??
      latest(facts, "kernel-log")?.fact.host ??
      null));

/** Whether the entries of the table are only what was let in. */
function wasFull(readings: Readings): boolean {
  const exhausted = readings.get("table.exhausted")?.value ?? null;
  const peak = Number(readings.get("table.utilization.peak")?.value ?? 0);
  // nearly full, and nothing tells whether something was refused: what is held may be a part of what was asked for
  return exhausted === true || peak >= 1 || (exhausted === null && peak >= FULL);
}

/** What remedies are counted on: the tables, the timeouts of the bundle, the count and the limit. */
export function tableState(results: Results): TableState | null {
  const { facts, readings, tables, judged: attribution, scale } = results;
  if (attribution === null) return null;
  const number = (name: SignalName) => {
    const value = readings.get(name)?.value ?? null;
    return value === null ? null : Number(value);
  };
  return {
    tables,
    attribution,
    scale,
    timeouts: timeoutsOf(facts),
    shortStreams: mayBeShort(facts),
    count: number("table.count"),
    max: number("table.max"),
    ...(wasFull(readings)
      ? {
          demand:
            results.demand === null || results.demand.parts.length === 0 ? null : results.demand,
        }
      : {}),
  };
}
