/**
 * One fresh capture of every scenario on this machine's own kernel, each with a shape that nobody
 * chose. The seed is in the title: `npm run lab -- --seed N` draws the same cases again.
 */
import { beforeAll, describe, expect, test } from "vitest";
import { build } from "../cli/built.ts";
import { needs } from "../support/needs.ts";
import { drawGroups } from "./cases.ts";
import { liveRun, type Outcome } from "./live-run.ts";
import { SCENARIOS } from "./scenarios/index.ts";

/** Far above what a run takes; another lab on this machine may have to end first. */
const PATIENCE_MS = 1_200_000;

const missing = needs({
  linux: true,
  root: true,
  commands: ["ip", "iptables-restore", "conntrack", "unshare", "sysctl", "dmesg", "fping"],
});
const seed = Number(process.env["LAB_SEED"] ?? Date.now() % 1_000_000);

describe.skipIf(missing)(`on a real kernel, seed ${seed}${missing ? `: ${missing}` : ""}`, () => {
  const outcomes = new Map<string, Outcome>();

  beforeAll(async () => {
    await build();
    const groups = drawGroups(SCENARIOS, SCENARIOS.length, seed);
    await liveRun(groups, (outcome) => outcomes.set(outcome.id, outcome));
  }, PATIENCE_MS);

  test.each(SCENARIOS)("$id is recognised: $title", ({ id }) => {
    const outcome = outcomes.get(id);
    expect(outcome?.mismatches, outcome?.summary).toEqual([]);
  });
});
