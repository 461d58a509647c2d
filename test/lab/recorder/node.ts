/** A node of the lab with a recorder in its namespace, and the traffic that it always has. */
import { spawn } from "node:child_process";
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { atExit } from "../cleanup.ts";
import { usual } from "../incidents/kinds.ts";
import { withKernelLimit } from "../kernel-limit.ts";
import { type LabNode, makeLabNode } from "../lab-node.ts";
import { run, runIn, sleep } from "../shell.ts";
import type { Plan } from "./plan.ts";

const COLLECTOR = fileURLToPath(new URL("../../../src/collector/collect.sh", import.meta.url));

/** Does `work` on a node that a recorder watches, and copies into `folder` what that wrote. */
export async function beforeRecorder(
  plan: Plan,
  folder: string,
  work: (node: LabNode, setLimit: (limit: number) => void, recorder: string) => Promise<void>,
): Promise<void> {
  await withKernelLimit(plan.limit, async (setLimit) => {
    const node = await makeLabNode();
    const forget = atExit(() => node.remove());
    try {
      node.set({ "net.netfilter.nf_conntrack_udp_timeout": 60 });
      await node.send([usual(plan.limit).held]);
      run("dmesg", ["--clear"]);
      const recorder = mkdtempSync(join(tmpdir(), "conntriage-recorder-"));
      const end = record(node, plan, recorder);
      await work(node, setLimit, recorder);
      end();
      await sleep(3_000);
      cpSync(recorder, join(folder, "recorder"), {
        recursive: true,
        // what is being gathered has fifos
        filter: (path) => !/\/(?:pause|kmsg|gathering)$/.test(path),
      });
      rmSync(recorder, { recursive: true });
    } finally {
      forget();
    }
  });
}

/** Starts the recorder in the node's namespace; the result ends it. */
function record(node: LabNode, { shell, options }: Plan, folder: string): () => void {
  // a copy: a shell reads its script as it goes
  const script = join(folder, "collect.sh");
  copyFileSync(COLLECTOR, script);
  const words = [...shell, script, "--watch", "-q", ...options, "-o", folder];
  const child = spawn("ip", ["netns", "exec", node.namespace, ...words], { stdio: "ignore" });
  return atExit(() => child.kill());
}

export const COUNTERS = ["invalid", "drop", "early_drop", "insert_failed"];

/** Of the node's namespace: sums over the processors. */
export function countersOf({ namespace }: LabNode): Record<string, number> {
  const [head = "", ...rows] = runIn(namespace, "cat", "/proc/net/stat/nf_conntrack")
    .trim()
    .split("\n");
  const names = head.trim().split(/\s+/);
  const cells = rows.map((row) => row.trim().split(/\s+/));
  return Object.fromEntries(
    [...COUNTERS, "entries"].map((name) => [
      name,
      cells.reduce((sum, row) => sum + Number.parseInt(row[names.indexOf(name)]!, 16), 0) /
        (name === "entries" ? cells.length : 1),
    ]),
  );
}

/** Lookups for so many seconds, and a word on each connection that stays: no flow goes on for ever. */
export async function ordinary(node: LabNode, limit: number, seconds: number): Promise<void> {
  const perSecond = Math.max(1, limit / 600);
  const { lookups } = usual(limit);
  await node.send([{ ...lookups, perSecond, atMost: Math.ceil(perSecond * seconds) }]);
  await node.clients.call("speak", 5_000, seconds * 1000);
}

/** What the recorder wrote, oldest first. */
export const bundlesIn = (folder: string): string[] =>
  readdirSync(folder)
    .filter((name) => /^incident-.*\.tar\.gz$/.test(name))
    .sort()
    .map((name) => join(folder, name));

/** Copies what is new, so that it is there should the run be ended. */
export function keepBundles(recorder: string, folder: string): void {
  const kept = join(folder, "recorder");
  mkdirSync(kept, { recursive: true });
  for (const path of bundlesIn(recorder)) {
    const copy = join(kept, basename(path));
    if (!existsSync(copy)) copyFileSync(path, copy);
  }
}
