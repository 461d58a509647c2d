/** A kernel that counts insert_failed before a recorder: connections to one server for which no source port is left. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { SERVICES } from "../cluster.ts";
import { pods } from "../flows.ts";
import { EGRESS, OUTSIDE } from "../scenarios/snat-port-exhaustion.ts";
import { sleep } from "../shell.ts";
import { beforeRecorder, countersOf, keepBundles, ordinary } from "./node.ts";
import { CLASHES_APART, type ClashPlan, type ClashStep } from "./plan.ts";

export interface Clashes extends ClashStep {
  /** Milliseconds since 1970: when they began, and when no client tried any longer. */
  readonly onset: number;
  readonly ended: number;
  /** By how much the kernel's counters rose. */
  readonly failed: number;
  readonly dropped: number;
  readonly entries: number;
}

export async function recordClashes(plan: ClashPlan, folder: string): Promise<void> {
  await beforeRecorder(plan, folder, async (node, _, recorder) => {
    await node.proxy.call("apply", SERVICES, { others: [EGRESS] });
    const flow = { kind: "hold", from: pods(10, 89), to: [OUTSIDE] } as const;
    await node.send([{ ...flow, perSecond: 100, count: 40 }]); // takes all of its ports
    await sleep(20_000);
    const list: Clashes[] = [];
    for (const { perSecond, seconds } of plan.steps) {
      await ordinary(node, plan.limit, seconds + CLASHES_APART);
      const before = countersOf(node);
      const onset = Date.now();
      await node.send([{ ...flow, perSecond, count: perSecond * seconds }]);
      const now = countersOf(node);
      const rose = (name: string): number => now[name]! - before[name]!;
      list.push({
        perSecond,
        seconds,
        onset,
        ended: Date.now(),
        failed: rose("insert_failed"),
        dropped: rose("drop"),
        entries: now["entries"]!,
      });
      await sleep(CLASHES_APART * 1000);
      keepBundles(recorder, folder);
      writeFileSync(join(folder, "truth.json"), JSON.stringify(list));
    }
  });
}
