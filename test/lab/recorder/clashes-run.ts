/**
 * insert_failed of a real kernel as a trigger: `npm run lab:recorder:clashes -- --runs N --seed N [--kernel uml,host]
 * [--folder FOLDER] [--report FILE]`. As root where the machine's own kernel is one of them. What the folder has already
 * is judged again and not run.
 */
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { drawFrom } from "../random.ts";
import { processors } from "../uml/boot.ts";
import { type Clashes, recordClashes } from "./clashes.ts";
import { clashesText, type JudgedClashes } from "./clashes-report.ts";
import { factsOf } from "./judge.ts";
import { inUml, once, SHELLS } from "./kernels.ts";
import { bundlesIn } from "./node.ts";
import { drawClashes } from "./plan.ts";
import { writeSection } from "./report.ts";

const { values } = parseArgs({
  options: {
    runs: { type: "string", default: "6" },
    seed: { type: "string", default: "1" },
    kernel: { type: "string", default: "uml" },
    folder: { type: "string", default: "out/recorder" },
    report: { type: "string" },
  },
});

async function judge(kernel: string, folder: string): Promise<JudgedClashes[]> {
  const truth = JSON.parse(readFileSync(join(folder, "truth.json"), "utf8")) as Clashes[];
  const bundles: Awaited<ReturnType<typeof factsOf>>[] = [];
  for (const path of bundlesIn(join(folder, "recorder"))) bundles.push(await factsOf(path));
  return truth.map((step, at) => {
    const isOwn = ({ at: told }: { at: number }): boolean =>
      told >= step.onset - 1_000 && told < (truth[at + 1]?.onset ?? Number.POSITIVE_INFINITY);
    const own = bundles.filter(isOwn);
    return {
      kernel,
      ...step,
      triggers: own.map(({ trigger }) => trigger),
      after: own[0] === undefined ? null : (own[0].at - step.onset) / 1000,
      states: own.map(({ analysis }) => analysis.state),
      causes: own.map(({ analysis }) => analysis.findings[0]?.cause ?? "none"),
    };
  });
}

const judged = await Promise.all(
  values.kernel.split(",").map(async (kernel) => {
    const folder = resolve(values.folder, `clashes-${kernel}`);
    const plan = drawClashes(Number(values.runs), SHELLS[kernel]!, drawFrom(Number(values.seed)));
    await once(folder, "truth.json", () =>
      kernel === "host"
        ? recordClashes(plan, folder)
        : inUml(plan, folder, processors().at(-1) ?? 0),
    );
    return judge(kernel, folder);
  }),
);
for (const one of judged.flat()) console.log(JSON.stringify(one));
if (values.report !== undefined) writeSection(values.report, "clashes", clashesText(judged.flat()));
