import type { SysctlFact } from "../parsers/sysctl.ts";
import type { TextAt } from "../parsers/values.ts";
import { type Facts, type Found, found, newestFirst, type Origin } from "./facts.ts";
import type { Piece } from "./piece.ts";
import { momentOf } from "./samples.ts";

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
  counts: readonly Piece[] = [],
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
  // without an order the fullest counts, of those that tell a count and a limit together
  const inNoOrder = isUnordered(samples);
  const isOpen = inNoOrder && samples.every((one) => ownUse(one) < 0);
  const changed = inNoOrder ? null : changedLater(samples, counts);
  const placed = inNoOrder ? [...samples].sort((a, b) => ownUse(a) - ownUse(b)) : [...samples];
  // a limit that was changed after the last count is none that this count was under: it stands before it
  if (changed !== null) placed.unshift(placed.pop()!);
  return placed.map((sample, at) => ({
    entry: sample.pieces[0]!.entry,
    phase:
      samples.length === 1
        ? "once"
        : at === 0
          ? "start"
          : at === samples.length - 1
            ? "end"
            : "mid",
    label: "",
    fact: { values: sample.values, unparsedLines: 0 },
    origin: {
      ...originOf(sample.pieces[0]!),
      ...(isOpen ? { isLimitOpen: true } : {}),
      ...(sample === changed ? { isAfterCount: true } : {}),
    },
  }));
}

const LIMITS = ["net.netfilter.nf_conntrack_max", "net.ipv4.netfilter.ip_conntrack_max"];
const COUNTS = ["net.netfilter.nf_conntrack_count", "net.ipv4.netfilter.ip_conntrack_count"];

const numberOf = ({ values }: Sample, names: readonly string[]): TextAt | undefined =>
  names.map((name) => values.get(name)).find((one) => one !== undefined);

/** The part of the limit in use, by a count and a limit that one text tells together; -1 without. */
function ownUse(sample: Sample): number {
  const [count, limit] = [numberOf(sample, COUNTS), numberOf(sample, LIMITS)];
  return count === undefined || limit === undefined || count.entry !== limit.entry
    ? -1
    : Number(count.value) / Number(limit.value);
}

/** Samples of several limits that no time, no name and no place in one text puts in an order. */
function isUnordered(samples: readonly Sample[]): boolean {
  const limits = samples.flatMap((one) => numberOf(one, LIMITS)?.value ?? []);
  if (new Set(limits).size < 2) return false;
  const first = samples.map(({ pieces }) => pieces[0]!);
  return first.every((one, at) =>
    first
      .slice(at + 1)
      .every(
        (other) =>
          one.entry !== other.entry &&
          (one.context.time === null || other.context.time === null) &&
          momentOf(one) === momentOf(other),
      ),
  );
}

/** The last sample where it has another limit than the last count was under. */
function changedLater(samples: readonly Sample[], counts: readonly Piece[]): Sample | null {
  const last = samples.at(-1);
  const counted = samples.findLast((one) => numberOf(one, COUNTS) !== undefined);
  if (last === undefined || counted === undefined || counted === last) return null;
  const [under, now] = [numberOf(counted, LIMITS), numberOf(last, LIMITS)];
  const [first] = last.pieces as [Piece];
  const isChanged =
    under !== undefined &&
    now !== undefined &&
    under.value !== now.value &&
    first.entry === counted.pieces[0]!.entry &&
    !counts.some(({ entry, line }) => entry === first.entry && line > first.line);
  return isChanged ? last : null;
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
