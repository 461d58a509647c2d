/**
 * Two predictions against this machine's own kernel, in a minute. `npx tsx test/lab/what-if.ts` runs
 * all of them.
 */
import { beforeAll, describe, expect, test } from "vitest";
import { needs } from "../support/needs.ts";
import { withKernelLimit } from "./kernel-limit.ts";
import { drawFrom } from "./random.ts";
import { EXPERIMENTS, type Experiment } from "./what-if-experiments.ts";
import { line } from "./what-if-report.ts";
import { type Result, ROOMY_LIMIT, runExperiment } from "./what-if-run.ts";

/** Above what the whole lab takes, which may have to end first. */
const PATIENCE_MS = 1_200_000;

/** Tables are half as large as in the full run, and this machine runs other tests at the same time. */
const TOLERANCE = 0.15;

const missing = needs({
  linux: true,
  root: true,
  commands: ["ip", "iptables-restore", "conntrack", "sysctl", "dmesg"],
});
const seed = Number(process.env["LAB_SEED"] ?? Date.now() % 1_000_000);

/** The same experiment with timeouts that let it end within a minute. */
const shortened = (id: string): Experiment => {
  const { limit: _, ...experiment } = EXPERIMENTS.find((one) => one.id === id)!;
  return { ...experiment, from: 20, to: 8 };
};
const SHORTENED = ["time-wait", "udp-answered"].map(shortened);

describe.skipIf(missing)(`on a real kernel, seed ${seed}${missing ? `: ${missing}` : ""}`, () => {
  const results = new Map<string, Result>();

  beforeAll(async () => {
    await withKernelLimit(ROOMY_LIMIT, (setLimit) =>
      Promise.all(
        SHORTENED.map(async (experiment, turn) => {
          const result = await runExperiment(experiment, drawFrom(seed + turn), setLimit);
          results.set(experiment.id, result);
        }),
      ),
    );
  }, PATIENCE_MS);

  test.each(SHORTENED)("$timeout from $from s to $to s leaves as many as predicted", ({ id }) => {
    const result = results.get(id)!;
    expect(Math.abs(result.error), line(result)).toBeLessThanOrEqual(TOLERANCE);
    expect(result.before.governed, line(result)).toBeGreaterThan(result.after.governed * 2);
  });
});
