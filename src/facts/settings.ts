import type { SysctlFact } from "../parsers/sysctl.ts";
import type { TextAt } from "../parsers/values.ts";
import { type Facts, type Found, found, newestFirst, type Origin } from "./facts.ts";
import type { Piece } from "./piece.ts";

/** One text's settings, or several that were taken at one time. */
interface Sample {
  values: Map<string, TextAt>;
  pieces: Piece[];
}

/**
 * Settings as samples. One text often holds the count and another the limit: they are one sample, until a
 * setting comes again.
 */
export function settingSamples(
  ordered: readonly Piece[],
  originOf: (piece: Piece) => Origin,
): Found<"sysctl">[] {
  const samples: Sample[] = [];
  for (const piece of ordered) {
    const { values } = piece.fact as SysctlFact;
    let sample = samples.at(-1);
    if (sample === undefined || comesAgain(sample, piece, values)) {
      sample = { values: new Map(), pieces: [] };
      samples.push(sample);
    }
    sample.pieces.push(piece);
    for (const [name, value] of values)
      if (!sample.values.has(name)) sample.values.set(name, { ...value, entry: piece.entry });
  }
  return samples.map(({ values, pieces }, at) => ({
    entry: pieces[0]!.entry,
    phase:
      samples.length === 1
        ? "once"
        : at === 0
          ? "start"
          : at === samples.length - 1
            ? "end"
            : "mid",
    label: "",
    fact: { values, unparsedLines: 0 },
    origin: originOf(pieces[0]!),
  }));
}

function comesAgain(sample: Sample, piece: Piece, values: ReadonlyMap<string, TextAt>): boolean {
  const last = sample.pieces.at(-1)!;
  if (
    last.context.time !== piece.context.time &&
    last.context.time !== null &&
    piece.context.time !== null
  ) {
    // a limit that was asked for once holds for all of them
    return [...values.keys()].some((name) => sample.values.has(name));
  }
  for (const [name, { value }] of values) {
    const known = sample.values.get(name);
    if (known === undefined) continue;
    // the same value in another file is the same sample told twice
    if (known.value !== value || known.entry === piece.entry) return true;
  }
  return false;
}

/** The settings in force, the newest value of each, with its place. */
export function settingsOf(facts: Facts): Map<string, TextAt & { entry: string }> {
  const settings = new Map<string, TextAt & { entry: string }>();
  for (const { entry, fact } of newestFirst(found(facts, "sysctl")))
    for (const [name, value] of fact.values)
      if (!settings.has(name)) settings.set(name, { ...value, entry: value.entry ?? entry });
  return settings;
}
