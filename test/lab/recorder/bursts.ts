/** Bursts at known moments before a recorder that watches, on the kernel that this process runs on. */
import { spawn } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { atExit } from "../cleanup.ts";
import { KINDS, usual } from "../incidents/kinds.ts";
import { withKernelLimit } from "../kernel-limit.ts";
import { type LabNode, makeLabNode } from "../lab-node.ts";
import type { PodsApi } from "../pods.ts";
import { run, sleep } from "../shell.ts";

const COLLECTOR = fileURLToPath(new URL("../../../src/collector/collect.sh", import.meta.url));

export interface BurstPlan {
  readonly recorder: "bursts";
  readonly limit: number;
  readonly shell: readonly string[];
  readonly options: readonly string[];
  readonly bursts: readonly { readonly kind: string; readonly seconds: number }[];
  /** From the beginning of one to that of the next. */
  readonly apart: number;
}

export interface Burst {
  readonly kind: string;
  /** Milliseconds since 1970: when it began, and when all of it was sent. */
  readonly onset: number;
  readonly sent: number;
}

/** How much more than the table takes is sent. */
const OVER = 1.25;
/** For which the entries stay before they are removed, as they would stay until their timeouts. */
const HELD_MS = 8_000;

async function bursts(plan: BurstPlan, folder: string): Promise<Burst[]> {
  return withKernelLimit(plan.limit, async (setLimit) => {
    const node = await makeLabNode();
    const forget = atExit(() => node.remove());
    try {
      node.set({ "net.netfilter.nf_conntrack_udp_timeout": 60 });
      const { held, lookups } = usual(plan.limit);
      await node.send([held]);
      await node.send([{ ...lookups, perSecond: Math.max(1, plan.limit / 600) }]);
      await node.clients.call("speak", 5_000);
      run("dmesg", ["--clear"]);
      const recorder = record(node, plan, join(tmpdir(), "recorder"));
      await sleep(65_000);
      const list: Burst[] = [];
      for (const one of plan.bursts) list.push(await burst(node, one, plan, setLimit));
      await sleep(45_000);
      recorder.kill();
      await sleep(3_000);
      cpSync(recorder.folder, join(folder, "recorder"), {
        recursive: true,
        // what is being gathered has fifos
        filter: (path) => !/\/(?:pause|kmsg|gathering)$/.test(path),
      });
      return list;
    } finally {
      forget();
    }
  });
}

/** Starts the recorder in the node's namespace. */
function record(node: LabNode, plan: Pick<BurstPlan, "shell" | "options">, folder: string) {
  mkdirSync(folder, { recursive: true });
  const words = [...plan.shell, COLLECTOR, "--watch", "-q", ...plan.options, "-o", folder];
  const child = spawn("ip", ["netns", "exec", node.namespace, ...words], { stdio: "ignore" });
  const kill = atExit(() => child.kill());
  return { folder, pid: child.pid!, kill };
}

async function burst(
  node: LabNode,
  { kind: id, seconds }: BurstPlan["bursts"][number],
  { limit, apart }: BurstPlan,
  setLimit: (limit: number) => void,
): Promise<Burst> {
  const kind = KINDS.find((one) => one.id === id)!;
  const others = await node.start<PodsApi>("pods.ts", node.at.pods);
  const count = Math.round(limit * OVER);
  const onset = Date.now();
  const flows = kind.flows!(count / seconds).map((flow) => ({ ...flow, count }));
  await Promise.race([others.call("send", flows), sleep(seconds * 1000 + 20_000)]);
  const sent = Date.now();
  await sleep(HELD_MS);
  others.end();
  kind.mend(node, setLimit, limit);
  await sleep(Math.max(0, apart * 1000 - (Date.now() - onset)));
  return { kind: id, onset, sent };
}

/** What the recorder wrote, oldest first. */
export const bundlesIn = (folder: string): string[] =>
  readdirSync(folder)
    .filter((name) => /^incident-.*\.tar\.gz$/.test(name))
    .sort()
    .map((name) => join(folder, name));

export async function recordBursts(plan: BurstPlan, folder: string): Promise<void> {
  const list = await bursts(plan, folder);
  writeFileSync(join(folder, "truth.json"), JSON.stringify(list));
}
