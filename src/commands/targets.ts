import type { Bundle } from "../archive/entry.ts";
import { AnalyzerError } from "../errors.ts";
import { openInThread } from "../node/thread.ts";

/** Opens what a command is given: a path, or `-` for standard input, which has no thread of its own. */
export async function openTarget(target: string): Promise<Bundle> {
  if (target !== "-") return openInThread(target);
  const { openBundle } = await import("../node/open.ts");
  return openBundle("-", () => process.stdin);
}

/** @throws AnalyzerError `USAGE` where standard input is to be read twice */
export function checkStandardInput(targets: readonly string[]): void {
  if (targets.filter((one) => one === "-").length > 1)
    throw new AnalyzerError("USAGE", "- : standard input can be given once only");
}
