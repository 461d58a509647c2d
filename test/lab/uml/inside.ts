/** What runs inside a user-mode Linux: captures the group that is written in the folder that it is given. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { captureGroup } from "../capture-group.ts";
import { pairOf } from "../pairs/index.ts";
import { scenarioOf } from "../scenarios/index.ts";
import type { WrittenGroup } from "./boot.ts";

const folder = process.argv[2]!;
const read = (file: string): string => readFileSync(join(folder, file), "utf8");
const { cases, ...group } = JSON.parse(read("group.json")) as WrittenGroup;
writeFileSync("/dev/kmsg", `conntriage lab: capture of ${cases.map(({ id }) => id).join(", ")}\n`);
const captures = await captureGroup(
  {
    ...group,
    cases: cases.map(({ id, shape }) => ({ scenario: pairOf(id) ?? scenarioOf(id), shape })),
  },
  folder,
);
writeFileSync(join(folder, "captures.json"), JSON.stringify(captures));
