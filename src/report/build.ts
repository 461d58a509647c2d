import type { Attribution } from "../attribution/attribute.ts";
import { USES, type Use } from "../attribution/uses.ts";
import { REMEDY_CLASSES } from "../causes/cause.ts";
import { type Evidence, type Finding, isFound } from "../causes/finding.ts";
import { evaluate } from "../causes/judge.ts";
import { type State, stateOf } from "../causes/state.ts";
import type { Demand } from "../demand/demand.ts";
import type { Conflict } from "../facts/conflicts.ts";
import type { Coverage } from "../facts/coverage.ts";
import type { Excerpt } from "../facts/excerpt.ts";
import { type Facts, latest } from "../facts/facts.ts";
import type { Subject } from "../facts/piece.ts";
import { settingsOf } from "../facts/settings.ts";
import { codeSpan } from "../format.ts";
import type { TableFact } from "../parsers/conntrack-table/index.ts";
import { STATES } from "../parsers/conntrack-table/states.ts";
import { SOURCES } from "../parsers/index.ts";
import { FULL } from "../signals/counters.ts";
import { type HostKind, mayBeKubernetes } from "../signals/host-kind.ts";
import { hostKindOf, type Readings, SIGNALS, type SignalName } from "../signals/index.ts";
import type { Reading, Signal } from "../signals/signal.ts";
import type { Window } from "../signals/window.ts";
import { mayBeShort, type TableState, timeoutsOf } from "../what-if/table-state.ts";
import type { Analysis, AnalysisFinding, AnalysisSignal, SubjectAnalysis } from "./contract.ts";
import { fill } from "./fill.ts";
import { firstSteps } from "./first-steps.ts";
import { idleBands } from "./idle.ts";
import { offendersOf, withOwners, withPods } from "./offenders.ts";
import { namedParties, partiesOf } from "./parties.ts";
import { type Advice, PREVENTION } from "./prevention.ts";
import { describeRemedy } from "./remedy.ts";
import { summarise } from "./summary.ts";
import { timelineOf } from "./timeline.ts";
import { WATCH_LIST, type Watched } from "./watch-list.ts";

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
  /** What the table would hold if nothing were refused; null where that cannot be told. */
  demand: Demand | null;
  findings: readonly Finding[];
  conflicts: readonly Conflict[];
  coverage: Coverage & Pick<Analysis["coverage"], "missing" | "notTaken">;
  notes: readonly string[];
}

/** Turns the results of all subjects of a case, the worst first, into the JSON contract. */
export function buildCase([first, ...others]: readonly [Results, ...Results[]]): Analysis {
  const all = [first, ...others].map((results) => ({ results, analysis: buildAnalysis(results) }));
  const lead = all[0]!.analysis;
  return {
    ...lead,
    subjects: all.map(({ analysis: { subject, state, table, findings } }) => ({
      ...subject,
      state,
      count: table.count,
      max: table.max,
      utilization: table.utilization,
      primary: primaryOf(findings)?.cause ?? null,
    })),
    others: all
      .slice(1)
      .filter(
        ({ analysis }) => analysis.state !== "healthy" || primaryOf(analysis.findings) !== null,
      )
      .map(({ analysis: { coverage, unread, ...rest } }) => ({
        ...rest,
        coverage: { ...coverage, read: [], failed: [], skipped: [] },
        unread: [],
      })),
  };
}

/** The first finding that was found; null when there is none. */
const primaryOf = (findings: Analysis["findings"]): AnalysisFinding | null => {
  const [one] = findings;
  return one !== undefined && isFound(one.verdict) ? one : null;
};

/** Turns one subject's results into the contract. The same bundle gives the same analysis, to the byte. */
export function buildAnalysis(results: Results): SubjectAnalysis {
  const { facts, readings, tables, attribution, window } = results;
  const state = stateOf(readings);
  const table = tableState(results);
  const findings = results.findings.map((finding, at) => describe(finding, at + 1, results, table));
  const number = (name: SignalName): number | null => {
    const value = readings.get(name)?.value ?? null;
    return typeof value === "number" ? value : null;
  };
  // what counters rose by between the two samples is what was watched, not the time that the dump took
  const watched = window.sampledSeconds ?? window.seconds;
  const kind = hostKindOf(readings);
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
      windowSeconds: watched === null ? null : Math.round(watched * 100) / 100,
      truncated: results.bundle.truncated,
      damaged: results.bundle.damaged,
    },
    node: {
      hostname: hostOf(results),
      kernel: latest(facts, "kernel-version")?.fact.release ?? null,
      os: distribution(facts),
      cpus: number("node.cpus"),
      memoryBytes: number("node.memory"),
      proxyMode: text("kubeProxy.mode"),
      kind,
    },
    state,
    summary: summarise(state, findings, readings, window.startUptime !== null),
    notes: [...results.notes],
    table: {
      count: number("table.count"),
      bound: boundOf(readings.get("table.count")),
      max: number("table.max"),
      buckets: number("table.buckets"),
      utilization: number("table.utilization"),
      rows: number("table.rows"),
      rowsUnparsed: number("table.rowsUnparsed"),
      excerpt: results.excerpt.is === "excerpt" ? results.excerpt.reason : null,
      damaged: results.damage,
      unparsedExamples: tables.flatMap(({ entry, unparsed }) =>
        unparsed.examples.map((example) => ({ entry, ...example })),
      ),
      byProtocol: countBy(tables, ({ protocol }) => protocol),
      byTcpState: countBy(tables, ({ protocol, state }) => (protocol === "tcp" ? state : null)),
      uses: usesOf(attribution),
      topDestinations: withPods(attribution?.topDestinations ?? [], facts),
      topSources: withOwners(attribution?.topSources ?? [], facts),
      idle: idleBands(tables, timeoutsOf(facts), mayBeShort(facts)),
    },
    timeline: timelineOf(facts, window),
    findings,
    firstSteps: firstSteps(state, findings, readings, table),
    signals: WATCH_LIST.filter(({ signal }) => fitsHost(signal, kind)).map((watched) =>
      describeSignal(watched, readings),
    ),
    prevention: PREVENTION.filter((advice) => applies(advice, state, readings)).map(
      ({ title, text, commands }) => ({
        title,
        text: fill(text, readings),
        commands: commands.map((command) => fill(command, readings)),
      }),
    ),
    coverage: withoutUnread(results.coverage),
    subject: { host: hostOf(results), namespace: results.subject.namespace },
    conflicts: results.conflicts.map(({ signal, values }) => ({ signal, values: [...values] })),
    unread: results.coverage.unread,
    demand: demandOf(results),
  };
}

/** Without its parts, which are not for scripts. */
const demandOf = ({ demand }: Results): Analysis["demand"] =>
  demand === null ? null : { low: demand.low, high: demand.high, reasons: [...demand.reasons] };

/** Whether the entries of the table are only what was let in. */
function wasFull(readings: Readings): boolean {
  const exhausted = readings.get("table.exhausted")?.value ?? null;
  const peak = Number(readings.get("table.utilization.peak")?.value ?? 0);
  // nearly full, and nothing tells whether something was refused: what is held may be a part of what was asked for
  return exhausted === true || peak >= 1 || (exhausted === null && peak >= FULL);
}

const boundOf = (reading: Reading | undefined): "exact" | "at least" =>
  reading !== undefined && reading.value !== null ? (reading.bound ?? "exact") : "exact";

const withoutUnread = ({ unread: _, ...coverage }: Results["coverage"]): Analysis["coverage"] =>
  coverage;

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
const distribution = (facts: Facts): string | null => {
  const os = latest(facts, "os-release")?.fact;
  return os?.prettyName?.value ?? os?.id?.value ?? null;
};

const applies = (
  { when = [], unless, always }: Advice,
  state: State,
  readings: Readings,
): boolean =>
  (always === true || state !== "healthy") &&
  when.every((test) => evaluate(test, readings) === true) &&
  (unless === undefined || readings.get(unless)?.value === null);

/** What only a Kubernetes node has is not missed on another host. */
const fitsHost = (signal: SignalName, kind: HostKind): boolean =>
  mayBeKubernetes(kind) || !/^(?:kubeProxy|coredns)\./.test(signal);

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

function describe(
  finding: Finding,
  rank: number,
  results: Results,
  table: TableState | null,
): AnalysisFinding {
  const { cause, verdict, entries } = finding;
  const { readings, judged: attribution } = results;
  const found = isFound(verdict);
  const root = results.findings[0]?.cause;
  const offenders = found
    ? offendersOf(cause.holds, attribution, results.facts)
    : { destinations: [], endpoints: [], sources: [] };
  return {
    cause: cause.id,
    title: cause.title,
    verdict,
    rank,
    gate: cause.gate,
    broughtAboutBy:
      found && rank > 1 && root?.explains?.includes(cause.id) === true ? root.id : null,
    entries,
    share:
      entries === null || attribution === null || attribution.entries === 0
        ? null
        : entries / attribution.entries,
    mechanism: found ? fill(cause.mechanism, readings) : "",
    offenders,
    parties: [
      ...partiesOf(offenders, entries),
      ...(found ? namedParties(cause.names ?? [], readings, results.facts) : []),
    ],
    evidence: finding.evidence.map((one) => describeEvidence(one, readings, verdict)),
    remedies: found
      ? cause.remedies
          .flatMap((remedy) => describeRemedy(remedy, readings, table) ?? [])
          .sort((a, b) => REMEDY_CLASSES.indexOf(a.class) - REMEDY_CLASSES.indexOf(b.class))
      : [],
    references: [...cause.references],
  };
}

/** What one namespace's counters rule out may be so in a pod's. */
const titleOf = ({ signal, title }: Pick<Evidence, "signal" | "title">, verdict: string): string =>
  verdict === "ruled-out" && (SIGNALS[signal] as Signal).scope === "namespace"
    ? `${title}, in this network namespace`
    : title;

const describeEvidence = (
  { missing, ...evidence }: Evidence,
  readings: Readings,
  verdict: Finding["verdict"],
): AnalysisFinding["evidence"][number] => ({
  ...evidence,
  title: titleOf(evidence, verdict),
  bound: boundOf(readings.get(evidence.signal)),
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
