/** What is drawn for a run before a recorder, from a seed: bursts, and what only looks like one. */
import type { Draw } from "../random.ts";

export interface Plan {
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

/** Attempts for which no port is left, each of which the kernel counts in insert_failed, and its SYNs sent again too. */
export interface ClashPlan extends Plan {
  readonly recorder: "clashes";
  readonly steps: readonly ClashStep[];
}

export interface ClashStep {
  readonly perSecond: number;
  readonly seconds: number;
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

/** First so few that they are no reason, then more. */
export const drawClashes = (count: number, shell: string, random: Draw): ClashPlan => ({
  recorder: "clashes",
  limit: random.between(4000, 6000),
  shell: shell.split(" "),
  options: "--before 60 --after 5 --quiet-for 20 --keep 1000".split(" "),
  steps: [
    { perSecond: 2, seconds: 40 },
    ...Array.from({ length: count }, () => ({
      perSecond: random.between(15, 60),
      seconds: random.between(8, 20),
    })),
  ],
});

/** After each step of clashes. */
export const CLASHES_APART = 40;

/** Seconds that a plan takes, without what a slow kernel adds. */
export function secondsOf(plan: BurstPlan | CalmPlan | ClashPlan): number {
  switch (plan.recorder) {
    case "bursts":
      return plan.bursts.reduce((sum, { apart }) => sum + apart, 130);
    case "calm":
      return plan.steps.reduce((sum, { then }) => sum + then, 90);
    case "clashes":
      return plan.steps.reduce((sum, { seconds }) => sum + seconds + CLASHES_APART, 60);
  }
}
