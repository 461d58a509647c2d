/** Holds what a recorder's bundles say against the bursts that were sent. */
import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { analyze } from "../../../src/analyze.ts";
import { timeline } from "../../../src/analyze-timeline.ts";
import { openTarget } from "../../../src/commands/targets.ts";
import { KINDS } from "../incidents/kinds.ts";
import type { Burst } from "./bursts.ts";
import { bundlesIn } from "./node.ts";

/** The causes that are right for a kind. */
const CAUSES: Readonly<Record<string, readonly string[]>> = {
  metrics: ["udp-accumulation"],
  "short-connections": ["time-wait-churn", "table-too-small"],
  scan: ["connection-scan"],
  lookups: ["dns-flood", "udp-accumulation", "table-too-small"],
  retries: ["retry-storm"],
};

export interface JudgedBurst {
  kind: string;
  seconds: number;
  bundle: string | null;
  /** Seconds from the burst's begin to the trigger, and what of the time before is in the bundle. */
  after: number | null;
  before: number | null;
  trigger: string;
  state: string;
  cause: string;
  isCauseRight: boolean;
  told: string;
  isToldRight: boolean;
  /** Seconds by which the onset is off. */
  off: number | null;
}

export async function judgeBursts(
  folder: string,
): Promise<{ bursts: JudgedBurst[]; others: string[] }> {
  const truth = JSON.parse(readFileSync(join(folder, "truth.json"), "utf8")) as Burst[];
  const bundles: Facts[] = [];
  for (const path of bundlesIn(join(folder, "recorder"))) bundles.push(await factsOf(path));
  const own = (burst: Burst) =>
    bundles.find(({ at }) => at >= burst.onset - 2_000 && at <= burst.sent + 10_000);
  const bursts = truth.map((burst) => judged(burst, own(burst)));
  const used = new Set(truth.map(own));
  return {
    bursts,
    others: bundles.filter((one) => !used.has(one)).map(({ path }) => basename(path)),
  };
}

type Facts = Awaited<ReturnType<typeof factsOf>>;

export async function factsOf(path: string) {
  const told = await timeline([path], { open: openTarget });
  const analysis = await analyze(path);
  const manifest = await manifestOf(path);
  const rows = manifest.rows;
  const trigger = manifest.recorder;
  const row = rows.find(([, uptime]) => Number(uptime) >= trigger.uptime)!;
  return {
    path,
    at: Date.parse(row[0]!),
    before: trigger.uptime - Number(rows[0]![1]),
    trigger: trigger.trigger,
    rows,
    subject: told.subjects[0]!,
    analysis,
  };
}

/** The trigger as the recorder wrote it, and the rows of its ring. */
async function manifestOf(path: string) {
  const { entries } = await openTarget(path);
  let recorder = { trigger: "", uptime: 0 };
  let rows: string[][] = [];
  for await (const { path: name, blocks } of entries) {
    const parts: Uint8Array[] = [];
    for await (const block of blocks)
      if (/manifest\.json|timeline\.csv/.test(name)) parts.push(block.slice());
    const text = Buffer.concat(parts).toString();
    if (name.endsWith("manifest.json")) recorder = JSON.parse(text).recorder;
    if (name.endsWith("timeline.csv"))
      rows = text
        .trim()
        .split("\n")
        .slice(1)
        .map((line) => line.split(","));
  }
  return { recorder, rows };
}

function judged({ kind, onset, sent }: Burst, facts: Facts | undefined): JudgedBurst {
  const { wanted } = KINDS.find(({ id }) => id === kind)!;
  const cause = facts?.analysis.findings[0];
  const trigger = facts?.subject.trigger ?? null;
  const parties = trigger?.parties.map(({ name }) => name) ?? [];
  const isParty = (one: string) =>
    parties.some((name) => name === one || name.startsWith(`${one}:`));
  const began = facts?.subject.events.find(({ event }) => event === "onset")?.at ?? null;
  return {
    kind,
    seconds: (sent - onset) / 1000,
    bundle: facts === undefined ? null : basename(facts.path),
    after: facts === undefined ? null : (facts.at - onset) / 1000,
    before: facts?.before ?? null,
    trigger: facts?.trigger ?? "",
    state: facts?.analysis.state ?? "",
    cause: cause === undefined ? "" : `${cause.cause} ${cause.verdict}`,
    isCauseRight: cause !== undefined && (CAUSES[kind]?.includes(cause.cause) ?? false),
    told:
      trigger === null
        ? `unknown: ${facts?.subject.triggerMissing}`
        : `${trigger.name} ${parties.slice(0, 2).join(", ")}`,
    isToldRight:
      trigger !== null &&
      wanted.names.some((name) => trigger.name.endsWith(name)) &&
      wanted.parties.some(isParty),
    off: began === null ? null : Math.abs(Date.parse(began) - onset) / 1000,
  };
}
