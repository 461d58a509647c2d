/**
 * Bursts before a recorder, and an hour of what only looks like one, on user-mode Linux and on the machine's own kernel at
 * once: `npm run lab:recorder -- --bursts N --seed N [--kernel uml,host] [--calm MINUTES] [--folder FOLDER] [--report
 * FILE]`. As root where the machine's own kernel is one of them, whose nf_conntrack_max is lowered meanwhile; there the
 * hour follows the bursts. What the folder has already is judged again and not run.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { drawFrom } from "../random.ts";
import { processors } from "../uml/boot.ts";
import { recordBursts } from "./bursts.ts";
import { type CalmRun, recordCalm } from "./calm.ts";
import { judgeBursts } from "./judge.ts";
import { inUml, once, SHELLS } from "./kernels.ts";
import { LOOK_ALIKES } from "./look-alikes.ts";
import { drawBursts, drawCalm } from "./plan.ts";
import { burstsText, type Calm, calmText, type Run, writeSection } from "./report.ts";

const { values } = parseArgs({
  options: {
    bursts: { type: "string", default: "4" },
    seed: { type: "string", default: "1" },
    kernel: { type: "string", default: "uml" },
    /** Minutes; none by default. */
    calm: { type: "string", default: "0" },
    folder: { type: "string", default: "out/recorder" },
    report: { type: "string" },
  },
});
const kernels = values.kernel.split(",");
const count = Number(values.bursts);
const minutes = Number(values.calm);
const seed = Number(values.seed);

const folderOf = (name: string): string => resolve(values.folder, name);
const cpus = processors();
const told = (error: Error): null => {
  console.error(error);
  process.exitCode = 1;
  return null;
};

async function burstsOn(kernel: string): Promise<Run | null> {
  if (count === 0) return null;
  const folder = folderOf(kernel);
  const shell = SHELLS[kernel]!;
  const plan = drawBursts(count, shell, drawFrom(seed));
  await once(folder, "truth.json", () =>
    kernel === "host" ? recordBursts(plan, folder) : inUml(plan, folder, cpus[0] ?? 0),
  );
  return { kernel, shell, ...(await judgeBursts(folder)) };
}

async function calmOn(kernel: string): Promise<Calm | null> {
  if (minutes === 0) return null;
  const folder = folderOf(`calm-${kernel}`);
  const plan = drawCalm(minutes, Object.keys(LOOK_ALIKES), "dash", drawFrom(seed));
  await once(folder, "calm-run.json", () =>
    kernel === "host" ? recordCalm(plan, folder) : inUml(plan, folder, cpus.at(-1) ?? 0),
  );
  return {
    kernel,
    ...(JSON.parse(readFileSync(join(folder, "calm-run.json"), "utf8")) as CalmRun),
  };
}

// one that fails ends no other
const runs = kernels.map(async (kernel) => {
  const bursts = burstsOn(kernel).catch(told);
  if (kernel === "host") await bursts; // both set its one limit
  const calm = calmOn(kernel).catch(told);
  return { bursts: await bursts, calm: await calm };
});
const ended = await Promise.all(runs);
const calms = ended.flatMap(({ calm }) => calm ?? []);
const judged = ended.flatMap(({ bursts }) => bursts ?? []);
writeFileSync(join(resolve(values.folder), "judged.json"), `${JSON.stringify(judged, null, 2)}\n`);
for (const run of judged) for (const one of run.bursts) console.log(JSON.stringify(one));
for (const calm of calms) console.log(JSON.stringify(calm));
if (values.report !== undefined) {
  // that of one kernel stands beside that of both
  const section = judged.length === 1 ? `bursts-${judged[0]!.kernel}` : "bursts";
  if (judged.length > 0) writeSection(values.report, section, burstsText(judged));
  if (calms.length > 0) writeSection(values.report, "calm", calmText(calms));
}
