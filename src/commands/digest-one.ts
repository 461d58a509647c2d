import { examine } from "../analyze.ts";
import type { Blocks } from "../archive/entry.ts";
import type { Cause } from "../causes/cause.ts";
import { AnalyzerError } from "../errors.ts";
import { digestOf, failedDigest } from "../fleet/digest.ts";
import { printable } from "../format.ts";
import type { Digest } from "../report/digest-contract.ts";

/** The digest of one bundle; of one that cannot be analysed, why: the others are not to be lost with it. */
export async function digestOne(
  target: string,
  causes: readonly Cause[],
  stdin?: () => Blocks,
): Promise<Digest> {
  try {
    return digestOf(await examine(target, { causes, ...(stdin && { stdin }) }), target);
  } catch (error) {
    return failedDigest(target, reasonFor(target, error));
  }
}

/** One line, without the path that stands beside it. */
export function reasonFor(target: string, error: unknown): string {
  const message = printable(error instanceof Error ? error.message : String(error), 1000);
  const said = message.startsWith(`${target}: `) ? message.slice(target.length + 2) : message;
  return error instanceof AnalyzerError ? said : `a fault of conntriage itself: ${said}`;
}
