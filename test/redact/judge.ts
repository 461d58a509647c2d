import { rmSync } from "node:fs";
import { analyze } from "../../src/analyze.ts";
import { restorer } from "../../src/redact/restore.ts";
import type { Analysis } from "../../src/report/contract.ts";
import { comparable, differences } from "./compare.ts";
import { identifiersOf, leaksOf } from "./leaks.ts";
import { patternsIn } from "./patterns.ts";
import { keyOf, redactTo, textsOf } from "./redacting.ts";

/** What a bundle is held to: its own analysis, what of it is somebody's, and its texts. */
async function expectedOf(path: string) {
  return {
    analysis: comparable(await analyze(path)),
    identifiers: await identifiersOf(path),
    texts: await textsOf(path),
  };
}

export interface Verdict {
  /** Where the restored analysis is not that of the bundle. */
  different: readonly string[];
  /** What of the bundle is still in the copy or in a report of it. */
  leaks: readonly string[];
  /** How many identifiers were looked for. */
  sought: number;
}

/** Redacts a bundle with a key of each number, and judges the copies; they are written to `file`. */
export async function* judge(
  path: string,
  seeds: readonly number[],
  file: string,
): AsyncGenerator<Verdict> {
  const expected = await expectedOf(path);
  for (const seed of seeds) {
    const copy = await redactTo(path, file, keyOf(seed));
    const analysis = await analyze(copy.path);
    const restored = JSON.parse(restorer(copy.map)(JSON.stringify(analysis))) as Analysis;
    const { found, sought } = await leaksOf(expected.identifiers, copy, analysis);
    yield {
      different: differences(expected.analysis, comparable(restored)),
      leaks: [...found, ...(await patternsIn(copy, expected.texts))],
      sought,
    };
    rmSync(file);
  }
}
