/**
 * Captures samples/ anew on this machine's kernel, or where that will not do in user-mode Linux:
 * `npm run samples [-- [--kernel uml] ID ...]`.
 *
 * Each sample is the collector's archive as it was written, and what the report on it must say.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { atExit } from "./cleanup.ts";
import { KERNELS, whyNot } from "./kernels.ts";
import { SCENARIOS } from "./scenarios/index.ts";
import { expectedOf } from "./scenarios/scenario.ts";
import { run } from "./shell.ts";
import { WAYS } from "./ways.ts";

const FOLDER = fileURLToPath(new URL("../../samples", import.meta.url));

const { values, positionals: ids } = parseArgs({
  options: { kernel: { type: "string" } },
  allowPositionals: true,
});
const chosen = SCENARIOS.filter(({ id }) => ids.length === 0 || ids.includes(id));
if (ids.length > chosen.length) {
  console.error(`no such scenario; there are ${SCENARIOS.map(({ id }) => id).join(", ")}`);
  process.exit(2);
}

for (const scenario of chosen) {
  const { id, sample, alone } = scenario;
  const kernel = values.kernel !== "uml" && whyNot(scenario, "host") === null ? "host" : "uml";
  const { prepare, capture, places } = WAYS[kernel];
  const folder = mkdtempSync(join(tmpdir(), "conntriage-sample-"));
  const forget = atExit(() => rmSync(folder, { recursive: true, force: true }));
  const code = join(folder, "code");
  prepare(code);
  // The log of a sample begins with its scenario: how this machine booted is nobody's business.
  // This only moves the mark from which dmesg reads; /dev/kmsg still holds every line.
  if (kernel === "host") {
    run("dmesg", ["--clear"]);
    writeFileSync("/dev/kmsg", `conntriage lab: capture of ${id}\n`);
  }
  const { buckets } = alone ?? {};
  const group = { seed: 0, limit: sample.limit, cases: [{ scenario, shape: sample }] };
  const withBuckets = buckets === undefined ? group : { ...group, buckets };
  const [one] = await capture(withBuckets, folder, code, places()[0]!);
  const { bundle, told, error } = one!;
  if (error !== undefined) throw new Error(`${id}: ${error}`);
  const bytes = readFileSync(join(folder, bundle));
  mkdirSync(join(FOLDER, id), { recursive: true });
  writeFileSync(join(FOLDER, id, "bundle.tar.gz"), bytes); // readable by everybody
  writeFileSync(
    join(FOLDER, id, "expected.json"),
    `${JSON.stringify(expectedOf(scenario, sample), null, 2)}\n`,
  );
  console.log(`${id}, ${KERNELS[kernel].title}: ${Math.ceil(bytes.length / 1024)} KB, ${told}`);
  forget();
}
