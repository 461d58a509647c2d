/**
 * Captures of a real cluster: `npm run lab:cluster -- [--only STEP[-RELEASE[-MODE]],...] [--list]`, into
 * `captures/` here; with `--report`, `reports/cluster.md` from them. What needs another kernel boots user-mode Linux, inside of which this file runs
 * again with `--inside FOLDER`.
 */
import { copyFileSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { needs } from "../../support/needs.ts";
import { withKernelLimit } from "../kernel-limit.ts";
import { cannotBuild, program, RELEASES } from "./components.ts";
import { componentsOf, JOBS, type Job, nameOf } from "./jobs.ts";
import { clusterReport } from "./report.ts";
import { inUml } from "./uml.ts";

const REPORT = fileURLToPath(new URL("../../../reports/cluster.md", import.meta.url));
const CAPTURES = fileURLToPath(new URL("captures", import.meta.url));
/** Nothing here fills a table, and no other lab may lower the limit meanwhile. */
const ROOMY = 262_144;

const COMMANDS = ["ip", "iptables-legacy", "nft", "conntrack", "curl", "flock", "nice"];

const { values } = parseArgs({
  options: {
    only: { type: "string" },
    inside: { type: "string" },
    list: { type: "boolean", default: false },
    report: { type: "boolean", default: false },
  },
});
const only = values.only?.split(",");
const chosen = JOBS.filter((job) => only?.some((part) => nameOf(job).startsWith(part)) ?? true);

const parts = [...new Set(chosen.flatMap(componentsOf))];
const missing = needs({ linux: true, root: true, commands: COMMANDS }) ?? cannotBuild(parts);
if (values.report) writeFileSync(REPORT, clusterReport(CAPTURES));
else if (values.list) for (const job of chosen) console.log(`${nameOf(job)} (${job.kernel})`);
else if (missing !== null) console.log(`skipped: ${missing}`);
else if (values.inside !== undefined) await inside(values.inside);
else await outside();

async function outside(): Promise<void> {
  for (const name of parts) program(name);
  mkdirSync(CAPTURES, { recursive: true });
  const of = (kernel: Job["kernel"]): Job[] => chosen.filter((job) => job.kernel === kernel);
  for (const job of of("host"))
    await timed(nameOf(job), () => withKernelLimit(ROOMY, () => job.run(CAPTURES)));
  // a release's jobs share a boot
  for (const release of RELEASES) {
    const names = of("uml").flatMap((job) => (job.release === release ? [nameOf(job)] : []));
    if (names.length > 0) await timed(names.join(", "), () => inUml(names, takeAll));
  }
}

async function timed(what: string, work: () => Promise<void>): Promise<void> {
  const start = performance.now();
  await work();
  console.log(`${what} in ${((performance.now() - start) / 1000).toFixed(0)} s`);
}

async function inside(folder: string): Promise<void> {
  for (const job of chosen) await job.run(folder);
  console.log("all steps done");
}

function takeAll(folder: string): void {
  for (const name of readdirSync(folder).filter((one) => /\.(?:gz|json)$/.test(one)))
    copyFileSync(join(folder, name), join(CAPTURES, name));
}
