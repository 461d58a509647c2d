import type { Attribution } from "../attribution/attribute.ts";
import { USES, type Use } from "../attribution/uses.ts";
import type { Cause, Remedy } from "../causes/cause.ts";
import { type Evidence, evaluate, type Finding } from "../causes/match.ts";
import { stateOf } from "../causes/state.ts";
import { SOURCES } from "../layouts/sources.ts";
import type { TableFact } from "../parsers/conntrack-table/index.ts";
import { STATES } from "../parsers/conntrack-table/states.ts";
import { type Facts, latest } from "../parsers/index.ts";
import { type Readings, SIGNALS, type SignalName } from "../signals/index.ts";
import type { Signal } from "../signals/signal.ts";
import type { Window } from "../signals/window.ts";
import { type Change, free } from "../what-if/free.ts";
import { type TableState, timeoutsOf } from "../what-if/table-state.ts";
import type { Analysis, AnalysisFinding, AnalysisSignal } from "./contract.ts";
import { fill, namesIn } from "./fill.ts";
import { PREVENTION } from "./prevention.ts";
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
    },
    timeline: timelineOf(facts, window),
    findings,
    signals: WATCH_LIST.map((watched) => describeSignal(watched, readings)),
    prevention: PREVENTION.filter(
      ({ when }) => when === undefined || evaluate(when, readings) === true,
    ).map(({ title, text, commands }) => ({
      title,
      text: fill(text, readings),
      commands: commands.map((command) => fill(command, readings)),
    })),
    coverage: results.coverage,
  };
}

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
  const found = verdict === "confirmed" || verdict === "likely" || verdict === "possible";
  return {
    cause: cause.id,
    title: cause.title,
    verdict,
    rank,
    entries,
    share:
      entries === null || attribution === null || attribution.entries === 0
        ? null
        : entries / attribution.entries,
    mechanism: found ? fill(cause.mechanism, readings) : "",
    offenders: found
      ? offendersOf(cause, attribution)
      : { destinations: [], endpoints: [], sources: [] },
    evidence: finding.evidence.map((one) => describeEvidence(one, readings)),
    remedies: found
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
  missing: missing === null ? null : `${missing.reason}; wanted: ${SOURCES[missing.source].get}`,
});

/** The remedy with this node's numbers, or null when it does not apply or would change nothing. */
function describeRemedy(
  remedy: Remedy,
  readings: Readings,
  table: TableState | null,
): AnalysisFinding["remedies"][number] | null {
  if (remedy.when?.some((test) => evaluate(test, readings) !== true)) return null;
  const { change } = remedy;
  const names = [remedy.title, ...remedy.commands].flatMap(namesIn) as SignalName[];
  if (names.some((name) => readings.get(name)?.value === null)) return null;
  let counted: Change | null = null;
  if (change !== null && "limit" in change) {
    const limit = Number(readings.get(change.limit)?.value);
    // a limit that is no higher is no remedy, and a lower one would do harm
    if (limit <= Number(readings.get("table.max")?.value)) return null;
    counted = { limit };
  } else if (change !== null && "timeout" in change) {
    const present = table?.timeouts.get(change.timeout);
    if (present !== undefined && present <= change.seconds) return null;
    counted = change;
  } else if (change !== null && "frees" in change) {
    counted = { entries: Number(readings.get(change.frees)?.value ?? 0) };
  } else counted = change;
  const frees = table === null || counted === null ? null : free(table, counted);
  // a timeout under which every entry of now would still be there helps nobody
  if (frees?.entries === 0 && change !== null && "timeout" in change) return null;
  return {
    title: fill(remedy.title, readings),
    commands: remedy.commands.map((command) => fill(command, readings)),
    risk: fill(remedy.risk, readings),
    frees,
  };
}

/** Who holds the uses that a cause counts. */
function offendersOf(cause: Cause, attribution: Attribution | null): AnalysisFinding["offenders"] {
  const uses = cause.holds.flatMap((name) => /^use\.(.+)\.entries$/.exec(name)?.[1] ?? []) as Use[];
  const shares = attribution === null ? [] : uses.map((use) => attribution.uses[use]);
  const of = (key: "destinations" | "endpoints" | "sources") =>
    shares
      .flatMap((share) => share[key])
      .sort((a, b) => b.entries - a.entries)
      .slice(0, 5);
  const silent = cause.holds.includes("endpoints.silent.entries")
    ? (attribution?.silentEndpoints.top.slice(0, 5) ?? [])
    : [];
  return {
    destinations: of("destinations"),
    endpoints: [...silent, ...of("endpoints")],
    sources: of("sources"),
  };
}

function describeSignal(
  { signal, warning, critical }: Watched,
  readings: Readings,
): AnalysisSignal {
  const { title, unit, command } = SIGNALS[signal] as Signal;
  const found = readings.get(signal)!;
  const unknown = found.value === null;
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
    value: found.value,
    unit,
    level,
    source: unknown ? null : found.place,
    command,
    missing: unknown ? `${found.reason}; wanted: ${SOURCES[found.wants].get}` : null,
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
