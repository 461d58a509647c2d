/** Captures drawn cases on a kernel and judges what the analyzer makes of them. */
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Who } from "../support/parties.ts";
import type { Capture } from "./capture-group.ts";
import type { Case, Group } from "./cases.ts";
import { atExit } from "./cleanup.ts";
import type { KernelName } from "./kernels.ts";
import { type Expected, expectedOf } from "./scenarios/scenario.ts";
import { analyze, gone, held, mismatches, partyMismatches } from "./verdict.ts";
import { WAYS } from "./ways.ts";

export interface Outcome {
  readonly id: string;
  readonly seed: number;
  readonly expected: Expected & Who;
  /** The state and the causes that the report held; null when there was no report. */
  readonly found: {
    readonly state: string;
    readonly causes: readonly string[];
    readonly partyRight: boolean;
  } | null;
  readonly shape: Case["shape"];
  /** The kernel's own figures, in words. */
  readonly summary: string;
  /** Empty when the report was right. */
  readonly mismatches: readonly string[];
  /** Where the bundle of a failed case is kept. */
  readonly bundle: string | undefined;
}

/** How often a group is captured once more when its kernel hangs: on a busy machine one in six does. */
const MORE_TRIES = 3;
const isLost = ({ error }: Capture): boolean => error !== undefined;

/**
 * Runs the groups and tells each outcome as soon as it is there. Those that fill no table go first, then
 * those that fill another namespace's: the kernel log of a capture also shows which tables were full just
 * before, and a namespace may get the number of one that is gone.
 */
export async function liveRun(
  groups: readonly Group[],
  kernel: KernelName,
  tell: (outcome: Outcome) => void,
): Promise<Outcome[]> {
  const { prepare, capture, places } = WAYS[kernel];
  const folder = mkdtempSync(join(tmpdir(), "conntriage-lab-"));
  const forget = atExit(() => rmSync(folder, { recursive: true, force: true }));
  const code = join(folder, "code");
  const outcomes: Outcome[] = [];
  const queue = [...groups].sort((a, b) => fullness(a) - fullness(b));
  const work = async (processor: number): Promise<void> => {
    for (let group = queue.shift(); group !== undefined; group = queue.shift()) {
      const { seed, cases } = group;
      const take = async () => {
        const own = mkdtempSync(join(folder, "group-"));
        return { own, captures: await capture(group, own, code, processor) };
      };
      let { own, captures } = await take();
      // a kernel that hangs says nothing of the analyzer
      for (let left = MORE_TRIES; left > 0 && captures.some(isLost); left -= 1) {
        rmSync(own, { recursive: true, force: true });
        ({ own, captures } = await take());
      }
      for (const [place, one] of cases.entries()) {
        const outcome = judge(one, seed, captures[place]!, own);
        outcomes.push(outcome);
        tell(outcome);
      }
      rmSync(own, { recursive: true, force: true });
    }
  };
  try {
    prepare(code);
    await Promise.all(places().map(work));
    return outcomes;
  } finally {
    forget();
  }
}

const fullness = ({ cases }: Group): number =>
  Math.max(
    ...cases.map(({ scenario: { expected } }) => {
      if (expected.state !== "healthy") return 2;
      return expected.primary === "namespace-table-full" ? 1 : 0;
    }),
  );

function judge(
  { scenario, shape }: Case,
  seed: number,
  { bundle, told, error }: Capture,
  folder: string,
): Outcome {
  const { id } = scenario;
  const expected = expectedOf(scenario, shape);
  const outcome = { id, seed, expected, shape, summary: told };
  if (error !== undefined)
    return { ...outcome, found: null, mismatches: [error], bundle: undefined };
  const analysis = analyze(join(folder, bundle));
  const parties = partyMismatches(expected, analysis);
  const wrong = [...mismatches(expected, analysis), ...parties];
  const left = gone(expected, analysis).map((cause) => `; all of ${cause} was evicted`);
  const found = {
    state: analysis.state,
    causes: held(analysis),
    partyRight: parties.length === 0,
  };
  const kept = wrong.length > 0 ? keep(join(folder, bundle), id) : undefined;
  return { ...outcome, summary: told + left.join(""), found, mismatches: wrong, bundle: kept };
}

function keep(bundle: string, id: string): string {
  const kept = join(mkdtempSync(join(tmpdir(), `conntriage-lab-${id}-`)), "bundle.tar.gz");
  cpSync(bundle, kept);
  return kept;
}
