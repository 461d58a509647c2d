/**
 * Incidents with known moments, recorded on user-mode Linux, against what `timeline` says of them:
 * `npm run lab:incidents -- [--runs N[,N...]] [--seed N[,N...]] [--folder FOLDER] [--report FILE]`. What lies recorded in the
 * folder is judged again, not recorded anew. The exit code is 1 where one is wrong.
 */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { boot, processors } from "../uml/boot.ts";
import { compileLab } from "../uml/compile.ts";
import { draw } from "./draw.ts";
import { FORMS, type Form, type Judged, judge } from "./judge.ts";
import type { Plan } from "./record.ts";
import { incidentsReport, isRight } from "./report.ts";

const { values } = parseArgs({
  options: {
    runs: { type: "string", default: "20" },
    seed: { type: "string", default: "1" },
    folder: { type: "string" },
    report: { type: "string" },
  },
});
const given = values.folder === undefined ? null : resolve(values.folder);
const folder = given ?? mkdtempSync(join(tmpdir(), "conntriage-incidents-"));
const counts = values.runs.split(",").map(Number);
const drawn = values.seed.split(",").flatMap((seed, place) =>
  draw(counts[place] ?? counts[0]!, Number(seed)).map((plan, at) => ({
    plan,
    seed: Number(seed),
    folder: join(folder, `${seed}-${String(at + 1).padStart(2, "0")}-${plan.kind}`),
  })),
);
const plans = drawn.map(({ plan }) => plan);
const places = drawn.map((one) => one.folder);
await recordAll(plans, places);
const judged: (Judged & { seed: number })[] = [];
const notRecorded: string[] = [];
for (const [at, own] of places.entries()) {
  if (!existsSync(join(own, "truth.json"))) {
    notRecorded.push(plans[at]!.kind);
    continue;
  }
  for (const form of Object.keys(FORMS) as Form[]) {
    const one = await judge(own, form);
    if (one === null) continue;
    judged.push({ ...one, seed: drawn[at]!.seed });
    console.log(
      `${isRight(one) ? "right" : "WRONG"} ${one.kind}, ${form}: ${JSON.stringify(one.off)}, ${one.trigger}`,
    );
  }
}
if (values.report !== undefined)
  writeFileSync(
    values.report,
    incidentsReport(judged, plans.length, notRecorded) + ofOthers(values.report),
  );
if (given === null) rmSync(folder, { recursive: true, force: true });
process.exitCode = judged.every(isRight) && notRecorded.length === 0 ? 0 : 1;

/** What another command writes into the report, between marks. */
function ofOthers(report: string): string {
  const text = existsSync(report) ? readFileSync(report, "utf8") : "";
  const [, own = ""] = /(\n<!-- timeline -->[\s\S]*)$/.exec(text) ?? [];
  return own;
}

/** Records each into its folder, two kernels at a time. */
async function recordAll(all: readonly Plan[], folders: readonly string[]): Promise<void> {
  const queue = [...all.entries()].filter(([at]) => !existsSync(join(folders[at]!, "truth.json")));
  if (queue.length === 0) return;
  const code = join(folder, "code");
  rmSync(code, { recursive: true, force: true });
  mkdirSync(code, { recursive: true });
  compileLab(code);
  const work = async (processor: number): Promise<void> => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      const [at, plan] = next;
      const own = folders[at]!;
      rmSync(own, { recursive: true, force: true });
      mkdirSync(own, { recursive: true });
      writeFileSync(join(own, "plan.json"), JSON.stringify(plan));
      await boot(own, code, processor);
      const isThere = existsSync(join(own, "truth.json"));
      const log = existsSync(join(own, "log")) ? readFileSync(join(own, "log"), "utf8") : "";
      const why = isThere ? "" : `: ${log.trim().split("\n").slice(-3).join(" / ")}`;
      console.log(`${isThere ? "recorded" : "NOT recorded"} ${plan.kind}${why}`);
    }
  };
  await Promise.all(processors().slice(0, 2).map(work));
}
