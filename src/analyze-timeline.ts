import { statSync } from "node:fs";
import { basename, join } from "node:path";
import type { Bundle } from "./archive/entry.ts";
import { AnalyzerError } from "./errors.ts";
import { incidentOf } from "./incident/index.ts";
import type { Makeup } from "./incident/model.ts";
import type { Timeline } from "./report/timeline-contract.ts";
import type { Zone } from "./series/index.ts";
import { subjectOf, timelineOf } from "./timeline/build.ts";
import { dumpsFor } from "./timeline/chosen.ts";
import type { Read } from "./timeline/from-evidence.ts";
import type { DumpPlace } from "./timeline/part.ts";
import { readTarget } from "./timeline/read.ts";
import { readDumps } from "./timeline/read-dumps.ts";
import { observedOf, type Same, type Subject, subjectsOf } from "./timeline/subjects.ts";

export interface TimelineOptions {
  open: (target: string) => Promise<Bundle>;
  /** The zone of clocks that name none; without, it is told by comparison, or taken for UTC. */
  zone?: Zone | null;
  /** Names that are one machine's. */
  same?: Same;
}

/**
 * Makes one timeline of many bundles, dumps, logs and series: reads each target once, puts what is of one table
 * together, and reads those few dumps again that tell what grew.
 *
 * @throws AnalyzerError `BUNDLE_UNREADABLE` when nothing that was read has a time
 */
export async function timeline(
  targets: readonly string[],
  { open, zone = null, same = [] }: TimelineOptions,
): Promise<Timeline> {
  const all = [...new Set(targets)];
  const names = namesOf(all);
  const reads: Read[] = [];
  for (const [at, target] of all.entries())
    reads.push(await readTarget(await open(target), target, names[at]!, zone));
  const parts = reads.flatMap((one) => one.parts);
  const unused = reads.flatMap((one) => one.unused);
  const subjects = subjectsOf(parts, same).filter(hasTimes);
  if (subjects.length === 0) throw nothing(all, unused);
  const dumps = reads.flatMap((one) => one.dumps);
  const told = [];
  for (const subject of subjects) {
    const observed = observedOf(subject);
    const first = incidentOf(observed);
    const own = dumps.filter(({ folder, target }) =>
      isOf(subject, folder, names[all.indexOf(target)]!),
    );
    const chosen = dumpsFor(first, own);
    const makeups = await makeupsOf(chosen, open);
    const found =
      makeups.length === 0
        ? first
        : incidentOf({ ...observed, makeups: [...observed.makeups, ...makeups] });
    told.push(subjectOf(subject, found));
  }
  return timelineOf(
    names.length === 1 ? names[0]! : `${names[0]} and ${names.length - 1} more`,
    told,
    unused,
  );
}

const hasTimes = ({ parts }: Subject): boolean =>
  parts.some(
    ({ series, marks, makeups }) => (series?.raw.length ?? 0) + marks.length + makeups.length > 0,
  );

/** Whether the dumps of a folder are of a subject. */
const isOf = ({ parts }: Subject, folder: string, name: string): boolean =>
  parts.some(
    (part) =>
      part.kind === "dumps" &&
      part.name === (folder === "" ? `the dumps of ${name}` : `the dumps of ${name}/${folder}`),
  );

/** What each target is called: by its last name, with the folder before where two are alike. */
function namesOf(targets: readonly string[]): string[] {
  const plain = targets.map((one) => (one === "-" ? "standard input" : basename(one)));
  return plain.map((name, at) =>
    plain.filter((one) => one === name).length === 1
      ? name
      : targets[at]!.split(/[/\\]/)
          .filter((part) => part !== "" && part !== ".")
          .slice(-2)
          .join("/"),
  );
}

/** Reads dumps for what they hold; one that lies in an archive by going through it once more. */
async function makeupsOf(
  dumps: readonly DumpPlace[],
  open: TimelineOptions["open"],
): Promise<Makeup[]> {
  const makeups: Makeup[] = [];
  for (const target of new Set(dumps.map((one) => one.target))) {
    if (target === "-") continue;
    const own = dumps.filter((one) => one.target === target);
    const isFolder =
      statSync(target).isDirectory() && own.every(({ entry }) => !entry.includes("!"));
    for (const paths of isFolder ? own.map((one) => [one]) : [own]) {
      const bundle = await open(isFolder ? join(target, paths[0]!.entry) : target);
      makeups.push(...(await readDumps(bundle, paths, isFolder)));
    }
  }
  return makeups;
}

function nothing(targets: readonly string[], unused: Timeline["unused"]): AnalyzerError {
  const [first] = unused;
  const [target = "", ...others] = targets;
  const isOne = others.length === 0;
  const why =
    first === undefined
      ? "nothing in it has a time"
      : isOne && target.endsWith(first.entry)
        ? first.reason
        : `${first.entry}: ${first.reason}`;
  return new AnalyzerError(
    "BUNDLE_UNREADABLE",
    `${isOne ? target : `${targets.length} files`}: no timeline, for ${why}; give bundles, dumps with a date and time in their names, logs with dates, or tables of samples`,
  );
}
