import { type Flow, normalTraffic } from "../flows.ts";
import type { KernelName } from "../kernels.ts";
import type { LabNode } from "../lab-node.ts";
import type { Scenario } from "../scenarios/scenario.ts";

/** What is done to a node between one capture of it and the next. */
export interface Step {
  /** What the next capture is called. */
  readonly name: string;
  /** The window of that capture, where it is not the usual one. */
  readonly seconds?: number;
  run(node: LabNode): Promise<void>;
}

/** One node that is captured more than once: before and after a fix, or again and again. */
export interface Pair {
  /** The name of its folder in samples/compare/. */
  readonly id: string;
  readonly title: string;
  readonly limit: number;
  /** The kernel on which it is captured unless told otherwise. */
  readonly kernel: KernelName;
  readonly steps: readonly [Step, Step, ...Step[]];
}

/** How long the work that fills a table goes on: longer than a capture of it takes. */
const SECONDS = 15;

/** Normal work that fills what is left of a table while it is captured, and then ends. */
export const forAWhile = (perSecond: number): Flow[] =>
  normalTraffic(0, perSecond, true).map((flow) => ({
    ...flow,
    atMost: Math.round(flow.perSecond * SECONDS),
  }));

/** A pair as the lab runs it. What the comparison must say stands beside its samples. */
export const scenarioOfPair = ({ id, title, limit, steps: [first, ...next] }: Pair): Scenario => ({
  id,
  title,
  expected: { state: "healthy", primary: null },
  who: { party: null },
  ranges: {},
  sample: { limit },
  run: (node) => first.run(node),
  next,
});
