/** Predicts a table under another timeout, sets that timeout on the real kernel, and counts again. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { whatIf } from "../../src/analyze-what-if.ts";
import { atExit } from "./cleanup.ts";
import { type LabNode, makeLabNode } from "./lab-node.ts";
import type { Draw } from "./random.ts";
import { runIn, sleep } from "./shell.ts";
import type { Experiment } from "./what-if-experiments.ts";
import { type Limited, underLimit } from "./what-if-limit.ts";

/** More than all tables of the lab hold, so that only timeouts let entries go. */
export const ROOMY_LIMIT = 65_536;

const MARGIN_SECONDS = 3;

/** Entries of one dump, and the kernel's count just before it, which has expired ones as well. */
export interface Counted {
  readonly governed: number;
  readonly rows: number;
  readonly count: number;
}

export interface Result {
  readonly experiment: Experiment;
  readonly how: "counted" | "scaled" | "unknown";
  readonly before: Counted;
  /** Entries that the timeout would govern. */
  readonly predicted: number;
  readonly after: Counted;
  /** Of the prediction, against what was measured: 0.1 is a tenth too many. */
  readonly error: number;
  readonly limited: Limited | null;
  readonly noticed: string;
}

/** Runs one experiment in a lab node of its own; `setLimit` sets the limit of every namespace. */
export async function runExperiment(
  experiment: Experiment,
  draw: Draw,
  setLimit: (limit: number) => void,
): Promise<Result> {
  const { id, timeout, from, to, settings = {}, settleSeconds: least = [0, 0] } = experiment;
  const node = await makeLabNode();
  try {
    set(node, { [timeout]: from, ...settings });
    const noticed = await experiment.load(node, draw);
    await sleep((Math.max(from, least[0]) + MARGIN_SECONDS) * 1000);
    const { before, prediction } = await predict(node.namespace, experiment);
    set(node, { [timeout]: to });
    // What is in the table keeps its old timeout until its next packet; then the new one must pass.
    await sleep((Math.max(from + to, least[1]) + MARGIN_SECONDS) * 1000);
    const after = count(dump(node.namespace), experiment);
    const limited =
      experiment.limit === undefined
        ? null
        : await underLimit(node.namespace, experiment.limit, prediction, setLimit);
    const change = prediction.changes[0]!;
    if (change.before !== before.governed)
      throw new Error(`${id}: ${change.before} entries were read where ${before.governed} are`);
    const { how, after: predicted } = change;
    const error = predicted / after.governed - 1;
    return {
      experiment,
      how,
      before,
      predicted,
      after,
      error,
      limited,
      noticed: await noticed(),
    };
  } finally {
    node.remove();
  }
}

function set(node: LabNode, values: Readonly<Record<string, number>>): void {
  const named = Object.entries(values).map(([name, value]) => [
    `net.netfilter.nf_conntrack_${name}`,
    value,
  ]);
  node.set(Object.fromEntries(named));
}

/** The rows and below them the tool's own number, which a pipe that both share would have within a row. */
const LIST = `{ said=$(conntrack -L 2>&1 >&3 3>&-); } 3>&1; echo "$said"`;

/**
 * What a person would write down by hand: the settings, the count among them, and then the table with the tool's
 * own number below it. What has expired may be in the count for a minute, and is a quarter of it with short timeouts.
 */
const dump = (namespace: string) => ({
  sysctls: runIn(namespace, "sysctl", "-a", "-r", "^net.netfilter.nf_conntrack_"),
  table: runIn(namespace, "sh", "-c", LIST),
});

function count({ sysctls, table }: ReturnType<typeof dump>, { governs }: Experiment): Counted {
  const rows = table.split("\n").filter((row) => row.includes("src="));
  return {
    governed: rows.filter(governs).length,
    rows: rows.length,
    count: Number(/nf_conntrack_count = (\d+)/.exec(sysctls)?.[1]),
  };
}

async function predict(namespace: string, experiment: Experiment) {
  const { timeout, to, limit = null } = experiment;
  const folder = mkdtempSync(join(tmpdir(), "conntriage-what-if-"));
  const forget = atExit(() => rmSync(folder, { recursive: true, force: true }));
  try {
    const bundle = dump(namespace);
    writeFileSync(join(folder, "sysctl.txt"), bundle.sysctls);
    writeFileSync(join(folder, "conntrack-L.txt"), bundle.table);
    // by which it is known which timeout a stream is under
    writeFileSync(join(folder, "version.txt"), readFileSync("/proc/version"));
    const timeouts = new Map([[`nf_conntrack_${timeout}`, to]]);
    const prediction = await whatIf(folder, { timeouts, max: limit });
    return { before: count(bundle, experiment), prediction };
  } finally {
    forget();
  }
}
