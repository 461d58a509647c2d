import { isFound } from "../causes/finding.ts";
import { evaluate } from "../causes/judge.ts";
import { type State, stateOf } from "../causes/state.ts";
import { type Facts, latest } from "../facts/facts.ts";
import { type HostKind, mayBeKubernetes } from "../signals/host-kind.ts";
import { hostKindOf, type Readings, type SignalName } from "../signals/index.ts";
import { mayBeShort, timeoutsOf } from "../what-if/table-state.ts";
import type { Analysis, AnalysisFinding, SubjectAnalysis } from "./contract.ts";
import { boundOf, describeFinding, describeSignal } from "./describe.ts";
import { fill } from "./fill.ts";
import { firstSteps } from "./first-steps.ts";
import { heardOf } from "./heard.ts";
import { idleBands } from "./idle.ts";
import { withOwners, withPods } from "./owners.ts";
import { type Advice, PREVENTION } from "./prevention.ts";
import { hostOf, type Results, tableState } from "./results.ts";
import { summarise } from "./summary.ts";
import { countBy, usesOf } from "./table.ts";
import { timelineOf } from "./timeline.ts";
import { WATCH_LIST } from "./watch-list.ts";

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
  const findings = results.findings.map((finding, at) =>
    describeFinding(finding, at + 1, results, table),
  );
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
    ...heardOf(results, number("table.count")),
  };
}

/** Without its parts, which are not for scripts. */
const demandOf = ({ demand }: Results): Analysis["demand"] =>
  demand === null ? null : { low: demand.low, high: demand.high, reasons: [...demand.reasons] };

const withoutUnread = ({ unread: _, ...coverage }: Results["coverage"]): Analysis["coverage"] =>
  coverage;

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
