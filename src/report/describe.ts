import { REMEDY_CLASSES } from "../causes/cause.ts";
import { type Evidence, type Finding, isFound } from "../causes/finding.ts";
import { evaluate } from "../causes/judge.ts";
import { codeSpan } from "../format.ts";
import { SOURCES } from "../parsers/index.ts";
import { type Readings, SIGNALS } from "../signals/index.ts";
import type { Reading, Signal } from "../signals/signal.ts";
import type { TableState } from "../what-if/table-state.ts";
import type { AnalysisFinding, AnalysisSignal } from "./contract.ts";
import { fill } from "./fill.ts";
import { offendersOf } from "./offenders.ts";
import { namedParties, partiesOf } from "./parties.ts";
import { describeRemedy } from "./remedy.ts";
import type { Results } from "./results.ts";
import type { Watched } from "./watch-list.ts";

export const boundOf = (reading: Reading | undefined): "exact" | "at least" =>
  reading !== undefined && reading.value !== null ? (reading.bound ?? "exact") : "exact";

/** A finding, as the contract has it. */
export function describeFinding(
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

/** A signal that is watched, and how bad its value is. */
export function describeSignal(
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
