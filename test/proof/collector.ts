import { mkdtempSync, rmSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { end, endings, SIGNALS, type Signal } from "../collector/ended.ts";
import type { Figures, Options } from "./run.ts";

const AT_A_TIME = 2 * cpus().length;

/** What a whole run takes, as many at a time as will be. */
async function milliseconds(folder: string): Promise<number> {
  const began = performance.now();
  const whole = endings("SIGTERM", AT_A_TIME, 0).map((one) => ({ ...one, after: 600_000 }));
  await Promise.all(whole.map((one) => end(one, folder)));
  return performance.now() - began;
}

/** Signals end the collector at any moment, and nothing is left. */
export async function collector({ runs, say }: Options): Promise<Figures> {
  const folder = mkdtempSync(join(tmpdir(), "conntriage-proof-"));
  const failures: string[] = [];
  const rows: string[] = [];
  let longest = 0;
  for (const signal of Object.keys(SIGNALS) as Signal[]) {
    const whole = await milliseconds(folder);
    longest = Math.max(longest, whole);
    const left = endings(signal, runs, 1.1 * whole);
    let early = 0;
    let failed = 0;
    const work = async () => {
      for (let ending = left.pop(); ending !== undefined; ending = left.pop()) {
        const { faults, isEarly } = await end(ending, folder);
        if (isEarly) early++;
        if (faults.length > 0) failed++;
        failures.push(...faults);
        for (const fault of faults) say(fault);
      }
    };
    await Promise.all(Array.from({ length: AT_A_TIME }, work));
    say(`${signal}: ${runs} runs, ${early} ended by it, ${failed} failed`);
    rows.push(`| ${signal} | ${runs} | ${early} | ${failed} |`);
  }
  rmSync(folder, { recursive: true });
  const text = `## Ended by a signal

The collector was run for a second, under dash, bash and busybox ash in turn, and sent a signal at moments spread over
a tenth more than a whole run took (${(longest / 1000).toFixed(1)} s on a busy machine): alone, or with all its children as by a terminal; for SIGPIPE, the reader of its archive went away. Its exit code must
tell; no file and no process may be left; what was written must be an archive, whole or up to where it was cut.

| signal | runs | ended by it | failed |
|---|---:|---:|---:|
${rows.join("\n")}
`;
  return { text, failures };
}
