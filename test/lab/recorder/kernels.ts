/** How a plan is run on each kernel, and a folder in which it is run once. */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { boot } from "../uml/boot.ts";
import { compileLab } from "../uml/compile.ts";
import { type BurstPlan, type CalmPlan, type ClashPlan, secondsOf } from "./plan.ts";

/** Under which a recorder runs on each of them, for bursts and clashes. */
export const SHELLS: Readonly<Record<string, string>> = { host: "bash", uml: "busybox ash" };
/** On a slow kernel a burst of 20 s may take twice as long, and so may a step of the hour. */
const SLOWER = 1.5;

/** Runs a plan in a kernel of its own. */
export async function inUml(
  plan: BurstPlan | CalmPlan | ClashPlan,
  folder: string,
  cpu: number,
): Promise<void> {
  const code = join(folder, "code");
  mkdirSync(code);
  compileLab(code);
  writeFileSync(join(folder, `${plan.recorder}.json`), JSON.stringify(plan));
  await boot(folder, code, cpu, Math.round(secondsOf(plan) * SLOWER) + 120);
}

/** What the folder has already is not run again. */
export async function once(folder: string, file: string, work: () => Promise<void>): Promise<void> {
  if (existsSync(join(folder, file))) return;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  await work();
  if (existsSync(join(folder, file))) return;
  const log = join(folder, "log");
  throw new Error(`${folder}: ${existsSync(log) ? readFileSync(log, "utf8") : "nothing was sent"}`);
}
