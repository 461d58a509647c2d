/**
 * Holds the predictions of `conntriage what-if` against this machine's own kernel:
 * `npx tsx test/lab/what-if.ts [--seed N] [--report FILE] [--only ID]`. The report is written when all
 * experiments have run. The exit code is 1 when a prediction is wrong.
 */
import { writeFileSync } from "node:fs";
import { release } from "node:os";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { DEMAND_EXPERIMENTS } from "./demand-experiments.ts";
import { demandLine, demandPart, wrongDemands } from "./demand-report.ts";
import { type DemandResult, runDemand } from "./demand-run.ts";
import { withKernelLimit } from "./kernel-limit.ts";
import { drawFrom } from "./random.ts";
import { EXPERIMENTS } from "./what-if-experiments.ts";
import { line, page, wrongOnes } from "./what-if-report.ts";
import { ROOMY_LIMIT, runExperiment } from "./what-if-run.ts";

const REPORT = fileURLToPath(new URL("../../reports/what-if.md", import.meta.url));

const { values } = parseArgs({
  options: { seed: { type: "string" }, report: { type: "string" }, only: { type: "string" } },
});
const chosen = EXPERIMENTS.filter(({ id }) => values.only === undefined || id === values.only);
const seed = Number(values.seed ?? Date.now() % 1_000_000);
const ids = [...EXPERIMENTS, ...DEMAND_EXPERIMENTS].map(({ id }) => id);
if ((values.only !== undefined && !ids.includes(values.only)) || !Number.isInteger(seed)) {
  console.error(`--only is one of ${ids.join(", ")}; --seed is whole`);
  process.exit(2);
}

console.log(`seed ${seed}, ${chosen.length} experiments side by side`);
const draw = drawFrom(seed);
const results = await withKernelLimit(ROOMY_LIMIT, (setLimit) =>
  Promise.all(
    chosen.map(async (experiment) => {
      const own = drawFrom(draw.between(0, 2 ** 31));
      const result = await runExperiment(experiment, own, setLimit);
      console.log(line(result));
      return result;
    }),
  ),
);

const asked = DEMAND_EXPERIMENTS.filter(
  ({ id }) => values.only === undefined || id === values.only,
);
const demands: DemandResult[] = [];
// one after the other: the limit holds for every namespace
for (const experiment of asked) {
  const result = await runDemand(experiment, drawFrom(draw.between(0, 2 ** 31)));
  console.log(demandLine(result));
  demands.push(result);
}

const wrong = [...wrongOnes(results), ...wrongDemands(demands)];
console.log(wrong.length === 0 ? "all right" : `wrong: ${wrong.join(", ")}`);
if (wrong.length > 0) process.exitCode = 1;
if (values.only === undefined) {
  const kernel = /^[\d.]+/.exec(release())?.[0] ?? release(); // the rest names this machine's build
  const date = new Date().toISOString().slice(0, 10);
  writeFileSync(
    values.report ?? REPORT,
    page(results, demandPart(demands), { kernel, date, seed }),
  );
}
