import { isSure } from "../causes/finding.ts";
import { SEVERITY } from "../causes/state.ts";
import type { Fleet } from "../report/fleet-contract.ts";

/** Why a fleet is one that the caller asked to be failed on, each with the word that asked for it. */
export const fleetFailures = (fleet: Fleet, words: readonly string[]): string[] =>
  words.flatMap((word) => {
    const count = countOf(fleet, word);
    const [one, many] =
      word === "skew" ? ["setting or version", "settings or versions"] : ["node", "nodes"];
    return count === 0 ? [] : [`${word} (${count} ${count === 1 ? one : many})`];
  });

/** Nodes, or settings, that a word is true of. */
function countOf({ nodes, skew }: Fleet, word: string): number {
  const of = (holds: (node: Fleet["nodes"][number]) => boolean) => nodes.filter(holds).length;
  switch (word) {
    case "skew":
      return skew.length;
    case "outlier":
      return of(({ outlierIn }) => outlierIn.length > 0);
    case "truncated":
      return of(({ truncated }) => truncated);
    case "unknown":
      return of(({ state, namespace }) => state === "unknown" && namespace === null);
    case "finding":
      return of(({ causes }) => causes.some(({ verdict }) => isSure(verdict)));
  }
  const level = SEVERITY.indexOf(word as (typeof SEVERITY)[number]);
  if (level < 0)
    return of(({ causes }) => causes.some((one) => one.cause === word && isSure(one.verdict)));
  return of(({ state }) => SEVERITY.indexOf(state) >= level);
}
