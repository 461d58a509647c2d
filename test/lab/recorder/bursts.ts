/** Bursts at known moments before a recorder that watches, on the kernel that this process runs on. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { KINDS } from "../incidents/kinds.ts";
import type { LabNode } from "../lab-node.ts";
import type { PodsApi } from "../pods.ts";
import { sleep } from "../shell.ts";
import { beforeRecorder, keepBundles, ordinary } from "./node.ts";
import type { BurstPlan, DrawnBurst } from "./plan.ts";

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

/** Writes down what was sent after each burst, so that a run that is ended early can be judged. */
export async function recordBursts(plan: BurstPlan, folder: string): Promise<void> {
  await beforeRecorder(plan, folder, async (node, setLimit, recorder) => {
    await ordinary(node, plan.limit, 65);
    await sleep(65_000);
    const list: Burst[] = [];
    for (const one of plan.bursts) {
      list.push(await burst(node, one, plan.limit, setLimit));
      keepBundles(recorder, folder);
      writeFileSync(join(folder, "truth.json"), JSON.stringify(list));
    }
    await sleep(45_000);
  });
}

async function burst(
  node: LabNode,
  { kind: id, seconds, apart }: DrawnBurst,
  limit: number,
  setLimit: (limit: number) => void,
): Promise<Burst> {
  const kind = KINDS.find((one) => one.id === id)!;
  const others = await node.start<PodsApi>("pods.ts", node.at.pods);
  await ordinary(node, limit, apart);
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
