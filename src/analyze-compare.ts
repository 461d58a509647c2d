import { readFile, stat } from "node:fs/promises";
import { basename } from "node:path";
import { type AnalyzeOptions, examine } from "./analyze.ts";
import { captureFrom } from "./compare/capture.ts";
import { compareCaptures } from "./compare/index.ts";
import type { Capture } from "./compare/pairs.ts";
import { AnalyzerError } from "./errors.ts";
import { withNames } from "./examine.ts";
import { printable } from "./format.ts";
import type { Comparison } from "./report/comparison.ts";
import { type Analysis, analysisSchema } from "./report/contract.ts";

/** A saved analysis that is larger is none of ours. */
const MOST_BYTES = 64 * 2 ** 20;

/**
 * Compares captures of one machine, or of several: the first is what was before. Each is what `analyze` takes, or a
 * saved analysis in JSON.
 *
 * @throws AnalyzerError `BUNDLE_UNREADABLE` when one cannot be read, or no two are of one subject
 */
export async function compare(
  targets: readonly string[],
  options: AnalyzeOptions = {},
): Promise<Comparison> {
  const captures: Capture[] = [];
  // one after the other: each may take what memory there is
  for (const target of targets) captures.push(await captureOf(target, options));
  return compareCaptures(withNames(targets, captures));
}

/** Reads one of them. */
export const captureOf = async (target: string, options: AnalyzeOptions = {}): Promise<Capture> =>
  (await savedAnalysis(target)) ?? captureFrom(await examine(target, options));

const DIGEST_ENDING = ".digest";

/**
 * A `.json` file that calls itself an analysis; null for all else.
 *
 * @throws AnalyzerError where it is another report of ours: a digest, a fleet, a comparison
 */
async function savedAnalysis(target: string): Promise<Capture | null> {
  const isDigest = target.endsWith(DIGEST_ENDING);
  if (!isDigest && !/\.json$/i.test(target)) return null;
  const stats = await stat(target).catch(() => null);
  if (!stats?.isFile() || stats.size > MOST_BYTES) return null;
  let json: unknown;
  try {
    const text = await readFile(target, "utf8");
    // which may be many, one a line
    json = JSON.parse(isDigest ? text.split("\n", 1)[0]! : text);
  } catch {
    return null;
  }
  const schema = (json as { schema?: unknown } | null)?.schema;
  if (typeof schema !== "string" || !schema.startsWith("conntriage/")) return null;
  if (schema !== "conntriage/analysis/1")
    throw new AnalyzerError(
      "BUNDLE_UNREADABLE",
      `${target}: it is ${printable(schema, 60)}; what is compared are bundles, or reports of analyze -f json`,
    );
  const parsed = analysisSchema.safeParse(json);
  if (!parsed.success)
    throw new AnalyzerError(
      "BUNDLE_UNREADABLE",
      `${target}: an analysis that lacks ${parsed.error.issues[0]!.path.join(".")}: analyse its bundle again`,
    );
  return { ...ofAnalysis(parsed.data), name: basename(target) };
}

/** The subjects that it tells of: of healthy ones beside the first it has no more than a line. */
const ofAnalysis = ({ others, ...lead }: Analysis): Omit<Capture, "name"> => ({
  from: "analysis",
  truncated: [lead, ...others].some(({ bundle }) => bundle.truncated),
  sides: [lead, ...others].map((analysis) => ({ analysis, details: null })),
});
