import { TOP } from "../attribution/offenders.ts";
import { isCommon } from "../facts/names.ts";
import type { SubjectAnalysis } from "../report/contract.ts";
import type { DigestNode } from "../report/digest-contract.ts";
import type { Results } from "../report/results.ts";
import { fillsTable } from "../report/words.ts";
import type { SignalName } from "../signals/index.ts";
import { byText, shortName, shortOrNull, sumOf } from "./text.ts";

/** Causes of one node, and those whom one of them names, that a digest keeps. */
const MOST = { causes: 12, named: 6 };

/** What tells several bundles of one machine apart in one archive: a name with a date. */
const OF_A_MOMENT = / \([^()]{0,200}\d{4}-?\d\d-?\d\d[^()]{0,200}\)$/;

/** The row of one subject, of a bundle that is called `name`. */
export function nodeOf(results: Results, analysis: SubjectAnalysis, name: string): DigestNode {
  const { subject, bundle, table, state, node } = analysis;
  const value = (signal: SignalName): number | null => {
    const found = results.readings.get(signal)?.value ?? null;
    return typeof found === "number" && Number.isFinite(found) ? found : null;
  };
  const counted = (signal: SignalName): number | null => {
    const found = value(signal);
    return found === null ? null : Math.max(0, Math.round(found));
  };
  const host = subject.host?.replace(OF_A_MOMENT, "") ?? null;
  const rows = results.attribution?.entries ?? null;
  const rowsAre = rows === null ? "none" : results.excerpt.is;
  const seen = {
    capturedAt: bundle.capturedAt,
    windowSeconds: bundle.windowSeconds,
    entries: table.count,
    limit: table.max,
    rows,
    growth: value("table.growth"),
    dropped: counted("table.fullDrops"),
    evicted: counted("table.earlyDrops"),
  };
  return {
    // many machines are called so: which of them it is, nobody knows
    host: host === null || isCommon(host) ? null : shortName(host),
    namespace: shortOrNull(subject.namespace),
    bundle: shortName(name),
    captures: [
      {
        at: bundle.capturedAt,
        sum: sumOf(JSON.stringify(seen)),
        cpus: node.cpus,
        memoryBytes: node.memoryBytes,
      },
    ],
    capturesBound: "exact",
    capturedAt: seen.capturedAt,
    windowSeconds: seen.windowSeconds,
    truncated: bundle.truncated,
    profile: 0,
    state,
    entries: seen.entries,
    entriesBound: table.bound,
    limit: seen.limit,
    utilization: table.utilization,
    peak: value("table.utilization.peak"),
    growth: seen.growth,
    secondsToFull: value("table.secondsToFull"),
    demand:
      analysis.demand === null ? null : { low: analysis.demand.low, high: analysis.demand.high },
    dropped: seen.dropped,
    evicted: seen.evicted,
    insertFailed: counted("table.insertFailed"),
    rows,
    rowsAre,
    uses: Object.fromEntries(
      table.uses
        .map(({ use, entries }) => [use, entries] as const)
        .sort(([a], [b]) => byText(a, b)),
    ),
    causes: causesOf(analysis),
    destinations: partiesOf(table.topDestinations, rowsAre),
    sources: partiesOf(table.topSources, rowsAre),
  };
}

const causesOf = ({ findings, state }: SubjectAnalysis): DigestNode["causes"] =>
  findings.slice(0, MOST.causes).flatMap((finding) => {
    const { cause, verdict, entries, share, parties } = finding;
    if (verdict !== "confirmed" && verdict !== "likely" && verdict !== "possible") return [];
    const named = parties.map(({ address, port, protocol, service }) => {
      const host = address?.includes(":") === true && port !== null ? `[${address}]` : address;
      const target = `${host ?? "*"}${port === null ? "" : `:${port}`}${protocol === null ? "" : `/${protocol}`}`;
      return shortName(service ?? target);
    });
    return {
      cause: shortName(cause),
      verdict,
      entries,
      share,
      fillsTable: fillsTable(state, finding),
      parties: [...new Set(named)].slice(0, MOST.named),
    };
  });

/** Who is not among the largest has at most what the last of them has; rows of which some are missing tell no such thing. */
const partiesOf = (
  list: SubjectAnalysis["table"]["topSources"],
  rowsAre: DigestNode["rowsAre"],
): DigestNode["sources"] => ({
  top: list.map(({ name, service, pod, entries }) => ({
    name: shortName(name),
    service: shortOrNull(service),
    pod: shortOrNull(pod),
    entries,
  })),
  unlisted: rowsAre !== "whole" ? null : list.length < TOP ? 0 : list.at(-1)!.entries,
});
