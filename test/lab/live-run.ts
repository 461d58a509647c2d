/** Captures drawn cases on this machine's kernel and judges what the analyzer makes of them. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Case, Group } from "./cases.ts";
import { withKernelLimit } from "./kernel-limit.ts";
import { runScenario } from "./run-scenario.ts";
import { summary } from "./summary.ts";
import { analyze, mismatches } from "./verdict.ts";

export interface Outcome {
  readonly id: string;
  readonly shape: Case["shape"];
  /** The kernel's own figures, in words. */
  readonly summary: string;
  /** Empty when the report was right. */
  readonly mismatches: readonly string[];
  /** Where the bundle of a failed case is kept. */
  readonly bundle: string | undefined;
}

/** Runs one group after another and tells each outcome as soon as it is there. */
export async function liveRun(
  groups: readonly Group[],
  cli: readonly [string, ...string[]],
  tell: (outcome: Outcome) => void,
): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const { limit, cases } of groups) {
    const group = await withKernelLimit(limit, () =>
      Promise.all(
        cases.map(async (one) => {
          const outcome = await runCase(one, cli);
          tell(outcome);
          return outcome;
        }),
      ),
    );
    outcomes.push(...group);
  }
  return outcomes;
}

async function runCase(
  { scenario, shape }: Case,
  cli: readonly [string, ...string[]],
): Promise<Outcome> {
  const { id, expected } = scenario;
  const folder = mkdtempSync(join(tmpdir(), `conntriage-lab-${id}-`));
  const bundle = join(folder, "bundle.tar.gz");
  let told = "not captured";
  let wrong: string[];
  try {
    told = summary(await runScenario(scenario, shape, bundle));
    wrong = mismatches(expected, analyze(cli, bundle));
  } catch (error) {
    wrong = [error instanceof Error ? error.message : String(error)];
  }
  const failed = wrong.length > 0;
  if (!failed) rmSync(folder, { recursive: true, force: true });
  return { id, shape, summary: told, mismatches: wrong, bundle: failed ? bundle : undefined };
}
