/** A recorder whose clock is set, which is suspended, or which sees the next burst while it gathers one. */
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { analyze } from "../../src/analyze.ts";
import { timeline } from "../../src/analyze-timeline.ts";
import { openTarget } from "../../src/commands/targets.ts";
import { type Recording, startRecorder } from "../recorder/recording.ts";
import { faultsIn, rowsOf } from "./recorder-faults.ts";

const QUICK = ["-q", "--before", "120", "--quiet-for", "1", "--no-dump"];
/** For how many seconds a time of day and the time since boot may disagree: each is told in whole seconds. */
const ROUNDED = 2;

/** A `date` whose clock can be set: it adds what a file says. */
export function clockOf(root: string): { bin: string; set(seconds: number): void } {
  const bin = join(root, "bin");
  mkdirSync(bin, { recursive: true });
  const set = (seconds: number): void => writeFileSync(join(bin, "offset"), String(seconds));
  set(0);
  const lines = `#!/bin/sh\nread -r by <${bin}/offset\nnow=$(/bin/date +%s)\nexec /bin/date -d "@$((now + by))" "$@"\n`;
  writeFileSync(join(bin, "date"), lines);
  chmodSync(join(bin, "date"), 0o755);
  return { bin, set };
}

const watching = (one: Recording) => one.until(() => /watching/.test(one.log()), 60);

async function end(one: Recording): Promise<void> {
  one.child.kill();
  await one.ended;
}

/** The clock is set by so many seconds; the recorder looks at it each minute. */
export async function stepped(root: string, shell: readonly string[], by: number) {
  const { bin, set } = clockOf(root);
  const one = startRecorder(root, shell, [...QUICK, "--after", "2"], undefined, { bin });
  await watching(one);
  await pause(4_000);
  set(by);
  await pause(62_000);
  one.tell({ count: 950, max: 1000, drop: 40 });
  await one.until(() => one.bundles().length === 1, 60);
  const faults = faultsIn(one, new Set([100, 950]), root);
  const [bundle = ""] = one.bundles();
  const rows = rowsOf(bundle, root);
  const dated = rows.filter(({ time }) => time !== "");
  const boots = dated.map(({ time, uptime }) => Date.parse(time) / 1000 - uptime);
  if (Math.max(...boots) - Math.min(...boots) > ROUNDED)
    faults.push("rows of two clocks are dated");
  if (Math.abs(by) > 2 * ROUNDED && dated.length === rows.length)
    faults.push("rows of the clock before are dated");
  const now = Date.now() + by * 1000;
  if (!(Math.abs(Date.parse(dated.at(-1)?.time ?? "") - now) < 60_000)) faults.push("a false time");
  const { state } = await analyze(bundle);
  const told = (await timeline([bundle], { open: openTarget })).subjects[0]!;
  if (told.state !== "full") faults.push(`${state}, and the timeline says ${told.state}`);
  await end(one);
  return faults;
}

/** Nothing of it runs for so many seconds, in which packets are lost. */
export async function suspended(root: string, shell: readonly string[], seconds: number) {
  const one = startRecorder(root, shell, [...QUICK, "--after", "2"]);
  await watching(one);
  await pause(4_000);
  one.child.kill("SIGSTOP");
  one.tell({ count: 990, max: 1000, drop: 40 });
  await pause(seconds * 1000);
  one.child.kill("SIGCONT");
  await one.until(() => one.bundles().length === 1, 60);
  const faults = faultsIn(one, new Set([100, 990]), root);
  const uptimes = rowsOf(one.bundles()[0]!, root).map(({ uptime }) => uptime);
  const gap = Math.max(...uptimes.map((uptime, at) => uptime - (uptimes[at - 1] ?? uptime)));
  if (gap < seconds - 1) faults.push(`rows for the ${seconds} s in which it did not run`);
  if (seconds > 11 && !/a gap of \d+ s/.test(one.log())) faults.push("the gap is not told");
  if (!/(?:level,)?loss: gathering/.test(one.log())) faults.push("the loss is not told");
  await end(one);
  return faults;
}

/** The table has room for so many seconds and is full again before the first bundle is written. */
export async function during(root: string, shell: readonly string[], seconds: number) {
  const one = startRecorder(root, shell, [...QUICK, "--after", "40"]);
  await watching(one);
  await pause(2_000);
  one.tell({ count: 950, max: 1000 });
  await pause(3_000);
  one.tell({ count: 100, max: 1000 });
  await pause(seconds * 1000);
  one.tell({ count: 940, max: 1000 });
  await pause(3_000);
  one.tell({ count: 100, max: 1000 });
  await one.until(() => one.bundles().length === 2, 180);
  const faults = faultsIn(one, new Set([100, 940, 950]), root);
  for (const [at, bundle] of one.bundles().entries())
    if (!rowsOf(bundle, root).some(({ count }) => count === [950, 940][at]))
      faults.push(`bundle ${at + 1} has no row of its own burst`);
  await end(one);
  return faults;
}
