import type { Bundle } from "./archive/entry.ts";
import type { Cause } from "./causes/cause.ts";
import { CAUSES } from "./causes/index.ts";
import { diagnose } from "./diagnose.ts";
import { AnalyzerError } from "./errors.ts";
import { type Evidence, joined } from "./evidence.ts";
import { assemble } from "./facts/assemble.ts";
import { readBundle } from "./read.ts";
import { UNKNOWN } from "./read-entry.ts";
import type { Results } from "./report/results.ts";
import { bySeverity } from "./report/severity.ts";

/**
 * Examines evidence: reads it once, puts it together by subject, and diagnoses each subject. The worst one
 * stands first. The same wherever it runs: how a target is opened is handed in.
 *
 * @throws AnalyzerError `BUNDLE_UNREADABLE` when nothing in it is known
 */
export async function examineAll(
  all: readonly string[],
  open: (target: string) => Promise<Bundle>,
  causes: readonly Cause[] = CAUSES,
): Promise<[Results, ...Results[]]> {
  const targets = [...new Set(all)];
  const read: { name: string; evidence: Evidence }[] = [];
  for (const one of targets) {
    const bundle = await open(one);
    read.push({ name: bundle.name, evidence: await readBundle(bundle) });
  }
  const evidence = joined(withNames(targets, read));
  const subjects = assemble(evidence.pieces);
  // where all of it may be wrong, that is what there is to say
  if (subjects.length === 0 && evidence.damaged.size > 0) subjects.push(NOBODY);
  const [first, ...others] = subjects
    .map((subject) => diagnose(subject, evidence, nameOfAll(read), causes))
    .sort(bySeverity);
  if (first === undefined) throw nothingKnown(targets.join(", "), evidence);
  return [first, ...others];
}

/** Of whom nothing is known. */
const NOBODY = { subject: { host: null, namespace: null }, facts: {}, namespaces: [] };

/** Bundles of one name are told apart by the folders that they lie in, from where these differ. */
export function withNames<T extends { name: string }>(
  targets: readonly string[],
  read: readonly T[],
): T[] {
  const folders = targets.map((target) =>
    target
      .split(/[/\\]/)
      .filter((part) => part !== "" && part !== ".")
      .slice(0, -1),
  );
  const [first] = folders;
  const shared = first!.findIndex((part, at) => folders.some((other) => other[at] !== part));
  return read.map((one, at) => {
    if (read.filter(({ name }) => name === one.name).length === 1) return one;
    const own = folders[at]!.slice(shared === -1 ? first!.length : shared);
    return { ...one, name: [...own, one.name].join("/") };
  });
}

/** What the case is called: after the first bundle, and by how many there are. */
const nameOfAll = (read: readonly { name: string }[]): string =>
  read.length === 1 ? read[0]!.name : `${read[0]!.name}-and-${read.length - 1}-more`;

/** A fault comes first; a bundle of one file is told what that file is, or what its text looks like. */
function nothingKnown(target: string, { coverage }: Evidence): AnalyzerError {
  const { failed, skipped, unread } = coverage;
  const looks = unread.map(({ looksLike }) => `it looks like ${looksLike}: ${UNKNOWN}`);
  const [only, ...others] = [...skipped.map(({ reason }) => reason), ...looks];
  const why = only === undefined || others.length > 0 ? "nothing in it is known" : only;
  return new AnalyzerError(
    "BUNDLE_UNREADABLE",
    `${target}: ${failed[0]?.reason ?? why}; give a bundle of "conntriage collect", or a text with the output of conntrack -L, conntrack -S, sysctl or dmesg`,
  );
}
