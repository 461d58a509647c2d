/** Records one incident on the kernel that this process runs on, a sample each second, and writes down what was true. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { withKernelLimit } from "../kernel-limit.ts";
import { type LabNode, makeLabNode } from "../lab-node.ts";
import type { PodsApi } from "../pods.ts";
import { collect } from "../run-scenario.ts";
import { run, sleep } from "../shell.ts";
import { KINDS, usual } from "./kinds.ts";
import type { Look, WatchApi } from "./watch.ts";

/** How an incident is drawn. */
export interface Plan {
  readonly kind: string;
  readonly limit: number;
  /** Entries a second. */
  readonly rate: number;
  /** Seconds of the usual traffic before, of the full table, and of what comes after. */
  readonly calm: number;
  readonly full: number;
  readonly after: number;
  /** Also the collector's bundles, one before and one while it is full. */
  readonly bundles: boolean;
}

/** What was true, in milliseconds since 1970. */
export interface Truth {
  readonly kind: string;
  readonly onset: number;
  readonly full: number;
  readonly loss: number;
  readonly mended: number;
}

/** The longest that flows are given to fill the table. */
const PATIENCE_MS = 60_000;

export async function record(plan: Plan, folder: string): Promise<Truth> {
  const kind = KINDS.find(({ id }) => id === plan.kind)!;
  return withKernelLimit(plan.limit, async (setLimit) => {
    const node = await makeLabNode();
    try {
      node.set({ "net.netfilter.nf_conntrack_udp_timeout": 10, ...kind.timeouts });
      const { held, lookups } = usual(plan.limit);
      await node.send([held]);
      await node.send([lookups, ...(kind.before?.(plan.rate) ?? [])]);
      await node.clients.call("speak", 5_000);
      await sleep(11_000);
      run("dmesg", ["--clear"]);
      return await recorded(node, kind, plan, setLimit, folder);
    } finally {
      node.remove();
    }
  });
}

async function recorded(
  node: LabNode,
  kind: (typeof KINDS)[number],
  plan: Plan,
  setLimit: (limit: number) => void,
  folder: string,
): Promise<Truth> {
  const { limit, rate } = plan;
  const watch = await node.start<WatchApi>("incidents/watch.ts");
  await watch.call("start", folder);
  const others = await node.start<PodsApi>("pods.ts", node.at.pods);
  await sleep(plan.calm * 1000);
  if (plan.bundles) await collect(node, join(folder, "before.tar.gz"), 2);
  await sleep(2000);
  const onset = Date.now();
  if (kind.flows !== undefined) await others.call("send", kind.flows(rate));
  kind.change?.(node, setLimit, limit);
  await lossIn(watch, onset);
  if (plan.bundles) await collect(node, join(folder, "full.tar.gz"), 2);
  await sleep(plan.full * 1000);
  others.end();
  kind.mend(node, setLimit, limit);
  await sleep(plan.after * 1000);
  writeFileSync(join(folder, "kernel.log"), run("dmesg", ["--time-format", "iso"]));
  const looks = await watch.call("looks");
  watch.end();
  writeFileSync(join(folder, "looks.json"), JSON.stringify(looks));
  return { kind: plan.kind, onset, ...momentsOf(looks) };
}

/** Waits until something is lost. */
export async function lossIn(
  watch: Awaited<ReturnType<LabNode["start"]>>,
  onset: number,
): Promise<void> {
  for (const end = Date.now() + PATIENCE_MS; Date.now() < end; await sleep(500)) {
    const looks = (await watch.call("looks")) as Look[];
    if (looks.some(({ at, lost }) => at > onset && lost > looks[0]!.lost)) return;
  }
  throw new Error("the table did not fill");
}

/** When the table was first full, first lost, and when it had room for good. */
export function momentsOf(looks: readonly Look[]): Pick<Truth, "full" | "loss" | "mended"> {
  const [first] = looks;
  const isFull = ({ count, max }: Look): boolean => count >= max;
  const loss = looks.findIndex(({ lost }) => lost > first!.lost);
  const full = looks.findIndex((look) => isFull(look) || look.lost > first!.lost);
  const last = looks.findLastIndex(
    (look, at) => isFull(look) || look.lost > (looks[at - 1] ?? look).lost,
  );
  const at = (place: number): number => looks[place]?.at ?? Number.NaN;
  return { full: at(full), loss: at(loss), mended: at(last + 1) };
}
