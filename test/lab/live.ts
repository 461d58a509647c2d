/**
 * Fresh captures with drawn shapes against what the report says about them:
 * `npm run lab -- [--cases N] [--seed N] [--only ID]`. The exit code is 1 when any case fails.
 */
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { drawGroups } from "./cases.ts";
import { liveRun, type Outcome } from "./live-run.ts";
import { SCENARIOS } from "./scenarios/index.ts";

const { values } = parseArgs({
  options: { cases: { type: "string" }, seed: { type: "string" }, only: { type: "string" } },
});
const scenarios = SCENARIOS.filter(({ id }) => values.only === undefined || id === values.only);
const count = Number(values.cases ?? scenarios.length);
const seed = Number(values.seed ?? Date.now() % 1_000_000);
if (scenarios.length === 0 || !Number.isInteger(count) || !Number.isInteger(seed)) {
  console.error(`--only is one of ${SCENARIOS.map(({ id }) => id).join(", ")}; numbers are whole`);
  process.exit(2);
}

const CLI = fileURLToPath(new URL("../../dist/cli.js", import.meta.url));
if (!existsSync(CLI)) {
  console.error("the command line is not built; run `npm run build` first");
  process.exit(2);
}

console.log(`seed ${seed}, ${count} cases`);
const groups = drawGroups(scenarios, count, seed);
const outcomes = await liveRun(groups, [process.execPath, CLI], tell);
const failed = outcomes.filter(({ mismatches }) => mismatches.length > 0).length;
console.log(`${outcomes.length - failed} right, ${failed} wrong`);
process.exitCode = failed > 0 ? 1 : 0;

function tell({ id, shape, summary, mismatches, bundle }: Outcome): void {
  console.log(`${bundle ? "WRONG" : "right"} ${id}: ${summary}`);
  if (bundle)
    console.log(`      ${mismatches.join("; ")}; ${JSON.stringify(shape)}; see ${bundle}`);
}
