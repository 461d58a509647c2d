import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { readFolder } from "../../src/commands/recorder-folder.ts";
import { drawFrom } from "../lab/random.ts";
import { startRecorder } from "../recorder/recording.ts";
import { during, stepped, suspended } from "./recorder-clock.ts";
import { faultsIn } from "./recorder-faults.ts";
import type { Figures, Options } from "./run.ts";

const SHELLS = [["dash"], ["bash"], ["busybox", "ash"]];
const QUICK = ["-q", "--before", "60", "--after", "2", "--quiet-for", "1", "--no-dump"];
const AT_A_TIME = 6;
/** How many of the runs are on a disk that runs out of room. */
const DISKS = 20;
/** How many of each of the others. */
const CLOCKS = 12;

async function killed(root: string, shell: readonly string[], after: number): Promise<string[]> {
  const counts = new Set([100, 950]);
  const one = startRecorder(root, shell, QUICK);
  for (let at = 0; at < after; at += 500) {
    one.tell({ count: at > 3_000 ? 950 : 100, max: 1000 });
    await pause(Math.min(500, after - at));
  }
  one.child.kill("SIGKILL");
  await one.ended;
  const isBegun = /watching/.test(one.log());
  const next = startRecorder(root, shell, QUICK);
  const begun = one.log().split("watching").length;
  await next.until(() => next.log().split("watching").length > begun, 60);
  const faults = faultsIn(next, counts, root);
  if (isBegun && after > 4_000 && next.bundles().length === 0) faults.push("no bundle was made");
  next.child.kill();
  await next.ended;
  return faults;
}

async function filled(root: string, shell: readonly string[], room: number): Promise<string[]> {
  const disk = join(root, "recorder");
  mkdirSync(disk, { recursive: true });
  execFileSync("mount", ["-t", "tmpfs", "-o", "size=4m", "none", disk]);
  try {
    const one = startRecorder(root, shell, QUICK);
    await one.until(() => /watching/.test(one.log()), 60);
    await pause(3_000);
    const [free] = execFileSync("df", ["-k", "--output=avail", disk]).toString().match(/\d+/) ?? [];
    writeFileSync(join(disk, "others"), Buffer.alloc(Math.max(0, Number(free) - room) * 1024, 65));
    const began = Date.now();
    one.tell({ count: 950, max: 1000 });
    await pause(15_000);
    const faults = faultsIn(one, new Set([100, 950]), tmpdir());
    const last = readFolder(one.folder).last;
    if (last === null || Date.parse(last.time) < began + 8_000) faults.push("the ring stood still");
    if (last?.count !== 950) faults.push(`the ring ends with ${last?.count}`);
    one.child.kill();
    await one.ended;
    return faults;
  } finally {
    execFileSync("umount", ["-l", disk]);
  }
}

/** The recorder is killed at any moment, or its disk runs out of room: what is there is readable and true. */
export async function recorder({ runs, seed, say }: Options): Promise<Figures> {
  const folder = mkdtempSync(join(tmpdir(), "conntriage-proof-"));
  const random = drawFrom(seed);
  const failures: string[] = [];
  const kinds = [
    { name: "SIGKILL, then begun again", runs, run: killed, from: 200, to: 12_000 },
    { name: "room that runs out (kB left)", runs: DISKS, run: filled, from: 0, to: 300 },
    {
      name: "the clock is set, by up to two hours",
      runs: CLOCKS,
      run: stepped,
      from: -7_200,
      to: 7_200,
    },
    { name: "suspended, for 5 to 40 s", runs: CLOCKS, run: suspended, from: 5, to: 40 },
    {
      name: "full again while it gathers, after 14 to 25 s",
      runs: CLOCKS,
      run: during,
      from: 14,
      to: 25,
    },
  ];
  const rows: string[] = [];
  for (const kind of kinds) {
    const left = Array.from({ length: kind.runs }, (_, at) => at);
    let failed = 0;
    const work = async (): Promise<void> => {
      for (let at = left.pop(); at !== undefined; at = left.pop()) {
        const root = join(folder, `${kind.run.name}-${at}`);
        const faults = await kind
          .run(root, SHELLS[at % SHELLS.length]!, random.between(kind.from, kind.to))
          .catch((error: Error) => [error.message.split("\n")[0]!]);
        if (faults.length > 0) failed++;
        for (const fault of faults) say(fault);
        failures.push(...faults);
        rmSync(root, { recursive: true, force: true, maxRetries: 20 });
      }
    };
    await Promise.all(Array.from({ length: AT_A_TIME }, work));
    say(`${kind.name}: ${kind.runs} runs, ${failed} failed`);
    rows.push(`| ${kind.name} | ${kind.runs} | ${failed} |`);
  }
  rmSync(folder, { recursive: true, force: true, maxRetries: 20 });
  const text = `## Ended without a word, without room, and with another clock

A recorder under dash, bash and busybox ash in turn, before counts that the proof makes up: it is killed within 12 s of
its beginning, while it watches, gathers or writes, and begun again; or it is on a disk of 4 MB that somebody fills, and
then triggered. Each bundle and the ring must be readable, with no count that was not told and no row out of order; the
ring must go on where there is no room, since it is written in place. Where the clock is set, rows of the clock before must
have no time of day, and the others the new one's; where it was stopped meanwhile (SIGSTOP), the loss must be noticed and the
gap told; where the table is full again before the first bundle is written, each burst must have a bundle of its own.

| what happens | runs | failed |
|---|---:|---:|
${rows.join("\n")}
`;
  return { text, failures };
}
