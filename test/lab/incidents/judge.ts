/** Holds what `timeline` says of a recorded incident against what was true of it. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { timeline } from "../../../src/analyze-timeline.ts";
import { openTarget } from "../../../src/commands/targets.ts";
import type { TimelineSubject } from "../../../src/report/timeline-contract.ts";
import { KINDS } from "./kinds.ts";
import type { Truth } from "./record.ts";

/** What is handed over of one and the same incident. */
export const FORMS = {
  "dumps, counters, settings, log and bundles": [
    "dumps",
    "counters.csv",
    "settings",
    "kernel.log",
    "before.tar.gz",
    "full.tar.gz",
  ],
  "dumps, settings and log": ["dumps", "settings", "kernel.log"],
  "dumps and counters": ["dumps", "counters.csv"],
} as const;
export type Form = keyof typeof FORMS;

export interface Judged {
  kind: string;
  form: Form;
  /** Seconds by which each event's middle is off; null where it was said to be unknown. */
  off: Record<"onset" | "full" | "loss" | "mended", number | null>;
  /** Events whose true moment lies outside what was said of them, by more than a second. */
  outside: string[];
  trigger: string;
  isTriggerRight: boolean;
  unknown: string[];
}

/** What a sample may be late by on a busy machine. */
const SLACK_MS = 1000;

/** Settings that no form without them can show are not wanted of it. */
const needsSettings = (kind: string): boolean => kind === "timeout-raised";

export async function judge(folder: string, form: Form): Promise<Judged | null> {
  const truth = JSON.parse(readFileSync(join(folder, "truth.json"), "utf8")) as Truth;
  const { wanted, shownAfter = 0 } = KINDS.find(({ id }) => id === truth.kind)!;
  const moments = { ...truth, onset: truth.onset + shownAfter * 1000 };
  if (form === "dumps and counters" && needsSettings(truth.kind)) return null;
  const [subject] = await told(folder, FORMS[form]);
  const off = (name: keyof Judged["off"]): number | null => {
    const at = subject?.events.find(({ event }) => event === name)?.at ?? null;
    return at === null ? null : Math.abs(Date.parse(at) - moments[name]) / 1000;
  };
  const { trigger, triggerMissing } = subject!;
  const parties = trigger?.parties.map(({ name }) => name) ?? [];
  const isParty = (one: string): boolean =>
    parties.some((name) => name === one || name.startsWith(`${one}:`));
  return {
    kind: truth.kind,
    form,
    off: { onset: off("onset"), full: off("full"), loss: off("loss"), mended: off("mended") },
    outside: subject!.events.flatMap(({ event, said }) => {
      const [from, to] = [said?.notBefore, said?.notAfter].map((one) => Date.parse(one ?? ""));
      const isOutside = moments[event] < from! - SLACK_MS || moments[event] > to! + SLACK_MS;
      return isOutside ? [event] : [];
    }),
    trigger:
      trigger === null
        ? `unknown: ${triggerMissing}`
        : `${trigger.name} ${parties.slice(0, 2).join(", ")}`.trim(),
    isTriggerRight:
      trigger !== null &&
      wanted.names.some((name) => trigger.name.endsWith(name)) &&
      (wanted.parties.length === 0 || wanted.parties.some(isParty)),
    unknown: subject!.events.flatMap(({ event, missing }) =>
      missing === null ? [] : `${event}: ${missing}`,
    ),
  };
}

/** Only what is handed over lies in the folder that is read. */
async function told(folder: string, names: readonly string[]): Promise<TimelineSubject[]> {
  const own = mkdtempSync(join(tmpdir(), "conntriage-incident-"));
  try {
    const { cpSync, existsSync } = await import("node:fs");
    for (const name of names)
      if (existsSync(join(folder, name)))
        cpSync(join(folder, name), join(own, name), { recursive: true });
    return (await timeline([own], { open: openTarget })).subjects;
  } finally {
    rmSync(own, { recursive: true, force: true });
  }
}
