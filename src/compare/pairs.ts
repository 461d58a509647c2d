import { isSameMachine } from "../facts/names.ts";
import { isClaimed } from "../report/claims.ts";
import type { Comparison, Difference, Outcome, Pair } from "../report/comparison.ts";
import { causeDifferences } from "./causes.ts";
import { ruleDifferences, settingDifferences } from "./exact.ts";
import { lossDifferences } from "./losses.ts";
import type { Side } from "./side.ts";
import { stateDifference } from "./state.ts";
import { tableDifferences } from "./table.ts";
import { talkerDifferences } from "./talkers.ts";
import { useDifferences } from "./uses.ts";

/** One capture, with all subjects of which it tells. */
export interface Capture {
  name: string;
  from: "bundle" | "analysis";
  truncated: boolean;
  sides: readonly Side[];
}

/** One subject in the captures that have it. */
export interface Group {
  host: string | null;
  namespace: string | null;
  /** By capture. */
  sides: Map<number, Side>;
}

/**
 * The subjects of all captures, each with what every capture says of it. Another host is another subject, and so is
 * another network namespace.
 *
 * @param only the one host of all captures that name one, which those are taken to be of that name none
 */
export function groupsOf(captures: readonly Capture[], only: string | null): Group[] {
  const groups: Group[] = [];
  for (const [at, { sides }] of captures.entries())
    for (const side of sides) {
      const { host: named, namespace } = side.analysis.subject;
      const host = named ?? only;
      const known = groups.find(
        (one) => !one.sides.has(at) && one.namespace === namespace && isOne(one.host, host),
      );
      if (known === undefined) groups.push({ host, namespace, sides: new Map([[at, side]]) });
      else known.sides.set(at, side);
    }
  return groups;
}

const isOne = (one: string | null, other: string | null): boolean =>
  one === other || (one !== null && isSameMachine(one, other));

/** From the first capture to the last, and of more than two from each to the next. */
export function pairsOf({ host, namespace, sides }: Group, captures: number): Pair[] {
  const having = [...sides.keys()];
  const steps = having.slice(1).map((after, at) => [having[at]!, after] as const);
  const isWhole = having[0] === 0 && having.at(-1) === captures - 1;
  const wanted = isWhole && steps.length > 1 ? [[0, captures - 1] as const, ...steps] : steps;
  return wanted.map(([before, after]) => {
    const differences = differencesOf(sides.get(before)!, sides.get(after)!);
    return { host, namespace, before, after, outcome: outcomeOf(differences), differences };
  });
}

function differencesOf(before: Side, after: Side): Difference[] {
  const state = stateDifference(before, after);
  return [
    state,
    ...tableDifferences(before, after),
    ...lossDifferences(before, after),
    ...causeDifferences(before, after, isClaimed(state)),
    ...useDifferences(before, after),
    ...settingDifferences(before, after),
    ...ruleDifferences(before, after),
    ...talkerDifferences(before, after),
  ];
}

function outcomeOf(differences: readonly Difference[]): Outcome {
  const claimed = differences.filter(isClaimed);
  const [isWorse, isBetter] = (["worse", "better"] as const).map((effect) =>
    claimed.some((one) => one.effect === effect),
  );
  if (isWorse || isBetter) return isWorse && isBetter ? "mixed" : isWorse ? "worse" : "better";
  if (claimed.length > 0) return "other";
  const isKnown = differences.some(
    ({ what, change }) => what !== "setting" && what !== "rule" && change !== "not known",
  );
  return isKnown ? "no difference" : "not known";
}

/** The outcome of several pairs in one word. */
export function outcomeOfAll(pairs: readonly Pick<Pair, "outcome">[]): Comparison["outcome"] {
  const all = new Set(pairs.map(({ outcome }) => outcome));
  if (all.has("mixed") || (all.has("worse") && all.has("better"))) return "mixed";
  for (const one of ["worse", "better", "other", "no difference"] as const)
    if (all.has(one)) return one;
  return "not known";
}
