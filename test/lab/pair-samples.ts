/**
 * Captures samples/compare/ anew, in user-mode Linux, and what takes longer there on this machine's kernel:
 * `npm run samples:compare [-- [--kernel host] [--to FOLDER] ID ...]`.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { atExit } from "./cleanup.ts";
import { KERNELS, type KernelName } from "./kernels.ts";
import { PAIRS } from "./pairs/index.ts";
import { scenarioOfPair } from "./pairs/pair.ts";
import { run } from "./shell.ts";
import { WAYS } from "./ways.ts";

const { values, positionals: ids } = parseArgs({
  options: { kernel: { type: "string" }, to: { type: "string" } },
  allowPositionals: true,
});
const into = values.to ?? fileURLToPath(new URL("../../samples/compare", import.meta.url));
const chosen = PAIRS.filter(({ id }) => ids.length === 0 || ids.includes(id));
if (ids.length > chosen.length) {
  console.error(`no such pair; there are ${PAIRS.map(({ id }) => id).join(", ")}`);
  process.exit(2);
}

for (const pair of chosen) {
  const kernel =
    KERNELS[values.kernel as KernelName] === undefined
      ? pair.kernel
      : (values.kernel as KernelName);
  const { prepare, capture, places } = WAYS[kernel];
  const folder = mkdtempSync(join(tmpdir(), "conntriage-pair-"));
  const forget = atExit(() => rmSync(folder, { recursive: true, force: true }));
  const code = join(folder, "code");
  prepare(code);
  // how this machine booted is nobody's business: see samples.ts
  if (kernel === "host") {
    run("dmesg", ["--clear"]);
    writeFileSync("/dev/kmsg", `conntriage lab: capture of ${pair.id}\n`);
  }
  const scenario = scenarioOfPair(pair);
  const group = {
    seed: 0,
    limit: pair.limit,
    cases: [{ scenario, shape: { limit: pair.limit } }],
  };
  const [one] = await capture(group, folder, code, places()[0]!);
  const { bundle, told, error } = one!;
  if (error !== undefined) throw new Error(`${pair.id}: ${error}`);
  mkdirSync(join(into, pair.id), { recursive: true });
  const [first, ...next] = pair.steps;
  for (const { name } of [first, ...next]) {
    const taken = name === first.name ? bundle : bundle.replace(/(?=\.tar\.gz$)/, `-${name}`);
    // readable by everybody
    writeFileSync(join(into, pair.id, `${name}.tar.gz`), readFileSync(join(folder, taken)));
  }
  console.log(`${pair.id}, ${KERNELS[kernel].title}: ${told}`);
  forget();
}
