import { isSure } from "../causes/finding.ts";
import type { Analysis, AnalysisFinding } from "../report/contract.ts";
import type { Readings, SignalName } from "../signals/index.ts";
import { type Expected, type ExpectedParty, TOLERANCE } from "./expected.ts";

/** A thing that is not as expected. Both sides are in words. */
export interface Difference {
  /** The key of `expected.json`, such as `primary` or `signals.table.max`. */
  key: string;
  expected: string;
  found: string;
}

/** What is held against an expectation: the analysis, and all that was read for it, by signal. */
export interface Said {
  analysis: Analysis;
  readings: Readings;
}

/** What an analysis says otherwise than expected; empty when they agree. */
export const differences = (expected: Expected, { analysis, readings }: Said): Difference[] => [
  ...ofState(expected, analysis),
  ...ofCauses(expected, analysis),
  ...ofVerdicts(expected, analysis),
  ...ofParties(expected, analysis),
  ...ofUses(expected, analysis),
  ...ofSignals(expected, readings),
  ...ofCoverage(expected, analysis),
];

/** Those that are confirmed or likely, the primary one first. */
export const sureCauses = ({ findings }: Analysis): AnalysisFinding[] =>
  findings.filter(({ verdict }) => isSure(verdict));

const listed = (all: readonly string[], none = "none"): string =>
  all.length === 0 ? none : all.join(", ");
const both = (all: string | readonly string[]): readonly string[] =>
  typeof all === "string" ? [all] : all;

function ofState({ state }: Expected, analysis: Analysis): Difference[] {
  if (state === undefined || both(state).includes(analysis.state)) return [];
  return [{ key: "state", expected: both(state).join(" or "), found: analysis.state }];
}

function ofCauses({ primary, also }: Expected, analysis: Analysis): Difference[] {
  const found = sureCauses(analysis).map(({ cause }) => cause);
  const [first, ...others] = found;
  const result: Difference[] = [];
  if (primary !== undefined && (first ?? null) !== primary)
    result.push({ key: "primary", expected: primary ?? "none", found: first ?? "none" });
  if (primary === undefined && also === undefined) return result;
  const wanted = also ?? [];
  const rest = (primary === undefined ? found : others).filter((one) => one !== primary);
  const same = [...rest].sort().join() === [...wanted].sort().join();
  // another primary cause is told once
  const isTold = result.length > 0 && rest.every((one) => wanted.includes(one) || one === first);
  if (!same && !isTold) result.push({ key: "also", expected: listed(wanted), found: listed(rest) });
  return result;
}

function ofVerdicts({ verdicts = {} }: Expected, { findings }: Analysis): Difference[] {
  return Object.entries(verdicts).flatMap(([cause, wanted]) => {
    const found = findings.find((one) => one.cause === cause)?.verdict ?? "unknown";
    if (both(wanted).includes(found)) return [];
    return [{ key: `verdicts.${cause}`, expected: both(wanted).join(" or "), found }];
  });
}

function ofParties(expected: Expected, analysis: Analysis): Difference[] {
  const { party, perhaps = [], parties = {} } = expected;
  const primary = sureCauses(analysis)[0];
  // whom another cause names is no news beside that it is another
  const isOther = expected.primary !== undefined && primary?.cause !== expected.primary;
  const ofPrimary =
    party === undefined || isOther
      ? []
      : unlike("party", party ?? [], perhaps, primary?.parties ?? []);
  const others = Object.entries(parties).flatMap(([cause, wanted]) =>
    unlike(
      `parties.${cause}`,
      wanted,
      [],
      analysis.findings.find((one) => one.cause === cause)?.parties ?? [],
    ),
  );
  return [...ofPrimary, ...others];
}

type Named = AnalysisFinding["parties"][number];

function unlike(
  key: string,
  wanted: readonly ExpectedParty[],
  perhaps: readonly ExpectedParty[],
  said: readonly Named[],
): Difference[] {
  const is = (one: Named, other: ExpectedParty): boolean =>
    Object.entries(other).every(([name, value]) => one[name as keyof Named] === value);
  const missed = wanted.some((one) => !said.some((other) => is(other, one)));
  const more = said.some((one) => ![...wanted, ...perhaps].some((other) => is(one, other)));
  if (!missed && !more) return [];
  const words = (all: readonly (Named | ExpectedParty)[]) => listed(all.map(textOf), "nobody");
  return [{ key, expected: words(wanted), found: words(said) }];
}

const textOf = ({ role, address, port, protocol, service, pod }: Named | ExpectedParty): string => {
  const end = `${address ?? ""}${port == null ? "" : `:${port}`}${protocol == null ? "" : `/${protocol}`}`;
  return [role, end, service ?? "", pod ?? ""].filter((part) => part !== "").join(" ");
};

function ofUses({ uses = {}, tolerance = TOLERANCE }: Expected, { table }: Analysis): Difference[] {
  return Object.entries(uses).flatMap(([use, wanted]) => {
    const found = table.uses.find((one) => one.use === use)?.share ?? 0;
    if (Math.abs(found - wanted) <= tolerance) return [];
    return [{ key: `uses.${use}`, expected: `${wanted} ± ${tolerance}`, found: found.toFixed(3) }];
  });
}

function ofSignals({ signals = {} }: Expected, readings: Readings): Difference[] {
  return Object.entries(signals).flatMap(([name, wanted]) => {
    const reading = readings.get(name as SignalName);
    const value = reading?.value ?? null;
    const why = reading?.value === null ? reading.reason : "not read";
    const found = value === null ? `unknown (${why})` : String(value);
    const key = `signals.${name}`;
    if (wanted === null || typeof wanted !== "object")
      return value === wanted ? [] : [{ key, expected: String(wanted ?? "unknown"), found }];
    const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY } = wanted;
    if (typeof value === "number" && value >= min && value <= max) return [];
    const bounds = [
      ...(wanted.min === undefined ? [] : [`at least ${min}`]),
      ...(wanted.max === undefined ? [] : [`at most ${max}`]),
    ];
    return [{ key, expected: bounds.join(" and ") || "known", found }];
  });
}

function ofCoverage(
  { coverage = [], truncated }: Expected,
  { coverage: { read }, bundle }: Analysis,
): Difference[] {
  const sources = new Set(read.map(({ source }) => source));
  const lacking = coverage.filter((source) => !sources.has(source));
  const result: Difference[] = [];
  if (lacking.length > 0)
    result.push({ key: "coverage", expected: listed(lacking), found: "not read" });
  if (truncated !== undefined && truncated !== bundle.truncated)
    result.push({ key: "truncated", expected: String(truncated), found: String(bundle.truncated) });
  return result;
}
