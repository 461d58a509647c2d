/**
 * Proves of one sample that its transcripts are diagnosed as its bundle is.
 *
 * A transcript holds the inputs that a verdict needs when the bundle of the very files that went into it,
 * without the manifest and the timeline, which nobody pastes, says the same as the whole bundle. Then the
 * transcript must say the same; with fewer it may say less, and nothing else. Its table is always that of
 * the same files.
 */
import type { BundleFiles } from "../truth/bundle-files.ts";
import { unconserved } from "./conserved.ts";
import { agree, differences, type Said, said, stronger, tableDifferences } from "./oracle.ts";
import { PLAIN, type Plan, planFrom, wordsOf } from "./plan.ts";
import { choicesFrom, seedOf } from "./random.ts";
import { transcriptOf } from "./transcript.ts";

export interface Proof {
  /** Transcripts with all inputs that the verdict needs, and those with fewer. */
  whole: number;
  fewer: number;
  failures: string[];
}

/** What is said of a bundle, and of parts of it. */
export interface Original {
  bundle: BundleFiles;
  all: Said;
  of(kept: ReadonlySet<string>): Promise<Said>;
}

export async function original(bundle: BundleFiles): Promise<Original> {
  const known = new Map<string, Promise<Said>>();
  const of = (kept: ReadonlySet<string>): Promise<Said> => {
    const paths = [...bundle.files.keys()].filter((path) => kept.has(path));
    const key = paths.join();
    const answer =
      known.get(key) ??
      said(
        paths.map((path) => ({ name: `b/${path}`, bytes: Buffer.from(bundle.files.get(path)!) })),
      );
    // most plans keep everything
    if (known.size < 100) known.set(key, answer);
    return answer;
  };
  return { bundle, of, all: await of(new Set(bundle.files.keys())) };
}

/** What is wrong with what is said of a transcript, and with the places of its lines, in words. */
export async function faultsOf(
  { bundle, all, of }: Original,
  plan: Plan,
  withLines = true,
): Promise<{ isWhole: boolean; faults: string[] }> {
  const { files, kept } = transcriptOf(bundle, plan);
  const same = await of(kept);
  const now = await said(files);
  const isWhole = agree(same, all);
  const lines = withLines ? await Promise.all(files.map(unconserved)) : [];
  const faults = [
    ...(now.subjects === 1 ? [] : [`${now.subjects} machines`]),
    ...(now.lost === 0 ? [] : [`${now.lost} rows are lost`]),
    ...tableDifferences(now, same, countsOf(bundle, kept)),
    ...(isWhole ? differences(now, all) : stronger(now, all)),
    ...lines.flat(),
  ];
  return { isWhole, faults };
}

/** The counts of the table that some of the files hold. */
function countsOf({ files }: BundleFiles, kept: ReadonlySet<string>): Set<number> {
  const texts = [...kept].filter((path) => /(?:sysctl|count-\w+)\.txt$/.test(path));
  const count = /(?:nf_conntrack_count = |^)(\d+)$/gm;
  return new Set(
    texts.flatMap((path) => [...files.get(path)!.matchAll(count)].map(([, one]) => Number(one))),
  );
}

/** Proves so many transcripts; of each `linesEach`-th the lines are looked after one by one. */
export async function prove(
  id: string,
  bundle: BundleFiles,
  { runs, seed, linesEach = 1 }: { runs: number; seed: number; linesEach?: number },
): Promise<Proof> {
  const sample = await original(bundle);
  const proof: Proof = { whole: 0, fewer: 0, failures: [] };
  for (let run = 0; run < runs; run++) {
    const plan = planFrom(choicesFrom(seedOf(seed, id, run)));
    const { isWhole, faults } = await faultsOf(sample, plan, run % linesEach === 0);
    proof[isWhole ? "whole" : "fewer"]++;
    if (faults.length === 0) continue;
    const least = await simplest(sample, plan);
    const { faults: left } = await faultsOf(sample, least);
    proof.failures.push(`${id}, run ${run} of seed ${seed}: ${wordsOf(least)}: ${left.join("; ")}`);
  }
  return proof;
}

/** The plan with as much of it plain as still fails. */
async function simplest(sample: Original, plan: Plan): Promise<Plan> {
  let least = plan;
  for (const key of Object.keys(PLAIN) as (keyof Plan)[]) {
    const plainer = { ...least, [key]: PLAIN[key] };
    if (least[key] !== PLAIN[key] && (await faultsOf(sample, plainer)).faults.length > 0)
      least = plainer;
  }
  return least;
}

/** Samples whose inputs nobody pastes: the counters of many namespaces, which their folders alone tell apart. */
export const NOT_PASTED: ReadonlySet<string> = new Set(["namespace-fault"]);
