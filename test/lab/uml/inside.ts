/** What runs inside a user-mode Linux: captures the group that is written in the folder that it is given. */
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { captureGroup } from "../capture-group.ts";
import { type Plan, record } from "../incidents/record.ts";
import { pairOf } from "../pairs/index.ts";
import { recordBursts } from "../recorder/bursts.ts";
import { recordCalm } from "../recorder/calm.ts";
import { recordClashes } from "../recorder/clashes.ts";
import type { BurstPlan, CalmPlan, ClashPlan } from "../recorder/plan.ts";
import { onDisk, type PowerPlan } from "../recorder/power-inside.ts";
import { scenarioOf } from "../scenarios/index.ts";
import type { WrittenGroup } from "./boot.ts";

const folder = process.argv[2]!;
const read = (file: string): string => readFileSync(join(folder, file), "utf8");
if (existsSync(join(folder, "plan.json"))) await recordOne(JSON.parse(read("plan.json")) as Plan);
else if (existsSync(join(folder, "bursts.json")))
  await recordBursts(JSON.parse(read("bursts.json")) as BurstPlan, folder);
else if (existsSync(join(folder, "calm.json")))
  await recordCalm(JSON.parse(read("calm.json")) as CalmPlan, folder);
else if (existsSync(join(folder, "clashes.json")))
  await recordClashes(JSON.parse(read("clashes.json")) as ClashPlan, folder);
else if (existsSync(join(folder, "power.json")))
  await onDisk(JSON.parse(read("power.json")) as PowerPlan, folder);
else await capture(JSON.parse(read("group.json")) as WrittenGroup);

async function recordOne(plan: Plan): Promise<void> {
  writeFileSync("/dev/kmsg", `conntriage lab: an incident, ${plan.kind}\n`);
  const truth = await record(plan, folder);
  writeFileSync(join(folder, "truth.json"), JSON.stringify(truth));
}

async function capture({ cases, ...group }: WrittenGroup): Promise<void> {
  writeFileSync(
    "/dev/kmsg",
    `conntriage lab: capture of ${cases.map(({ id }) => id).join(", ")}\n`,
  );
  const captures = await captureGroup(
    {
      ...group,
      cases: cases.map(({ id, shape }) => ({ scenario: pairOf(id) ?? scenarioOf(id), shape })),
    },
    folder,
  );
  // it is looked for from outside, so it is there at once or not at all
  writeFileSync(join(folder, "captures.new"), JSON.stringify(captures));
  renameSync(join(folder, "captures.new"), join(folder, "captures.json"));
}
