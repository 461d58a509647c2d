/**
 * Fresh captures with drawn shapes against what the report says about them:
 * `npm run lab -- [--kernel uml|host] [--cases N] [--seed N[,N...]] [--only ID[,ID...]]
 * [--report FILE]`. N cases are drawn from each seed. The exit code is 1 when any case fails.
 */
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { needs } from "../support/needs.ts";
import { drawGroups } from "./cases.ts";
import { KERNELS, type KernelName, whyNot } from "./kernels.ts";
import { liveReport } from "./live-report.ts";
import { liveRun, type Outcome } from "./live-run.ts";
import { SCENARIOS } from "./scenarios/index.ts";
import type { Scenario } from "./scenarios/scenario.ts";

const { values } = parseArgs({
  options: {
    kernel: { type: "string", default: "uml" },
    cases: { type: "string" },
    seed: { type: "string" },
    only: { type: "string" },
    report: { type: "string" },
  },
});
const kernel = values.kernel as KernelName;
const missing = Object.hasOwn(KERNELS, kernel)
  ? KERNELS[kernel].missing()
  : `is one of ${Object.keys(KERNELS).join(", ")}`;
if (missing !== null) {
  console.error(`--kernel ${kernel} ${missing}`);
  process.exit(2);
}
const only = values.only?.split(",");
const wanted = SCENARIOS.filter(({ id }) => only?.includes(id) ?? true);
const reasonOf = (one: Scenario) => whyNot(one, kernel) ?? needs({ commands: one.commands ?? [] });
const scenarios = wanted.filter((one) => reasonOf(one) === null);
const notRun = wanted
  .filter((one) => !scenarios.includes(one))
  .map((one) => [one.id, reasonOf(one)!] as const);
for (const [id, reason] of notRun) console.log(`not run ${id}: ${reason}`);
const count = Number(values.cases ?? scenarios.length);
const seeds = (values.seed ?? String(Date.now() % 1_000_000)).split(",").map(Number);
if (scenarios.length === 0 || ![count, ...seeds].every(Number.isInteger)) {
  console.error(`--only is one of ${SCENARIOS.map(({ id }) => id).join(", ")}; numbers are whole`);
  process.exit(2);
}

const start = performance.now();
console.log(`${KERNELS[kernel].title}, seed ${seeds.join(", ")}, ${count} cases each`);
const groups = seeds.flatMap((seed) =>
  drawGroups(scenarios, count, seed, KERNELS[kernel].groupSize),
);
const outcomes = await liveRun(groups, kernel, tell);
const failed = outcomes.filter(({ mismatches }) => mismatches.length > 0).length;
if (values.report !== undefined)
  writeFileSync(values.report, liveReport(kernel, outcomes, seeds, notRun));
const minutes = ((performance.now() - start) / 60_000).toFixed(1);
console.log(`${outcomes.length - failed} right, ${failed} wrong, in ${minutes} minutes`);
process.exitCode = failed > 0 ? 1 : 0;

function tell({ id, shape, summary, mismatches, bundle }: Outcome): void {
  const failed = mismatches.length > 0;
  console.log(`${failed ? "WRONG" : "right"} ${id}: ${summary}`);
  if (failed)
    console.log(`      ${mismatches.join("; ")}; ${JSON.stringify(shape)}; see ${bundle}`);
}
