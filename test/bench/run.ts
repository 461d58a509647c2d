/**
 * Measures conntriage beside other tools, on dumps that are generated once and then kept:
 * `npm run bench -- [--sizes 100k,1m,1m:0.8,10m,10m:1] [--runs N] [--report FILE]`. A size is a number of
 * rows; behind a colon, the share of them whose sources are spoofed. The report is written anew after
 * each size.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { build, ROOT } from "../cli/built.ts";
import { type DataSet, dataSet } from "./data-set.ts";
import type { Dump } from "./generate.ts";
import { findCommand, GNU_TIME, measure } from "./measure.ts";
import { type Measured, type OnDump, page } from "./report.ts";
import { demandBasics, startUps, type Yardstick, yardsticks } from "./yardsticks.ts";

const UNITS: Readonly<Record<string, number>> = { "": 1, k: 1e3, m: 1e6 };
/** A start takes milliseconds, so it is repeated more often. */
const STARTS_PER_RUN = 4;

const { values } = parseArgs({
  options: {
    sizes: { type: "string", default: "100k,1m,1m:0.8,10m,10m:1" },
    runs: { type: "string", default: "5" },
    page: { type: "boolean", default: false },
    report: { type: "string", default: join(ROOT, "reports/bench.md") },
  },
});
const runs = Number(values.runs);
const dumps = values.sizes.split(",").map(dumpOf);
if (!Number.isInteger(runs) || runs < 1) throw new Error("--runs is a whole number above 0");

function dumpOf(size: string): Dump {
  const [, digits, unit, share] = /^(\d+)([km]?)(?::(0\.\d+|1))?$/.exec(size) ?? [];
  if (digits === undefined) throw new Error(`--sizes are such as 100k, 1m or 1m:0.8, not ${size}`);
  const rows = Number(digits) * UNITS[unit!]!;
  return { rows, seed: 1, spoofed: Number(share ?? 0), accounting: false };
}

const say = (text: string): void => void process.stderr.write(`${text}\n`);

demandBasics();
if (GNU_TIME === null) say("no GNU time here: CPU time and peak memory are not measured");
await build();
if (values.page) {
  const { benchPage } = await import("./run-page.ts");
  await benchPage(runs, say);
  process.exit(0);
}
const scratch = mkdtempSync(join(tmpdir(), "conntriage-bench-run-"));
try {
  const startUp = await measureAll(startUps(scratch), runs * STARTS_PER_RUN);
  const measured: OnDump[] = [];
  for (const dump of dumps) {
    say(`${dump.rows} rows, spoofed ${dump.spoofed}`);
    const data: DataSet = await dataSet(dump, findCommand("zstd") !== null);
    measured.push({ data, ...(await measureAll(yardsticks(data, scratch), runs)) });
    const date = new Date().toISOString().slice(0, 10);
    writeFileSync(values.report, page(startUp, measured, date));
  }
} finally {
  rmSync(scratch, { recursive: true });
}

async function measureAll(all: readonly Yardstick[], rounds: number): Promise<Measured> {
  const able = all.filter(({ missing }) => missing === null);
  const [started, busy] = [performance.now(), busySeconds()];
  const costs = await measure(able, rounds, scratch);
  const own = [...costs.values()].flatMap(({ cpu }) => cpu).reduce((sum, one) => sum + one, 0);
  const others = (busySeconds() - busy - own) / ((performance.now() - started) / 1e3);
  return { yardsticks: all, costs, rounds, others: GNU_TIME === null ? null : others };
}

/** Seconds that all processors of the machine were busy, since it started. */
function busySeconds(): number {
  return cpus().reduce((sum, { times }) => sum + times.user + times.nice + times.sys, 0) / 1e3;
}
