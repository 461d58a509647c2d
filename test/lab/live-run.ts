/** Captures drawn cases on this machine's kernel and judges what the analyzer makes of them. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Case, Group } from "./cases.ts";
import { withKernelLimit } from "./kernel-limit.ts";
import { runScenario } from "./run-scenario.ts";
import type { Expected } from "./scenarios/scenario.ts";
import { summary } from "./summary.ts";
import { analyze, held, mismatches } from "./verdict.ts";

export interface Outcome {
  readonly id: string;
  readonly seed: number;
  readonly expected: Expected;
  /** The state and the causes that the report held; null when there was no report. */
  readonly found: { readonly state: string; readonly causes: readonly string[] } | null;
  readonly shape: Case["shape"];
  /** The kernel's own figures, in words. */
  readonly summary: string;
  /** Empty when the report was right. */
  readonly mismatches: readonly string[];
  /** Where the bundle of a failed case is kept. */
  readonly bundle: string | undefined;
}

/**
 * Runs one group after another and tells each outcome as soon as it is there. Those that fill no table go
 * first, then those that fill another namespace's: the kernel log of a capture also shows which tables were
 * full just before, and a namespace may get the number of one that is gone.
 */
export async function liveRun(
  groups: readonly Group[],
  tell: (outcome: Outcome) => void,
): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  const inOrder = [...groups].sort((a, b) => fullness(a) - fullness(b));
  for (const { seed, limit, buckets, cases } of inOrder) {
    const runAll = (): Promise<Outcome[]> =>
      Promise.all(
        cases.map(async (one) => {
          const outcome = await runCase(one, seed);
          tell(outcome);
          return outcome;
        }),
      );
    outcomes.push(...(await withKernelLimit(limit, runAll, buckets)));
  }
  return outcomes;
}

const fullness = ({ cases }: Group): number =>
  Math.max(
    ...cases.map(({ scenario: { expected } }) => {
      if (expected.state !== "healthy") return 2;
      return expected.primary === "namespace-table-full" ? 1 : 0;
    }),
  );

async function runCase({ scenario, shape }: Case, seed: number): Promise<Outcome> {
  const { id, expected } = scenario;
  const folder = mkdtempSync(join(tmpdir(), `conntriage-lab-${id}-`));
  const bundle = join(folder, "bundle.tar.gz");
  let told = "not captured";
  let found: Outcome["found"] = null;
  let wrong: string[];
  try {
    told = summary(await runScenario(scenario, shape, bundle));
    const analysis = analyze(bundle);
    found = { state: analysis.state, causes: held(analysis) };
    wrong = mismatches(expected, analysis);
  } catch (error) {
    wrong = [error instanceof Error ? error.message : String(error)];
  }
  const failed = wrong.length > 0;
  if (!failed) rmSync(folder, { recursive: true, force: true });
  const kept = failed ? bundle : undefined;
  return { id, seed, expected, found, shape, summary: told, mismatches: wrong, bundle: kept };
}
