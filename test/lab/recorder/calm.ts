/** An hour of ordinary load and of what looks like a full table, before a recorder that must see nothing in it. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { NETWORKS } from "../cluster.ts";
import type { LabNode } from "../lab-node.ts";
import { sleep } from "../shell.ts";
import { LOOK_ALIKES, misleadingLines } from "./look-alikes.ts";
import { beforeRecorder, bundlesIn, COUNTERS, countersOf, keepBundles, ordinary } from "./node.ts";
import type { CalmPlan } from "./plan.ts";
import type { Steady, SteadyApi } from "./steady.ts";

export interface CalmRun {
  readonly limit: number;
  readonly seconds: number;
  /** How often each look-alike was brought about. */
  readonly times: Readonly<Record<string, number>>;
  /** The most entries at a look, as a part of the limit then. */
  readonly highest: number;
  /** Flows that the clients began meanwhile, and what the kernel counted. */
  readonly flows: number;
  readonly counters: Readonly<Record<string, number>>;
  /** What others sent through the table meanwhile, and had answered. */
  readonly steady: Steady;
  readonly lines: number;
  readonly bundles: readonly string[];
  /** What the recorder's log says beside its beginning and end. */
  readonly said: readonly string[];
}

const LOOK_MS = 1_000;
const LOAD_SECONDS = 60;
const STEADY_PER_SECOND = 50;
/** Between two addresses that nobody else has. */
const STEADY = [`${NETWORKS.pods}.250`, `${NETWORKS.backends}.250`] as const;

async function keepSteady(node: LabNode): Promise<() => Promise<Steady>> {
  const [from, to] = STEADY;
  const server = await node.start<SteadyApi>("recorder/steady.ts", node.at.back);
  await server.call("answer", to);
  const client = await node.start<SteadyApi>("recorder/steady.ts", node.at.pods);
  await client.call("ask", STEADY_PER_SECOND, from, to);
  return () => client.call("told");
}

export async function recordCalm(plan: CalmPlan, folder: string): Promise<void> {
  await beforeRecorder(plan, folder, async (node, setLimit, recorder) => {
    node.set({ "net.netfilter.nf_conntrack_tcp_loose": 0 });
    const steady = await keepSteady(node);
    let limit = plan.limit;
    const calm = {
      node,
      limit,
      setLimit: (to: number) => {
        limit = to;
        setLimit(to);
      },
      count: () => countersOf(node)["entries"]!,
    };
    // entries of lookups stay for a minute: until then it is a climb
    const load = (): Promise<void> => ordinary(node, plan.limit, LOAD_SECONDS);
    await load();
    const loads = setInterval(load, LOAD_SECONDS * 1000);
    await sleep(75_000);
    const before = countersOf(node);
    const began = Date.now();
    const times: Record<string, number> = {};
    let highest = 0;
    const timer = setInterval(() => {
      highest = Math.max(highest, calm.count() / limit);
    }, LOOK_MS);
    for (const { kind, then } of plan.steps) {
      const at = Date.now();
      await LOOK_ALIKES[kind]!(calm);
      times[kind] = (times[kind] ?? 0) + 1;
      const rest = sleep(Math.max(0, then * 1000 - (Date.now() - at)));
      keepBundles(recorder, folder);
      const others = await steady();
      await rest;
      const { opened, sent } = await node.books();
      writeRun(opened + sent, others);
    }
    clearInterval(timer);
    clearInterval(loads);

    /** After each step, so that a run that is ended early can be judged. */
    function writeRun(flows: number, others: Steady): void {
      const now = countersOf(node);
      const text = readFileSync(join(recorder, "log"), "utf8");
      const done: CalmRun = {
        limit: plan.limit,
        seconds: Math.round((Date.now() - began) / 1000),
        times,
        highest,
        flows,
        steady: others,
        counters: Object.fromEntries(COUNTERS.map((name) => [name, now[name]! - before[name]!])),
        lines: misleadingLines(),
        bundles: bundlesIn(recorder),
        said: text.split("\n").filter((line) => line !== "" && !/ (?:watching|ended)/.test(line)),
      };
      writeFileSync(join(folder, "calm-run.json"), JSON.stringify(done));
    }
  });
}
