/** Captures the cases of one group side by side on the kernel that this process runs on. */
import { join } from "node:path";
import type { Group } from "./cases.ts";
import { withKernelLimit } from "./kernel-limit.ts";
import { runScenario } from "./run-scenario.ts";
import { summary } from "./summary.ts";

export interface Capture {
  /** The bundle's name in the folder. */
  readonly bundle: string;
  /** The kernel's own figures, in words. */
  readonly told: string;
  /** Why there is no bundle. */
  readonly error?: string;
}

/** Leaves the bundles in `folder`, and answers in the order of the group's cases. */
export function captureGroup(group: Group, folder: string): Promise<Capture[]> {
  const capture = async ({ scenario, shape }: Group["cases"][number], place: number) => {
    const bundle = `${place}.tar.gz`;
    try {
      return { bundle, told: summary(await runScenario(scenario, shape, join(folder, bundle))) };
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      return { bundle, told: "not captured", error: message };
    }
  };
  return withKernelLimit(group.limit, () => Promise.all(group.cases.map(capture)), group.buckets);
}
