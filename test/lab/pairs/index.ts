import type { Scenario } from "../scenarios/scenario.ts";
import { FIXES } from "./fixes.ts";
import { type Pair, scenarioOfPair } from "./pair.ts";
import { steady } from "./steady.ts";

/** Every node that the lab captures more than once. */
export const PAIRS: readonly Pair[] = [...FIXES, steady];

/** The pair of that id, as a scenario. */
export function pairOf(id: string): Scenario | undefined {
  const found = PAIRS.find((one) => one.id === id);
  return found === undefined ? undefined : scenarioOfPair(found);
}
