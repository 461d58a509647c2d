/**
 * Bursts before a recorder, on user-mode Linux or on the machine's own kernel, and what its bundles say of them:
 * `npm run lab:recorder -- --bursts N --seed N --kernel uml|host --shell SHELL --folder FOLDER [--report FILE]`. The
 * report has every run that lies in the folder's parent.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { drawFrom } from "../random.ts";
import { boot, processors } from "../uml/boot.ts";
import { compileLab } from "../uml/compile.ts";
import { type BurstPlan, recordBursts } from "./bursts.ts";
import { judgeBursts } from "./judge.ts";
import { burstsText, type Run, writeSection } from "./report.ts";

const KINDS = ["metrics", "short-connections", "scan", "lookups", "retries"];

const { values } = parseArgs({
  options: {
    bursts: { type: "string", default: "4" },
    seed: { type: "string", default: "1" },
    kernel: { type: "string", default: "uml" },
    shell: { type: "string", default: "dash" },
    folder: { type: "string", default: "out/recorder/1" },
    report: { type: "string" },
  },
});
const folder = resolve(values.folder);
const random = drawFrom(Number(values.seed));
const plan: BurstPlan = {
  recorder: "bursts",
  limit: random.between(1200, 2400),
  shell: values.shell.split(" "),
  options: "--before 120 --after 25 --quiet-for 40 --keep 100".split(" "),
  bursts: Array.from({ length: Number(values.bursts) }, (_, at) => ({
    kind: KINDS[at % KINDS.length]!,
    seconds: random.between(1, 20),
  })),
  apart: 75,
};
if (!existsSync(join(folder, "truth.json"))) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  if (values.kernel === "host") await recordBursts(plan, folder);
  else {
    const code = join(folder, "code");
    mkdirSync(code);
    compileLab(code);
    writeFileSync(join(folder, "bursts.json"), JSON.stringify(plan));
    const seconds = 180 + plan.bursts.length * 100;
    await boot(folder, code, processors()[Number(values.seed) % 2] ?? 0, seconds);
    if (!existsSync(join(folder, "truth.json")))
      throw new Error(readFileSync(join(folder, "log"), "utf8"));
  }
}
const { kernel, shell } = values;
const judged: Run = { kernel, shell, ...(await judgeBursts(folder)) };
writeFileSync(join(folder, "judged.json"), `${JSON.stringify(judged, null, 2)}\n`);
for (const one of judged.bursts) console.log(JSON.stringify(one));
console.log(`bundles without a burst: ${judged.others.join(", ") || "none"}`);
if (values.report !== undefined) {
  const parent = dirname(folder);
  const files = readdirSync(parent).map((name) => join(parent, name, "judged.json"));
  const runs = files.filter((one) => existsSync(one));
  const all = runs.map((one) => JSON.parse(readFileSync(one, "utf8")) as Run);
  writeSection(values.report, "bursts", burstsText(all));
}
