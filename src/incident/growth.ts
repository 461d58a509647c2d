import type { Holder, Makeup, Span } from "./model.ts";

/** What of all that grew one use must be to be named alone. */
export const MOST = 0.5;
/** What of its use's growth a party must be. */
const PARTY = 0.3;

/** Who grew, in entries. */
export interface Party {
  role: "source" | "destination";
  name: string;
  before: number;
  after: number;
}

interface Grown extends Holder {
  before: number;
  after: number;
}

/** What the table held before the onset and behind it, of one kind of evidence: the nearest to it. */
export function pairOf(
  makeups: readonly Makeup[],
  onset: Span,
  full: Span,
): { before?: Makeup; after?: Makeup } {
  const pairs = (["dump", "bundle"] as const).map((by) => {
    const own = makeups.filter((one) => one.by === by);
    const before = own.findLast(({ at }) => at <= onset.to);
    const later = own.filter(({ at }) => at > onset.to);
    const after = later.findLast(({ at }) => at <= full.to + 2000) ?? later[0];
    return { ...(before && { before }), ...(after && { after }) };
  });
  const whole = pairs.filter(({ before, after }) => before && after);
  const far = ({ before, after }: (typeof pairs)[number]) => after!.at - before!.at;
  return whole.sort((a, b) => far(a) - far(b))[0] ?? pairs.find((one) => one.before) ?? pairs[0]!;
}

/** What grew, the most first. Who was not in the list before had at most as many as its last. */
export function growth(before: readonly Holder[], after: readonly Holder[], unlisted = 0): Grown[] {
  return after
    .map(({ name, entries }) => {
      const had = before.find((one) => one.name === name)?.entries ?? unlisted;
      return { name, before: had, after: entries, entries: entries - had };
    })
    .filter(({ entries }) => entries > 0)
    .sort((a, b) => b.entries - a.entries);
}

const MOST_LISTED = 10;

export function partiesOf(
  role: Party["role"],
  before: Makeup,
  after: Makeup,
  grown: number,
): Party[] {
  const key = role === "source" ? "sources" : "destinations";
  const least = before[key].length < MOST_LISTED ? 0 : before[key].at(-1)!.entries;
  const all = growth(before[key], after[key], least);
  const part = all.filter(({ entries }) => entries >= PARTY * grown);
  // several that share the growth are named where together they are most of it
  const shared = all.slice(0, 5);
  const isShared = shared.reduce((sum, { entries }) => sum + entries, 0) >= MOST * grown;
  return (part.length > 0 ? part : isShared ? shared : []).map(
    ({ name, before: from, after: to }) => ({ role, name, before: from, after: to }),
  );
}
