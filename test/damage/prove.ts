/**
 * Proves of one archive that harm takes from what is said of it and adds nothing: of a cut one every row is counted
 * that another program's unpacking gives, and no verdict contradicts that of the whole.
 */
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { examine } from "../../src/analyze.ts";
import { AnalyzerError } from "../../src/errors.ts";
import { keyOf } from "../../src/facts/piece.ts";
import type { Results } from "../../src/report/results.ts";
import { type Said, saidOf, WEAKER, WEAKER_STATES } from "../transcripts/oracle.ts";
import { type Harm, harmed, harmsOf, wordsOf } from "./harm.ts";
import { openBytes } from "./open-bytes.ts";
import { rowsLeft } from "./rows-left.ts";

/** What came of one kind of harm. */
export interface Tally {
  tried: number;
  /** With the state and the causes of the whole. */
  same: number;
  /** Of which nothing could be read. */
  unread: number;
  /** Rows of the whole, and rows that were read, of all that were tried. */
  rows: number;
  read: number;
}

export interface Proof {
  tallies: Record<Harm["is"], Tally>;
  failures: string[];
}

export const noTally = (): Tally => ({ tried: 0, same: 0, unread: 0, rows: 0, read: 0 });

export async function prove(path: string, places: number): Promise<Proof> {
  const bytes = Uint8Array.from(readFileSync(path));
  const whole = await subjectsOf(bytes, path);
  const proof: Proof = { tallies: { cut: noTally(), flip: noTally() }, failures: [] };
  const [lead] = whole.values();
  for (const harm of harmsOf(bytes.length, places)) {
    const left = harmed(bytes, harm);
    const now = await subjectsOf(left, path);
    const [first] = now.values();
    const least = harm.is === "cut" ? rowsLeft(left, path) : 0;
    const faults = [
      ...[...now].flatMap(([key, one]) =>
        contradictions(one, whole.get(key) ?? alike(key, whole) ?? lead!),
      ),
      ...(now.size > 0 || least === 0 ? [] : [`nothing is read of ${least} rows`]),
      ...(first === undefined || first.said.table.parsed >= least
        ? []
        : [`${first.said.table.parsed} rows are read of ${least}`]),
    ];
    if (faults.length > 0) proof.failures.push(`${path}, ${wordsOf(harm)}: ${faults.join("; ")}`);
    const tally = proof.tallies[harm.is];
    tally.tried++;
    tally.rows += lead!.said.table.rows;
    tally.read += first?.said.table.rows ?? 0;
    if (first === undefined) tally.unread++;
    else if (isSame(first.said, lead!.said)) tally.same++;
  }
  return proof;
}

interface Subject {
  said: Said;
  truncated: boolean;
  /** Whether its verdict may rest on evidence that may be wrong. */
  restsOnDamage: string[];
  isAtLeast: boolean;
}

/** What is said of each subject of an archive, by its name; of none where it cannot be read. */
async function subjectsOf(bytes: Uint8Array, path: string): Promise<Map<string, Subject>> {
  try {
    const all = await examine(basename(path), { open: async () => openBytes(bytes, path) });
    return new Map(all.map((one) => [keyOf(one.subject), subjectOf(one, all.length)]));
  } catch (error) {
    if (error instanceof AnalyzerError) return new Map();
    throw error;
  }
}

function subjectOf(results: Results, subjects: number): Subject {
  const damaged = new Set(results.bundle.damaged.map(({ entry }) => entry));
  const peak = results.readings.get("table.utilization.peak");
  return {
    said: saidOf(results, subjects),
    truncated: results.bundle.truncated,
    restsOnDamage: results.findings.flatMap(({ cause, verdict, evidence }) =>
      verdict !== "unknown" &&
      evidence.some(({ holds, source }) => holds !== null && damaged.has(source?.entry ?? ""))
        ? cause.id
        : [],
    ),
    isAtLeast: peak?.value != null && peak.bound === "at least",
  };
}

/** The subject of the same namespace, where the machine's name was lost. */
const alike = (key: string, whole: ReadonlyMap<string, Subject>): Subject | undefined =>
  [...whole].find(([other]) => key.startsWith("\n") && other.endsWith(key))?.[1];

const isSame = (a: Said, b: Said): boolean =>
  a.state === b.state && a.held.join() === b.held.join();

/** In which ways what is said now contradicts the whole, or does not say that something is amiss. */
function contradictions(now: Subject, whole: Subject): string[] {
  const [a, b] = [now.said, whole.said];
  const isWeaker =
    a.state === b.state ||
    a.state === "unknown" ||
    WEAKER_STATES[b.state]?.includes(a.state) === true ||
    // at least so much of the limit
    (now.isAtLeast && (a.state === "at-risk" || a.state === "elevated"));
  const verdicts = [...b.verdicts].flatMap(([id, verdict]) => {
    const own = a.verdicts.get(id)!;
    return WEAKER[verdict].includes(own) ? [] : [`${id} is ${own}, which was ${verdict}`];
  });
  const isChanged = !isSame(a, b) || JSON.stringify(a.table) !== JSON.stringify(b.table);
  return [
    ...(isWeaker ? [] : [`the state is ${a.state}, which was ${b.state}`]),
    ...verdicts,
    ...(now.truncated || !isChanged ? [] : ["it is not called truncated"]),
    ...(a.lost === 0 ? [] : [`${a.lost} rows are in no sum`]),
    ...now.restsOnDamage.map((id) => `${id} rests on what is damaged`),
  ];
}
