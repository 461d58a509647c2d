import { type Facts, found, latest } from "../facts/facts.ts";
import { codeSpan, wholeSpan } from "../format.ts";
import { sourceOfPath } from "../layouts/conntriage.ts";
import { alternativesTo, SOURCES, type SourceName } from "../parsers/index.ts";
import type { ManifestFact } from "../parsers/manifest-parser.ts";
import type { Reading, SignalContext } from "./signal.ts";

/**
 * The reason for a missing source: the collector's own words, as a code span, where its manifest has
 * them. Reasons are Markdown.
 */
export function absent(facts: Facts, source: SourceName, detail?: string): Reading {
  const reason = detail ?? whyMissing(facts, source);
  return { value: null, wants: source, reason };
}

/** The reason why a table cannot be judged: there is none, or its rows are an excerpt. */
export const noTable = ({ facts, excerpt }: SignalContext): Reading =>
  absent(facts, "conntrack-table", excerpt ?? undefined);

/** Why the bundle's own collector did not take a source, in its words. */
export function refusalOf(facts: Facts, source: SourceName): string | null {
  const manifest = latest(facts, "manifest")?.fact;
  return (manifest && notTaken(manifest).get(source)) ?? null;
}

/** What the collector's manifest or the tools themselves say of a missing source. */
function whyMissing(facts: Facts, source: SourceName): string {
  const refusal = refusalOf(facts, source);
  const { what } = SOURCES[source];
  if (refusal) return `${what}: not taken, ${wholeSpan(refusal)}`;
  const said = found(facts, "tool-messages")
    .flatMap(({ fact }) => fact.refusals)
    .find(
      (one) => one.source === source || alternativesTo(source).some((name) => name === one.source),
    );
  return said === undefined
    ? `${what}: not in the bundle`
    : `${what}: could not be read, ${codeSpan(said.text)}`;
}

const asked = new WeakMap<ManifestFact, ReadonlyMap<SourceName, string | null>>();

/** The reason of the first file of each source that was not taken; most signals of a small bundle ask. */
function notTaken(manifest: ManifestFact): ReadonlyMap<SourceName, string | null> {
  const known = asked.get(manifest);
  if (known !== undefined) return known;
  const reasons = new Map<SourceName, string | null>();
  for (const { path, bytes, reason } of manifest.files) {
    const source = bytes === null ? sourceOfPath(path) : null;
    if (source !== null && !reasons.has(source)) reasons.set(source, reason);
  }
  asked.set(manifest, reasons);
  return reasons;
}
