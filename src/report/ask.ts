import type { Cause, Requirement } from "../causes/cause.ts";
import { type Evidence, type Finding, isFound } from "../causes/finding.ts";
import { pressureOf } from "../causes/match.ts";
import { type State, stateOf, wasLoggedFull } from "../causes/state.ts";
import type { SourceName } from "../parsers/index.ts";
import { SOURCES } from "../parsers/index.ts";
import type { SignalName } from "../signals/index.ts";
import { canBeHad, isThere } from "./ask-had.ts";
import { WAYS } from "./ask-ways.ts";
import type { Results } from "./results.ts";

/** A source that could change the verdict, and why. */
export interface Wanted {
  source: SourceName;
  why: string[];
}

/** States in which it matters whether connections were lost, which no count tells. */
const NEARLY_FULL: readonly State[] = ["unknown", "critical", "at-risk"];

/** What a source is judged with: no signal asks for it before the source itself is there. */
const BESIDE: Partial<Record<SourceName, readonly SourceName[]>> = {
  "conntrack-table": ["sysctl", "iptables-save"],
  // kube-proxy sets the limit by the number of CPUs
  sysctl: ["cpus"],
  "conntrack-stat": ["uptime"],
  "conntrack-s": ["uptime"],
  netstat: ["uptime"],
  "kernel-log": ["uptime"],
};

/** What could change the state or the primary cause; what the state needs stands first. */
export function wantedOf(results: Results): Wanted[] {
  const { readings, findings } = results;
  const wanted = new Map<SourceName, Set<string>>();
  const want = (source: SourceName, why: string) => {
    if (canBeHad(source, results)) wanted.set(source, (wanted.get(source) ?? new Set()).add(why));
  };
  const wantFor = (signal: SignalName, why: string) => {
    const one = readings.get(signal);
    if (one?.value === null) want(one.wants, why);
    else if (one?.bound === "at least") want("sysctl", why);
  };
  const state = stateOf(readings);
  if (state === "unknown") {
    wantFor("table.count", "the state: how many entries there are");
    wantFor("table.max", "the state: the limit");
  }
  if (NEARLY_FULL.includes(state))
    wantFor("table.exhausted", "the state: whether connections were lost");
  if (state === "healthy")
    wantFor("table.fullMessages.ever", "the state: whether the table was full before");
  for (const one of openOf(findings, results))
    for (const source of wantedBy(one, results)) want(source, one.cause.id);
  for (const [source] of [...wanted])
    for (const beside of BESIDE[source] ?? [])
      if (!isThere(beside, results)) want(beside, `beside ${SOURCES[source].what}`);
  return [...wanted].map(([source, why]) => ({ source, why: [...why] }));
}

/**
 * The causes on which the primary cause depends: the unknown ones that would bring it about; the primary cause
 * itself, which an input may yet rule out; and, unless it is confirmed and no other can hold more, all that are
 * unknown, of a table that was full only what fills it.
 */
function openOf(findings: readonly Finding[], { readings, judged }: Results): Finding[] {
  const primary = findings.find(({ verdict }) => isFound(verdict));
  const pressure = pressureOf(readings);
  const held = primary?.entries ?? 0;
  const isMost = judged !== null && held * 2 >= judged.entries;
  const isConfirmed = primary?.verdict === "confirmed";
  const isSettled = isConfirmed && (isMost || pressure === "none");
  const mayBeOther = !wasLoggedFull(readings) && (pressure === "none" || pressure === "unknown");
  const mayHoldMore = ({ cause, entries }: Finding) =>
    (mayBeOther || cause.gate !== "none") && (entries === null || entries >= held);
  const bringsItAbout = ({ cause }: Finding) =>
    primary !== undefined && cause.explains?.includes(primary.cause.id) === true;
  return findings.filter(
    (one) =>
      (one === primary && !isConfirmed) ||
      (one.verdict === "unknown" && (bringsItAbout(one) || (!isSettled && mayHoldMore(one)))),
  );
}

/** What a cause lacks: nothing where something that it requires cannot be had. */
function wantedBy({ cause, verdict, evidence }: Finding, results: Results): SourceName[] {
  const lacksOf = (requirement: Requirement): Evidence[] => {
    const tests = "any" in requirement ? requirement.any : [requirement];
    const all = evidence.filter((one) =>
      tests.some(([signal, by, than]) => one.signal === signal && one.test === `${by} ${than}`),
    );
    return all.some(({ holds }) => holds === true) ? [] : all.filter(({ holds }) => holds === null);
  };
  const sourcesOf = (lacks: readonly Evidence[]): SourceName[] =>
    lacks.flatMap(({ signal, missing }) =>
      missing !== null && !ELSEWHERE.test(signal) && canBeHad(missing.source, results)
        ? missing.source
        : [],
    );
  const required = requiredBy(cause)
    .map(lacksOf)
    .filter((lacks) => lacks.length > 0)
    .map(sourcesOf);
  if (verdict === "unknown" && required.some((sources) => sources.length === 0)) return [];
  const supports = cause.supports.flatMap((one) => sourcesOf(lacksOf(one)));
  return [
    ...required.flat(),
    ...cause.excludes.flatMap((one) => sourcesOf(lacksOf(one))),
    // of look-alikes one that is confirmed comes before one that is likely
    ...(cause.gate === "none" ? supports.filter(isOfFile) : []),
  ];
}

/** Signals of what pods' own namespaces count, and of counts right before and after a dump: a few commands give neither. */
const ELSEWHERE = /^(?:namespaces|undelivered)\./;

/** What takes no command of its own. */
const isOfFile = (source: SourceName): boolean => WAYS[source]?.files !== undefined;

const requiredBy = ({ weighs, requires }: Cause): readonly Requirement[] =>
  weighs === undefined ? requires : [weighs, ...requires];
