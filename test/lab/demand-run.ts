/** Asks the analysis what a full table would hold, raises the limit of the real kernel, and counts. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { analyze } from "../../src/analyze.ts";
import { atExit } from "./cleanup.ts";
import { type DemandExperiment, drawn, LIVES, PART } from "./demand-experiments.ts";
import { withKernelLimit } from "./kernel-limit.ts";
import { makeLabNode } from "./lab-node.ts";
import type { Draw } from "./random.ts";
import { collect } from "./run-scenario.ts";
import { runIn, sleep } from "./shell.ts";

/** More than any load of the lab holds. */
const ROOMY_LIMIT = 65_536;
/** The table is full for so many lives of an entry before it is looked at. */
const LIVES_FULL = 1.5;
const MARGIN_SECONDS = 5;
const WATCHED_SECONDS = 10;

export interface DemandResult {
  readonly experiment: DemandExperiment;
  readonly limit: number;
  readonly demand: { low: number; high: number } | null;
  /** Why there is none, or how it was told. */
  readonly reason: string;
  /** Rows of the dump and the kernel's count, after the limit was raised. */
  readonly rows: number;
  readonly count: number;
}

export interface DemandOptions {
  readonly part?: number;
  readonly watched?: number;
  readonly livesFull?: number;
  /** Hash buckets for each entry of the limit. */
  readonly buckets?: number;
}

/** Runs one experiment in a lab node of its own, which has the kernel's limit to itself. */
export async function runDemand(
  experiment: DemandExperiment,
  draw: Draw,
  options: DemandOptions = {},
): Promise<DemandResult> {
  const { part = PART, watched = WATCHED_SECONDS, livesFull = LIVES_FULL, buckets = 1 } = options;
  const { load, expected } = drawn(experiment, draw);
  const limit = Math.round(expected * part);
  const life = Math.max(...experiment.flows.map(([, , seconds]) => seconds));
  const work = async (setLimit: (limit: number) => void): Promise<DemandResult> => {
    const node = await makeLabNode();
    const folder = mkdtempSync(join(tmpdir(), "conntriage-demand-"));
    const forget = atExit(() => rmSync(folder, { recursive: true, force: true }));
    try {
      node.set({
        "net.netfilter.nf_conntrack_tcp_timeout_time_wait": LIVES.timeWait,
        "net.netfilter.nf_conntrack_udp_timeout": LIVES.udp,
      });
      await node.send(load);
      await sleep((life * livesFull + MARGIN_SECONDS) * 1000);
      const bundle = join(folder, "bundle.tar.gz");
      await collect(node, bundle, watched);
      const analysis = await analyze(bundle);
      setLimit(ROOMY_LIMIT);
      await sleep((life + 2 * MARGIN_SECONDS) * 1000);
      const count = Number(
        runIn(node.namespace, "cat", "/proc/sys/net/netfilter/nf_conntrack_count"),
      );
      const rows = runIn(node.namespace, "conntrack", "-L").split("\n").length - 1;
      const untold = analysis.signals.find(({ signal }) => signal === "demand.high")?.missing;
      const reason = analysis.demand?.reasons.join("; ") ?? untold ?? "";
      return { experiment, limit, demand: analysis.demand, reason, rows, count };
    } finally {
      node.remove();
      forget();
    }
  };
  return withKernelLimit(limit, work, Math.max(64, Math.round(limit * buckets)));
}

/** The upper end may be this much above what was measured. */
export const MOST_ABOVE = 2;

/** Whether a range holds what was measured and is not too wide; null where none was told. */
export const isHeld = ({ demand, rows }: DemandResult): boolean | null =>
  demand === null
    ? null
    : demand.low <= rows && demand.high >= rows && demand.high <= rows * MOST_ABOVE;
