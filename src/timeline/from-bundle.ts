import { CAUSES } from "../causes/index.ts";
import { diagnose } from "../diagnose.ts";
import type { Evidence } from "../evidence.ts";
import { assemble, type SubjectFacts } from "../facts/assemble.ts";
import { found, latest } from "../facts/facts.ts";
import type { Piece } from "../facts/piece.ts";
import type { Mark, Setting } from "../incident/model.ts";
import type { KernelLogFact } from "../parsers/kernel-log-fact.ts";
import type { KernelMessage } from "../parsers/kernel-message.ts";
import type { TimelineFact } from "../parsers/timeline.ts";
import { buildCase } from "../report/build.ts";
import type { SubjectAnalysis } from "../report/contract.ts";
import { findWindow, type Window } from "../signals/window.ts";
import { knownIn, makeupOf } from "./makeup.ts";
import { type Part, partOf } from "./part.ts";
import type { Raw } from "./raw.ts";
import { writtenIn } from "./written.ts";

/** What one collector's bundle says of each table in it. */
export function partsOfBundle(pieces: readonly Piece[], evidence: Evidence, name: string): Part[] {
  return assemble(pieces).map((subject) => {
    const analysis = buildCase([diagnose(subject, evidence, name, CAUSES)]);
    const window = findWindow(subject.facts);
    const at = window.endTime;
    const host = subject.subject.host ?? analysis.node.hostname;
    const makeup = at === null ? null : makeupOf(analysis, at, name, "bundle");
    return partOf({
      kind: "bundle",
      name,
      host,
      namespace: subject.subject.namespace,
      series: {
        name: "the bundles",
        counts: "kernel",
        zone: "utc",
        raw: rawOf(subject, analysis, window, name),
      },
      marks: subject.subject.namespace === null ? marksOf(subject, window, name) : [],
      makeups: makeup === null ? [] : [makeup],
      settings: at === null ? [] : settingsOf(subject, window, name),
      written: found(subject.facts, "kube-proxy-log").flatMap(({ fact, entry }) =>
        writtenIn(fact, `${name}/${entry}`),
      ),
      asked: subject.subject.namespace === null ? askedIn(subject, window) : null,
      known: knownIn(analysis),
      heard: heardIn(analysis),
      notes: at === null ? ["It does not say when it was taken: only what else does is used."] : [],
    });
  });
}

const heardIn = ({ filled, evicted }: SubjectAnalysis): Part["heard"] => ({
  ...(filled === undefined ? {} : { filled }),
  ...(evicted === undefined ? {} : { evicted }),
});

/** Dates are cut to whole seconds, and a node in trouble is slow: by no more may two of one clock disagree. */
const CLOCK_MS = 5_000;

/** The bundle's timeline, else its count at the end of its window. */
function rawOf(
  { facts }: SubjectFacts,
  { table }: SubjectAnalysis,
  window: Window,
  name: string,
): Raw[] {
  const timeline = latest(facts, "timeline");
  if (timeline !== null) {
    const { fact, entry } = timeline;
    const boot = bootOf(fact, window);
    const counter = (column: string, at: number) => fact.counters.get(column)?.[at] ?? null;
    return fact.line.flatMap((line, at) => {
      const uptime = fact.uptime[at] ?? null;
      const time =
        uptime !== null && boot !== null ? boot + uptime * 1000 : (fact.time[at] ?? null);
      if (time === null) return [];
      return {
        at: Math.round(time),
        count: fact.count[at] ?? null,
        max: fact.max[at] ?? null,
        totals: {
          drop: counter("drop", at),
          insertFailed: counter("insert_failed", at),
          earlyDrop: counter("early_drop", at),
        },
        uptime,
        place: { entry: `${name}/${entry}`, line },
      };
    });
  }
  if (window.endTime === null || table.count === null || table.bound !== "exact") return [];
  return [
    { at: window.endTime, count: table.count, max: table.max, place: { entry: name, line: 1 } },
  ];
}

/**
 * When the machine was booted, by the rows: their dates are cut to whole seconds, their uptimes are not. Where the clock
 * was set meanwhile, only those of the window's end count, and the window's own where there are none.
 */
function bootOf({ time, uptime }: TimelineFact, { endTime, endUptime }: Window): number | null {
  const own = endTime === null || endUptime === null ? null : endTime - endUptime * 1000;
  const boots = time.flatMap((date, at) => {
    const up = uptime[at] ?? null;
    const boot = date === null || up === null ? null : date - up * 1000;
    return boot === null || (own !== null && Math.abs(boot - own) > CLOCK_MS) ? [] : boot;
  });
  return boots.length === 0 ? own : Math.max(...boots);
}

/** The kernel's messages that the table was full, at the times that their stamps tell. */
function marksOf({ facts }: SubjectFacts, window: Window, name: string): Mark[] {
  const boot =
    window.endTime === null || window.endUptime === null
      ? null
      : window.endTime - window.endUptime * 1000;
  return found(facts, "kernel-log").flatMap(({ fact, entry }) =>
    marksIn(fact, boot, `${name}/${entry}`),
  );
}

/** Those of a log: its first message, and the latest. `boot` places stamps that count from it. */
export function marksIn(log: KernelLogFact, boot: number | null, entry: string): Mark[] {
  const messages = log.kinds.get("table-full");
  if (messages === undefined) return [];
  const all = messages.olderDropped ? [messages.first, ...messages.recent] : messages.recent;
  return all.flatMap((one) => markOf(one, boot, entry) ?? []);
}

/** dmesg makes times of seconds since boot, by a clock that drifts: a fraction makes none of them exact. */
const STAMP_MS = 1000;

function markOf(message: KernelMessage, boot: number | null, entry: string): Mark | null {
  const place = { entry, line: message.line };
  if (message.time !== null) {
    const zone = message.zone === "local" ? "unknown" : "utc";
    // a stamp without a fraction is cut to its second
    const cut = /[.,]\d/.test(message.said ?? "") ? 0 : 500;
    return { at: message.time + cut, within: STAMP_MS, zone, place };
  }
  if (message.uptime === null || boot === null) return null;
  return { at: Math.round(boot + message.uptime * 1000), within: STAMP_MS, zone: "utc", place };
}

const NUMBER = /^\d{1,15}$/;

/** When a recorder began to gather, by the clock of the window's end. */
function askedIn({ facts }: SubjectFacts, window: Window): number | null {
  const recorder = latest(facts, "manifest")?.fact.recorder ?? null;
  return recorder === null || window.endTime === null || window.endUptime === null
    ? null
    : window.endTime - (window.endUptime - recorder.uptime) * 1000;
}

/** The settings at the window's end, and what they were at its start. */
function settingsOf({ facts }: SubjectFacts, window: Window, name: string): Setting[] {
  const live = found(facts, "sysctl").filter(({ origin }) => origin.standing === "live");
  const settings = new Map<string, Setting>();
  for (const { fact, entry, phase } of live)
    for (const [key, { value, line }] of fact.values)
      if (/nf_conntrack_(?!count)/.test(key) && NUMBER.test(value))
        settings.set(`${phase === "start" ? phase : ""} ${key}`, {
          at: (phase === "start" ? window.startTime : null) ?? window.endTime!,
          name: key,
          value: Number(value),
          place: { entry: `${name}/${entry}`, line },
        });
  return [...settings.values()];
}
