/** Draws a sample with inputs removed, asks, answers, and sees whether the two together say what the whole does. */

import { examine } from "../../src/analyze.ts";
import { emptyBundle } from "../../src/archive/open.ts";
import { isFound } from "../../src/causes/finding.ts";
import { stateOf } from "../../src/causes/state.ts";
import { openBundle } from "../../src/node/open.ts";
import type { SourceName } from "../../src/parsers/index.ts";
import { type Asked, askOf, commandsFor } from "../../src/report/ask-list.ts";
import { WAYS } from "../../src/report/ask-ways.ts";
import type { Results } from "../../src/report/results.ts";
import { blocksOf } from "../support/archives.ts";
import { choicesFrom, seedOf } from "../transcripts/random.ts";
import { type BundleFiles, packBundle, readFiles, renewManifest } from "../truth/bundle-files.ts";
import { bundleOf, type Sample } from "../truth/samples.ts";
import { answerOf, sourceOf } from "./answer.ts";

export interface Draw {
  sample: string;
  removed: SourceName[];
  asked: Asked[];
  /** The primary cause of the whole bundle, of what is left, of it with the answer, and with all that could be asked for. */
  whole: string | null;
  before: string | null;
  after: string | null;
  best: string | null;
  state: { whole: string; before: string; after: string; best: string };
}

/** Removes up to so many sources. */
const MOST = 5;

export async function draw({ id }: Sample, seed: number, run: number): Promise<Draw> {
  const choice = choicesFrom(seedOf(seed, id, run));
  const bundle = await readFiles(bundleOf(id));
  const sources = [...new Set([...bundle.files.keys()].map(sourceOf))].filter(
    (one): one is SourceName => one !== null && one !== "manifest",
  );
  const removed = choice.shuffled(sources).slice(0, 1 + choice.below(MOST));
  const left = without(bundle, removed, choice.chance(0.2));
  const whole = await said(bundle);
  const before = await said(left);
  const asked = askOf(before);
  const all = commandsFor(
    (Object.keys(WAYS) as SourceName[]).map((source) => ({ source, why: [] })),
  );
  const after = asked.length === 0 ? before : await said(left, answerOf(asked, bundle));
  const best = await said(left, answerOf(all, bundle));
  return {
    sample: id,
    removed,
    asked,
    whole: primaryOf(whole),
    before: primaryOf(before),
    after: primaryOf(after),
    best: primaryOf(best),
    state: {
      whole: stateOf(whole.readings),
      before: stateOf(before.readings),
      after: stateOf(after.readings),
      best: stateOf(best.readings),
    },
  };
}

/** Without the files of some sources; of those that were taken twice the second sample is left, if `half`. */
function without(bundle: BundleFiles, removed: readonly SourceName[], half: boolean): BundleFiles {
  const left = { ...bundle, files: new Map(bundle.files) };
  const touched = new Map<string, { removed: string }>();
  for (const path of bundle.files.keys()) {
    const source = sourceOf(path);
    if (source === null || !removed.includes(source) || (half && path.startsWith("end/"))) continue;
    left.files.delete(path);
    touched.set(path, { removed: "left out" });
  }
  renewManifest(left, touched);
  return left;
}

async function said(bundle: BundleFiles, answer?: string): Promise<Results> {
  const bytes = new Map([
    ["-", packBundle(bundle)],
    ["answer.txt", Buffer.from(answer ?? "")],
  ]);
  const results = await examine(answer === undefined ? "-" : ["-", "answer.txt"], {
    open: async (target) => {
      const opened = await openBundle("-", () => blocksOf(bytes.get(target)!));
      return { ...opened, name: target === "-" ? "bundle" : "answer.txt" };
    },
  });
  return results[0];
}

const primaryOf = ({ findings }: Results): string | null =>
  findings[0] !== undefined && isFound(findings[0].verdict) ? findings[0].cause.id : null;

/** Whether the one round gave what any answer would have given. */
export const isSettled = ({ whole, after, best }: Draw): boolean =>
  best !== whole || after === whole;

export const wordsOf = ({
  sample,
  removed,
  asked,
  whole,
  before,
  after,
  best,
  state,
}: Draw): string =>
  `${sample} without ${removed.join(", ")}: ${before} (${state.before}), then ${after} (${state.after}); with all ${best} (${state.best}), not ${whole} (${state.whole}); asked: ${asked.map(({ command, sources }) => (command.startsWith("head") ? `files of ${sources.join("+")}` : command)).join("; ") || "nothing"}`;

/** What is said of files by path. */
export async function examined(files: Readonly<Record<string, string>>): Promise<Results> {
  const entries = Object.entries(files).map(([path, text]) => ({
    name: path.replace(/\.gz$/, ""),
    bytes: Buffer.from(text),
  }));
  async function* all() {
    for (const { name, bytes } of entries)
      yield { path: name, blocks: blocksOf(bytes), outcome: { bytes: bytes.length, cut: null } };
  }
  const open = async () => ({ ...emptyBundle("evidence"), entries: all() });
  return (await examine("evidence", { open }))[0];
}
