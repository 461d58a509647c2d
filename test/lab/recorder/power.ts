/**
 * A loss of power, by killing a user-mode Linux whose recorder writes to a disk of its own: `npm run lab:recorder:power --
 * --runs N --seed N [--report FILE]`. What there is when the disk is mounted again must be readable and true.
 */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { unpack } from "../../collector/collecting.ts";
import { drawFrom } from "../random.ts";
import { run, sleep } from "../shell.ts";
import { boot, processors } from "../uml/boot.ts";
import { compileLab } from "../uml/compile.ts";
import { bundlesIn } from "./node.ts";
import type { PowerPlan } from "./power-inside.ts";
import { type PowerRun, powerText } from "./power-report.ts";
import { writeSection } from "./report.ts";
import { rowsIn } from "./ring.ts";

const SHELLS = [["dash"], ["bash"], ["busybox", "ash"]];
const DISK_MB = 48;
const LONGEST_SECONDS = 300;
/** By how many seconds a look and a row may be apart. */
const APART = 1.5;
const AT_A_TIME = 2;

/** The number of entries at each look, by the time since boot. */
const traceOf = (file: string): [number, number][] =>
  readFileSync(file, "utf8")
    .trim()
    .split("\n")
    .map((line) => line.split(" ").map(Number) as [number, number]);

/** Whether a row tells what the table held about then. */
const isTrue = (trace: readonly [number, number][], uptime: number, count: number): boolean => {
  const near = trace.filter(([at]) => Math.abs(at - uptime) <= APART).map(([, looked]) => looked);
  return near.length === 0 || (count >= Math.min(...near) && count <= Math.max(...near));
};

/** So many milliseconds after there is a file. */
async function after(file: string, milliseconds: number): Promise<void> {
  while (!existsSync(file)) await sleep(100);
  await sleep(milliseconds);
}

async function lose(at: number, lostAfter: number, code: string): Promise<PowerRun> {
  const folder = mkdtempSync(join(tmpdir(), "conntriage-power-"));
  const disk = join(folder, "disk");
  const shell = SHELLS[at % SHELLS.length]!;
  const processor = processors()[at % processors().length]!;
  const once = async (again: boolean, lost?: Promise<void>): Promise<void> => {
    writeFileSync(join(folder, "power.json"), JSON.stringify({ shell, again } satisfies PowerPlan));
    const power = { disk, ...(lost === undefined ? {} : { lost }) };
    await boot(folder, code, processor, LONGEST_SECONDS, power);
  };
  run("truncate", ["-s", `${DISK_MB}M`, disk]);
  run("mkfs.ext4", ["-q", "-F", disk]);
  await once(false, after(join(folder, "ready-1"), lostAfter));
  await once(true);
  const faults: string[] = [];
  const trace = traceOf(join(folder, "trace-1"));
  const lost = trace.at(-1)![0];
  const found = rowsIn(join(folder, "as-found/ring"));
  for (const { uptime, count } of found)
    if (!isTrue(trace, uptime, count)) faults.push(`a row of ${uptime} has ${count}`);
  const bundles = bundlesIn(join(folder, "in-the-end"));
  const unpacked = join(folder, "unpacked");
  mkdirSync(unpacked);
  for (const bundle of bundles) {
    try {
      const { text, manifest } = unpack(readFileSync(bundle), unpacked);
      const rows = text("timeline.csv").trim().split("\n").slice(1);
      const cells = rows.map((row) => row.split(",").slice(1, 3).map(Number) as [number, number]);
      if (manifest.files.length === 0 || cells.length === 0) faults.push("an empty bundle");
      const uptimes = cells.map(([uptime]) => uptime);
      if (uptimes.some((uptime, place) => place > 0 && uptime <= uptimes[place - 1]!))
        faults.push("rows out of order");
    } catch (error) {
      faults.push(`${bundle}: ${(error as Error).message.split("\n")[0]}`);
    }
  }
  if (!existsSync(join(folder, "ready-2"))) faults.push("it did not begin again");
  const newest = Math.max(0, ...found.map(({ uptime }) => uptime));
  const done: PowerRun = {
    shell: shell.join(" "),
    lostAt: lost,
    rows: found.length,
    missing: lost - newest,
    before: bundlesIn(join(folder, "as-found")).length,
    bundles: bundles.length,
    faults,
  };
  if (faults.length === 0) rmSync(folder, { recursive: true });
  else faults.push(`kept in ${folder}`);
  return done;
}

const { values } = parseArgs({
  options: {
    runs: { type: "string", default: "20" },
    seed: { type: "string", default: "1" },
    report: { type: "string" },
  },
});
const random = drawFrom(Number(values.seed));
const moments = Array.from({ length: Number(values.runs) }, () => random.between(2_000, 100_000));
const code = mkdtempSync(join(tmpdir(), "conntriage-power-code-"));
compileLab(code);
const runs: PowerRun[] = [];
const left = moments.map((moment, at) => ({ moment, at }));
const work = async (): Promise<void> => {
  for (let one = left.shift(); one !== undefined; one = left.shift()) {
    runs.push(await lose(one.at, one.moment, code));
    console.log(JSON.stringify(runs.at(-1)));
    if (values.report !== undefined) writeSection(values.report, "power", powerText(runs));
  }
};
await Promise.all(Array.from({ length: AT_A_TIME }, work));
rmSync(code, { recursive: true });
process.exitCode = runs.some(({ faults }) => faults.length > 0) ? 1 : 0;
