import type { Attribution } from "../attribution/attribute.ts";
import { USES, type Use } from "../attribution/uses.ts";
import { type Evidence, evaluate, type Finding } from "../causes/match.ts";
import { stateOf } from "../causes/state.ts";
import { type Facts, latest } from "../facts/facts.ts";
import { codeSpan } from "../format.ts";
import type { TableFact } from "../parsers/conntrack-table/index.ts";
import { STATES } from "../parsers/conntrack-table/states.ts";
import { SOURCES } from "../parsers/index.ts";
import { type Readings, SIGNALS, type SignalName } from "../signals/index.ts";
import type { Signal } from "../signals/signal.ts";
import type { Window } from "../signals/window.ts";
import { type TableState, timeoutsOf } from "../what-if/table-state.ts";
import type { Analysis, AnalysisFinding, AnalysisSignal } from "./contract.ts";
import { fill } from "./fill.ts";
import { idleBands } from "./idle.ts";
import { offendersOf, withPods } from "./offenders.ts";
import { type Advice, PREVENTION } from "./prevention.ts";
import { describeRemedy } from "./remedy.ts";
import { summarise } from "./summary.ts";
import { timelineOf } from "./timeline.ts";
import { WATCH_LIST, type Watched } from "./watch-list.ts";

/** All that the analysis is made from. */
export interface Results {
  bundle: { name: string; layout: string; truncated: boolean };
  facts: Facts;
  tables: readonly TableFact[];
  attribution: Attribution | null;
  window: Window;
  readings: Readings;
  findings: readonly Finding[];
  coverage: Analysis["coverage"];
  notes: readonly string[];
}

/** Turns results into the JSON contract. The same bundle gives the same analysis, to the byte. */
export function buildAnalysis(results: Results): Analysis {
  const { facts, readings, tables, attribution, window } = results;
  const state = stateOf(readings);
  const table = tableState(results);
  const findings = results.findings.map((finding, at) => describe(finding, at + 1, results, table));
  const number = (name: SignalName): number | null => {
    const value = readings.get(name)?.value ?? null;
    return typeof value === "number" ? value : null;
  };
  const text = (name: SignalName): string | null => {
    const value = readings.get(name)?.value ?? null;
    return typeof value === "string" ? value : null;
  };
  return {
    schema: "conntriage/analysis/1",
    bundle: {
      name: results.bundle.name,
      layout: results.bundle.layout,
      capturedAt: window.endTime === null ? null : new Date(window.endTime).toISOString(),
      windowSeconds: window.seconds === null ? null : Math.round(window.seconds * 100) / 100,
      truncated: results.bundle.truncated,
    },
    node: {
      hostname: latest(facts, "manifest")?.fact.hostname ?? null,
      kernel: latest(facts, "kernel-version")?.fact.release ?? null,
      os: distribution(facts),
      cpus: number("node.cpus"),
      memoryBytes: number("node.memory"),
      proxyMode: text("kubeProxy.mode"),
    },
    state,
    summary: summarise(state, findings, readings),
    notes: [...results.notes],
    table: {
      count: number("table.count"),
      max: number("table.max"),
      buckets: number("table.buckets"),
      utilization: number("table.utilization"),
      rows: number("table.rows"),
      rowsUnparsed: number("table.rowsUnparsed"),
      unparsedExamples: tables.flatMap(({ entry, unparsed }) =>
        unparsed.examples.map((example) => ({ entry, ...example })),
      ),
      byProtocol: countBy(tables, ({ protocol }) => protocol),
      byTcpState: countBy(tables, ({ protocol, state }) => (protocol === "tcp" ? state : null)),
      uses: usesOf(attribution),
      topDestinations: withPods(attribution?.topDestinations ?? [], facts),
      topSources: withPods(attribution?.topSources ?? [], facts),
      idle: idleBands(tables, timeoutsOf(facts)),
    },
    timeline: timelineOf(facts, window),
    findings,
    signals: WATCH_LIST.map((watched) => describeSignal(watched, readings)),
    prevention: PREVENTION.filter((advice) => applies(advice, readings)).map(
      ({ title, text, commands }) => ({
        title,
        text: fill(text, readings),
        commands: commands.map((command) => fill(command, readings)),
      }),
    ),
    coverage: results.coverage,
  };
}

const distribution = (facts: Facts): string | null => {
  const os = latest(facts, "os-release")?.fact;
  return os?.prettyName?.value ?? os?.id?.value ?? null;
};

const applies = ({ when, unless }: Advice, readings: Readings): boolean =>
  (when === undefined || evaluate(when, readings) === true) &&
  (unless === undefined || readings.get(unless)?.value === null);

/** What remedies are counted on: the tables, the timeouts of the bundle, the count and the limit. */
export function tableState({ facts, readings, tables, attribution }: Results): TableState | null {
  if (attribution === null) return null;
  const number = (name: SignalName) => {
    const value = readings.get(name)?.value ?? null;
    return value === null ? null : Number(value);
  };
  return {
    tables,
    attribution,
    timeouts: timeoutsOf(facts),
    count: number("table.count"),
    max: number("table.max"),
  };
}

function describe(
  finding: Finding,
  rank: number,
  results: Results,
  table: TableState | null,
): AnalysisFinding {
  const { cause, verdict, entries } = finding;
  const { readings, attribution } = results;
  const isFound = verdict === "confirmed" || verdict === "likely" || verdict === "possible";
  return {
    cause: cause.id,
    title: cause.title,
    verdict,
    rank,
    gate: cause.gate,
    entries,
    share:
      entries === null || attribution === null || attribution.entries === 0
        ? null
        : entries / attribution.entries,
    mechanism: isFound ? fill(cause.mechanism, readings) : "",
    offenders: isFound
      ? offendersOf(cause.holds, attribution, results.facts)
      : { destinations: [], endpoints: [], sources: [] },
    evidence: finding.evidence.map((one) => describeEvidence(one, readings)),
    remedies: isFound
      ? cause.remedies.flatMap((remedy) => describeRemedy(remedy, readings, table) ?? [])
      : [],
    references: [...cause.references],
  };
}

const describeEvidence = (
  { missing, ...evidence }: Evidence,
  readings: Readings,
): AnalysisFinding["evidence"][number] => ({
  ...evidence,
  command: fill(evidence.command, readings),
  missing:
    missing === null ? null : `${missing.reason}; wanted: ${codeSpan(SOURCES[missing.source].get)}`,
});

function describeSignal(
  { signal, warning, critical }: Watched,
  readings: Readings,
): AnalysisSignal {
  const { title, unit, command } = SIGNALS[signal] as Signal;
  const one = readings.get(signal)!;
  const unknown = one.value === null;
  const level = unknown
    ? "unknown"
    : critical !== undefined && evaluate(critical, readings)
      ? "critical"
      : warning !== undefined && evaluate(warning, readings)
        ? "warning"
        : warning === undefined && critical === undefined
          ? "note"
          : "ok";
  return {
    signal,
    title,
    value: one.value,
    unit,
    level,
    source: unknown ? null : one.place,
    command,
    missing: unknown ? `${one.reason}; wanted: ${codeSpan(SOURCES[one.wants].get)}` : null,
  };
}

function usesOf(attribution: Attribution | null): Analysis["table"]["uses"] {
  if (attribution === null) return [];
  return (Object.keys(USES) as Use[])
    .map((use) => ({
      use,
      meaning: USES[use],
      entries: attribution.uses[use].entries,
      share: attribution.entries === 0 ? 0 : attribution.uses[use].entries / attribution.entries,
    }))
    .filter(({ entries }) => entries > 0)
    .sort((a, b) => b.entries - a.entries);
}

/** Rows by a property of their state, the largest first; states without a name are left out. */
function countBy(
  tables: readonly TableFact[],
  name: (info: (typeof STATES)[number]) => string | null,
): Record<string, number> {
  const counts = new Map<string, number>();
  for (const { byKind } of tables)
    for (const [kind, count] of byKind.entries()) {
      const key = count === 0 ? null : name(STATES[kind >> 2]!);
      if (key !== null) counts.set(key, (counts.get(key) ?? 0) + count);
    }
  return Object.fromEntries([...counts].sort((a, b) => b[1] - a[1]));
}
