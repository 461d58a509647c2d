import { AnalyzerError } from "../errors.ts";
import { printable } from "../format.ts";
import { isWhole } from "../report/claims.ts";
import type { Comparison, Pair } from "../report/comparison.ts";
import { notesOn } from "./notes.ts";
import { type Capture, type Group, groupsOf, outcomeOfAll, pairsOf } from "./pairs.ts";
import type { Side } from "./side.ts";
import { summarise } from "./summary.ts";

/**
 * Compares captures, subject by subject. Pure: the same captures give the same comparison.
 *
 * @throws AnalyzerError `BUNDLE_UNREADABLE` when no two captures are of one subject
 */
export function compareCaptures(captures: readonly Capture[]): Comparison {
  const only = onlyHost(captures);
  const groups = groupsOf(captures, only);
  const compared = groups.filter(({ sides }) => sides.size > 1);
  if (compared.length === 0) throw nothingPaired(captures);
  const pairs = compared.flatMap((group) => pairsOf(group, captures.length));
  const whole = pairs.filter((pair) => isWhole({ captures: [...captures] }, pair));
  const leading = whole.length > 0 ? whole : pairs;
  const subjects = compared.map(({ host, namespace, sides }) => ({
    host,
    namespace,
    moments: [...sides].map(([capture, side]) => momentOf(capture, side)),
  }));
  const lead = leadOf(leading);
  return {
    schema: "conntriage/compare/1",
    outcome: outcomeOfAll(leading),
    summary: summarise(lead, { subjects }),
    notes: notesOn(captures, groups, only),
    captures: captures.map(({ name, from, truncated }) => ({ name, from, truncated })),
    subjects,
    // the one that the summary is about first
    pairs: [lead, ...pairs.filter((one) => one !== lead)],
    notPaired: groups
      .filter(({ sides }) => sides.size < captures.length)
      .flatMap((group) => lacking(group, captures)),
  };
}

/** The host that all captures are of, as far as they name one. */
function onlyHost(captures: readonly Capture[]): string | null {
  const hosts = new Set(
    captures.flatMap(({ sides }) => sides.flatMap(({ analysis }) => analysis.subject.host ?? [])),
  );
  const [one, ...others] = hosts;
  return others.length === 0 ? (one ?? null) : null;
}

const LEADING = ["worse", "mixed", "better", "other", "no difference", "not known"];

/** The pair that matters most; of equals a machine's before its network namespaces'. */
const leadOf = (pairs: readonly Pair[]): Pair =>
  [...pairs].sort(
    (a, b) =>
      LEADING.indexOf(a.outcome) - LEADING.indexOf(b.outcome) ||
      Number(a.namespace !== null) - Number(b.namespace !== null),
  )[0]!;

function momentOf(
  capture: number,
  { analysis: { bundle, state, table } }: Side,
): Comparison["subjects"][number]["moments"][number] {
  const { count, bound, max, utilization, rows } = table;
  const { capturedAt, windowSeconds } = bundle;
  return { capture, capturedAt, windowSeconds, state, count, bound, max, utilization, rows };
}

/** In which captures a subject is not, as far as that says something. */
function lacking(
  { host, namespace, sides }: Group,
  captures: readonly Capture[],
): Comparison["notPaired"] {
  const having = [...sides.keys()].map((at) => captures[at]!.name);
  return [...captures.keys()]
    .filter((at) => !sides.has(at))
    .map((capture) => ({
      host,
      namespace,
      capture,
      reason: `only in ${having.map((name) => printable(name)).join(", ")}`,
    }));
}

function nothingPaired(captures: readonly Capture[]): AnalyzerError {
  const of = captures.map(({ name, sides }) => {
    const hosts = new Set(sides.map(({ analysis }) => analysis.subject.host ?? "no name"));
    return `${printable(name)} is of ${[...hosts].map((host) => printable(host)).join(", ")}`;
  });
  return new AnalyzerError(
    "BUNDLE_UNREADABLE",
    `compare: no host or network namespace is in two captures: ${of.join("; ")}`,
  );
}
