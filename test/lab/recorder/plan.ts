/** What is drawn for a run before a recorder, from a seed: bursts, and what only looks like one. */
import type { Draw } from "../random.ts";

interface Plan {
  readonly limit: number;
  readonly shell: readonly string[];
  readonly options: readonly string[];
}

export interface BurstPlan extends Plan {
  readonly recorder: "bursts";
  readonly bursts: readonly DrawnBurst[];
}

export interface DrawnBurst {
  readonly kind: string;
  /** In which it is sent. */
  readonly seconds: number;
  /** From its beginning to that of the next. */
  readonly apart: number;
}

/** An hour in which nothing is lost. */
export interface CalmPlan extends Plan {
  readonly recorder: "calm";
  readonly steps: readonly CalmStep[];
}

export interface CalmStep {
  readonly kind: string;
  /** Seconds until the next. */
  readonly then: number;
}

const KINDS = ["metrics", "short-connections", "scan", "lookups", "retries"];

export const drawBursts = (count: number, shell: string, random: Draw): BurstPlan => ({
  recorder: "bursts",
  // others on the machine have some 600 entries each, which must be no half of it
  limit: random.between(1600, 2400),
  shell: shell.split(" "),
  options: "--before 120 --after 25 --quiet-for 40 --keep 1000".split(" "),
  bursts: Array.from({ length: count }, () => ({
    kind: random.shuffled(KINDS)[0]!,
    seconds: random.between(1, 20),
    apart: random.between(64, 76),
  })),
});

/** Kinds in turn, each time in another order. */
export function drawCalm(
  minutes: number,
  kinds: readonly string[],
  shell: string,
  random: Draw,
): CalmPlan {
  const steps: CalmStep[] = [];
  for (let left = minutes * 60; left > 0; ) {
    for (const kind of random.shuffled(kinds)) {
      const then = random.between(15, 40);
      steps.push({ kind, then });
      left -= then;
    }
  }
  return {
    recorder: "calm",
    limit: random.between(1600, 2400),
    shell: shell.split(" "),
    options: [],
    steps,
  };
}

/** Seconds that a plan takes, without what a slow kernel adds. */
export const secondsOf = (plan: BurstPlan | CalmPlan): number =>
  plan.recorder === "bursts"
    ? plan.bursts.reduce((sum, { apart }) => sum + apart, 130)
    : plan.steps.reduce((sum, { then }) => sum + then, 90);
