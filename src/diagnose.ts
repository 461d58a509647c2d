import { attribute } from "./attribution/attribute.ts";
import type { Attribution } from "./attribution/attribution.ts";
import { fillersOf } from "./attribution/heard.ts";
import { scaled } from "./attribution/scale.ts";
import { collectServices, type Services } from "./attribution/services.ts";
import { thrownOut } from "./attribution/thrown-out.ts";
import type { Translation } from "./attribution/translated.ts";
import type { Cause } from "./causes/cause.ts";
import { matchCauses } from "./causes/match.ts";
import type { Lost } from "./causes/short.ts";
import { missingSources, notTaken } from "./coverage.ts";
import type { Evidence } from "./evidence.ts";
import type { SubjectFacts } from "./facts/assemble.ts";
import { conflictsOf } from "./facts/conflicts.ts";
import { daysBetween } from "./facts/day.ts";
import { type Around, type Excerpt, judgeRows } from "./facts/excerpt.ts";
import { type Facts, type Found, found, latest, newestFirst } from "./facts/facts.ts";
import { chooseTables } from "./facts/tables.ts";
import { notesOn } from "./report/notes.ts";
import type { Results } from "./report/results.ts";
import { isOtherTable } from "./sections/other-tables.ts";
import { readDemand } from "./signals/demand.ts";
import { hostKindOf, type Readings, readSignals, type SignalName } from "./signals/index.ts";
import type { SignalContext } from "./signals/signal.ts";
import { TABLE_SIGNALS } from "./signals/table.ts";
import { findWindow } from "./signals/window.ts";
import { timeoutsOf } from "./what-if/table-state.ts";

/** What of the evidence a diagnosis needs beside one subject's facts. */
export type Read = Pick<Evidence, "coverage" | "cut" | "damaged" | "layout" | "lost" | "truncated">;

/**
 * Diagnoses one subject: attributes every entry of its table, reads the signals and matches the causes. Pure:
 * the same facts give the same results.
 */
export function diagnose(
  { subject, facts, namespaces }: SubjectFacts,
  evidence: Read,
  name: string,
  causes: readonly Cause[],
): Results {
  const {
    tables,
    found: dumps,
    skipped,
  } = chooseTables(found(facts, "conntrack-table"), ({ entry }) => evidence.damaged.has(entry));
  const damage = dumps.flatMap(({ entry }) => evidence.damaged.get(entry) ?? [])[0] ?? null;
  const rulesets = [
    ...found(facts, "iptables-save"),
    ...found(facts, "nft-ruleset"),
    ...found(facts, "ipvs-services"),
  ].map((one) =>
    // an excerpt of the rules does not tell what is not in them
    one.origin.reduced === null && !one.origin.elided
      ? one
      : { ...one, fact: { ...one.fact, cut: true } },
  );
  // our collector alone says what it took whole
  const isAll =
    latest(facts, "manifest") !== null &&
    rulesets.every(({ fact }) => !fact.cut && fact.otherTranslations === 0);
  const services = collectServices(
    rulesets,
    [...found(facts, "pods"), ...found(facts, "endpoints"), ...found(facts, "namespace-counts")],
    isAll,
  );
  const timeout = timeoutsOf(facts).get("nf_conntrack_tcp_timeout_established") ?? null;
  const attribution =
    tables.length === 0 ? null : attribute(tables, services, timeout, translationsOf(facts));
  const window = findWindow(facts);

  const base: SignalContext = {
    facts,
    namespaces,
    tables,
    attribution: null,
    services,
    window,
    excerpt: null,
    isDamaged: damage !== null,
  };
  const value = (signal: "table.count" | "table.max"): number | null => {
    const reading = TABLE_SIGNALS[signal].read(base);
    return reading.value === null || reading.bound === "at least" ? null : Number(reading.value);
  };
  const isCut = dumps.some(({ entry }) => evidence.cut.has(entry));
  const around: Around = {
    count: value("table.count"),
    max: value("table.max"),
    daysApart: daysApart(facts, dumps),
    cut: evidence.lost !== "nothing" || isCut,
    lacks: evidence.lost === "inputs" && !isCut,
    collector: collectorSays(facts, dumps),
  };
  const excerpt: Excerpt =
    damage !== null
      ? {
          is: "excerpt",
          reason: `the dump may be wrong (${damage}), so its rows are not judged`,
        }
      : dumps.length === 0
        ? { is: "whole" }
        : judgeRows(dumps, around);
  const context: SignalContext = {
    ...base,
    attribution: judged(attribution, excerpt),
    excerpt: excerpt.is === "excerpt" ? excerpt.reason : null,
  };
  const readings = atLeast(readSignals(context), evidence.lost);
  const demand = readDemand(context);
  const conflicts = conflictsOf(facts);
  const damaged = [...evidence.damaged].map(([entry, reason]) => ({ entry, reason }));
  const coverage = {
    ...evidence.coverage,
    skipped: [...evidence.coverage.skipped, ...skipped],
  };
  const missing = missingSources(facts, evidence.layout, hostKindOf(readings));
  return {
    bundle: {
      name,
      layout: evidence.layout,
      truncated: evidence.truncated,
      damaged,
    },
    damage,
    subject,
    facts,
    tables,
    attribution,
    judged: context.attribution,
    scale: excerpt.is === "sample" && attribution !== null ? excerpt.of / attribution.entries : 1,
    excerpt,
    window,
    readings,
    heard: heardIn(facts, services, timeout, evidence),
    thrownOut: thrownOutIn(facts, services, timeout, evidence),
    demand: "value" in demand ? null : demand,
    findings: matchCauses(causes, readings, lostSignals(evidence.lost, context, readings)),
    conflicts,
    coverage: { ...coverage, missing, notTaken: notTaken(facts, missing, hostKindOf(readings)) },
    notes: [
      ...(isOtherTable(subject.namespace) ? [otherTableNote(subject.namespace!)] : []),
      ...notesOn({ facts, tables, readings, coverage, excerpt, conflicts, damaged }),
    ],
  };
}

/** What a recorder heard; of what may be wrong nothing. */
function heardIn(
  facts: Facts,
  services: Services,
  timeout: number | null,
  { damaged }: Read,
): Results["heard"] {
  const events = latest(facts, "conntrack-events");
  if (events === null || damaged.has(events.entry)) return null;
  const { fact } = events;
  const evicted = attribute([fact.evicted], services, timeout);
  return { fact, fillers: fillersOf(fact, services), evicted };
}

/** Who was thrown out between the dumps of a recorder, of which none may be wrong. */
function thrownOutIn(
  facts: Facts,
  services: Services,
  timeout: number | null,
  { damaged, cut }: Read,
): Results["thrownOut"] {
  const dumps = found(facts, "recorded-dump").filter(({ entry }) => !damaged.has(entry));
  const isCut = (one: { entry: string }) => cut.has(one.entry);
  const told = thrownOut(
    dumps.map(({ fact }) => (isCut(fact) ? { ...fact, isWhole: false } : fact)),
  );
  if (told === null || told.table.parsed === 0) return null;
  return { ...told, attribution: attribute([told.table], services, timeout) };
}

/** Where inputs were lost, the table was at least as full as the others say. */
function atLeast(readings: Readings, lost: Evidence["lost"]): Readings {
  const peak = readings.get(PEAK);
  if (lost !== "inputs" || peak === undefined || peak.value === null) return readings;
  return new Map([...readings, [PEAK, { ...peak, bound: "at least" }]]);
}
const PEAK = "table.utilization.peak";

/** The signals that what was lost could make others: where it is rows, those that are others without any. */
function lostSignals(lost: Evidence["lost"], context: SignalContext, readings: Readings): Lost {
  if (lost !== "rows") return lost === "nothing" ? "none" : "all";
  const { "conntrack-table": _, ...facts } = context.facts;
  const without = { ...context, facts, tables: [], attribution: null, excerpt: "no rows" };
  const bare = readSignals(without);
  const isOther = (name: SignalName) =>
    JSON.stringify(bare.get(name)) !== JSON.stringify(readings.get(name));
  return new Set([...readings.keys()].filter(isOther));
}

/** That rows are another table's, so that nobody takes their number for nf_conntrack's. */
const otherTableNote = (table: string): string =>
  `These rows are of another table (${table}), which has a limit of its own; none of them is counted as an entry of nf_conntrack.`;

/** The rules that translate sources. IPVS has none of its own. */
const translationsOf = (facts: Facts): Translation[] =>
  [...found(facts, "iptables-save"), ...found(facts, "nft-ruleset")].flatMap(({ entry, fact }) =>
    fact.masquerade.map((rule) => ({ entry, rule })),
  );

/** What is judged by: the rows as they are, a random sample scaled to the whole, or nothing. */
function judged(attribution: Attribution | null, excerpt: Excerpt): Attribution | null {
  if (attribution === null || excerpt.is === "excerpt") return null;
  return excerpt.is === "whole"
    ? attribution
    : scaled(attribution, excerpt.of / attribution.entries);
}

/** Days between the dumps that are judged and the newest count beside them. */
function daysApart(facts: Facts, dumps: readonly Found<"conntrack-table">[]): number {
  const counted = newestFirst(found(facts, "sysctl")).find(({ fact }) =>
    fact.values.has("net.netfilter.nf_conntrack_count"),
  );
  return counted === undefined
    ? 0
    : Math.min(
        ...dumps.map((dump) => daysBetween(dump, counted)),
        dumps.length === 0 ? 0 : Infinity,
      );
}

/** Whether our own collector took the dump, and says that it is whole. */
function collectorSays(
  facts: Facts,
  dumps: readonly Found<"conntrack-table">[],
): Around["collector"] {
  if (dumps.some(({ origin }) => origin.layout !== "conntriage")) return null;
  const files = latest(facts, "manifest")?.fact.files ?? [];
  return files.some(({ path, cut }) => cut && path.startsWith("dump/")) ? "cut" : "whole";
}
