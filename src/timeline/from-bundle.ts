import { CAUSES } from "../causes/index.ts";
import { diagnose } from "../diagnose.ts";
import type { Evidence } from "../evidence.ts";
import { assemble, type SubjectFacts } from "../facts/assemble.ts";
import { found, latest } from "../facts/facts.ts";
import type { Piece } from "../facts/piece.ts";
import type { Setting } from "../incident/model.ts";
import { buildCase } from "../report/build.ts";
import type { SubjectAnalysis } from "../report/contract.ts";
import { findWindow, type Window } from "../signals/window.ts";
import { rawOf } from "./bundle-counts.ts";
import { knownIn, makeupOf } from "./makeup.ts";
import { marksOf } from "./marks.ts";
import { type Part, partOf } from "./part.ts";
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
