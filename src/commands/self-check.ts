import { differences } from "../check/differences.ts";
import { type Known, readExpected } from "../check/expected.ts";
import { placed, type Result } from "../check/result.ts";
import { samples } from "./packaged.ts";
import { said } from "./said.ts";

/** Checks the samples that are part of the program: whether an installation works. */
export async function selfChecks(known: Known): Promise<Result[]> {
  const results: Result[] = [];
  for (const { id, bundle, expected } of await samples()) {
    const start = performance.now();
    const file = `samples/${id}/expected.json`;
    const found = await said("-", { stdin: () => oneBlock(bundle) });
    results.push({
      folder: `samples/${id}`,
      bundle: `samples/${id}/bundle.tar.gz`,
      file,
      differences: placed(differences(readExpected(expected, file, known), found), expected),
      error: null,
      updated: false,
      seconds: (performance.now() - start) / 1000,
    });
  }
  return results;
}

async function* oneBlock(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
