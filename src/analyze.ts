import type { Blocks, Bundle } from "./archive/entry.ts";
import type { Cause } from "./causes/cause.ts";
import { AnalyzerError } from "./errors.ts";
import { examineAll } from "./examine.ts";
import { openBundle } from "./node/open.ts";
import { buildCase } from "./report/build.ts";
import type { Analysis } from "./report/contract.ts";
import type { Results } from "./report/results.ts";

export interface AnalyzeOptions {
  /** Where a bundle comes from when its target is `-`. */
  stdin?: () => Blocks;
  /** How a bundle is opened; `openInThread` reads a large one in half the time. */
  open?: (target: string) => Promise<Bundle>;
  /** The causes that are looked for; the built-in table, without. */
  causes?: readonly Cause[];
}

/**
 * Analyses evidence and returns the whole analysis, which is the JSON contract. Several targets are one case.
 *
 * @param target an archive, a folder, a single file, or `-` for standard input; or several
 * @throws AnalyzerError `BUNDLE_UNREADABLE` when it cannot be opened or holds nothing that is known
 */
export async function analyze(
  target: string | readonly string[],
  options: AnalyzeOptions = {},
): Promise<Analysis> {
  return buildCase(await examine(target, options));
}

/** What `analyze` builds its analysis from: each subject's results, those of the worst one first. */
export const examine = (
  target: string | readonly string[],
  { stdin = noInput, open = (path) => openBundle(path, stdin), causes }: AnalyzeOptions = {},
): Promise<[Results, ...Results[]]> => examineAll([target].flat(), open, causes);

const noInput = (): Blocks => {
  throw new AnalyzerError("BUNDLE_UNREADABLE", "no standard input was given");
};
