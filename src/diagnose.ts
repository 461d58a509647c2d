import { attribute } from "./attribution/attribute.ts";
import { collectServices } from "./attribution/services.ts";
import type { Translation } from "./attribution/translated.ts";
import type { Cause } from "./causes/cause.ts";
import { matchCauses } from "./causes/match.ts";
import { missingSources, notTaken } from "./coverage.ts";
import { judged, judgedDumps } from "./diagnose-dumps.ts";
import { atLeast, lostSignals } from "./diagnose-lost.ts";
import { heardIn, thrownOutIn } from "./diagnose-recorded.ts";
import type { Read } from "./evidence.ts";
import type { SubjectFacts } from "./facts/assemble.ts";
import { conflictsOf } from "./facts/conflicts.ts";
import { type Facts, found, latest } from "./facts/facts.ts";
import { chooseTables } from "./facts/tables.ts";
import { notesOn } from "./report/notes.ts";
import type { Results } from "./report/results.ts";
import { isOtherTable } from "./sections/other-tables.ts";
import { readDemand } from "./signals/demand-reading.ts";
import { hostKindOf, readSignals } from "./signals/index.ts";
import type { SignalContext } from "./signals/signal.ts";
import { TABLE_SIGNALS } from "./signals/table.ts";
import { findWindow } from "./signals/window.ts";
import { timeoutsOf } from "./what-if/table-state.ts";

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
  const excerpt = judgedDumps(facts, dumps, damage, evidence, {
    count: value("table.count"),
    max: value("table.max"),
  });
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
  const findings = matchCauses(causes, readings, lostSignals(evidence.lost, context, readings));
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
    findings,
    conflicts,
    coverage: { ...coverage, missing, notTaken: notTaken(facts, missing, hostKindOf(readings)) },
    notes: [
      ...(isOtherTable(subject.namespace) ? [otherTableNote(subject.namespace!)] : []),
      ...notesOn({ facts, tables, readings, findings, coverage, excerpt, conflicts, damaged }),
    ],
  };
}

/** That rows are another table's, so that nobody takes their number for nf_conntrack's. */
const otherTableNote = (table: string): string =>
  `These rows are of another table (${table}), which has a limit of its own; none of them is counted as an entry of nf_conntrack.`;

/** The rules that translate sources. IPVS has none of its own. */
const translationsOf = (facts: Facts): Translation[] =>
  [...found(facts, "iptables-save"), ...found(facts, "nft-ruleset")].flatMap(({ entry, fact }) =>
    fact.masquerade.map((rule) => ({ entry, rule })),
  );
