/**
 * Captures samples/ anew on this machine's kernel: `npm run samples [-- id ...]`.
 *
 * Each sample is the collector's archive as it was written, and what the report on it must say.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { atExit } from "./cleanup.ts";
import { withKernelLimit } from "./kernel-limit.ts";
import { runScenario } from "./run-scenario.ts";
import { SCENARIOS } from "./scenarios/index.ts";
import { run } from "./shell.ts";
import { summary } from "./summary.ts";

const FOLDER = fileURLToPath(new URL("../../samples", import.meta.url));

const ids = process.argv.slice(2);
const chosen = SCENARIOS.filter(({ id }) => ids.length === 0 || ids.includes(id));
if (ids.length > chosen.length) {
  console.error(`no such scenario; there are ${SCENARIOS.map(({ id }) => id).join(", ")}`);
  process.exit(2);
}

for (const scenario of chosen) {
  const folder = join(FOLDER, scenario.id);
  const capture = mkdtempSync(join(tmpdir(), "conntriage-sample-"));
  const forget = atExit(() => rmSync(capture, { recursive: true, force: true }));
  const bundle = join(capture, "bundle.tar.gz");
  // The log of a sample begins with its scenario: how this machine booted is nobody's business.
  // This only moves the mark from which dmesg reads; /dev/kmsg still holds every line.
  run("dmesg", ["--clear"]);
  writeFileSync("/dev/kmsg", `conntriage lab: capture of ${scenario.id}\n`);
  const truth = await withKernelLimit(
    scenario.sample.limit,
    () => runScenario(scenario, scenario.sample, bundle),
    scenario.alone?.buckets,
  );
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "bundle.tar.gz"), readFileSync(bundle)); // readable by everybody
  writeFileSync(join(folder, "expected.json"), `${JSON.stringify(scenario.expected, null, 2)}\n`);
  console.log(`${scenario.id}: ${Math.ceil(statSync(bundle).size / 1024)} KB, ${summary(truth)}`);
  forget();
}
