import type { Difference } from "../report/comparison.ts";
import { swingOf } from "./chance.ts";
import type { Side } from "./side.ts";

/** What a row of differences begins with. */
export type Named = Pick<Difference, "what" | "name" | "title" | "unit">;

/** What a row has unless it says otherwise. */
export const PLAIN = { effect: null, atMost: null, limit: null, reason: "" } as const;

/** A difference of two numbers, held against what chance may give. */
export function numberDifference(
  named: Named,
  before: number,
  after: number,
  limit: number,
  words: { more: Difference["change"]; less: Difference["change"] } = {
    more: "more",
    less: "less",
  },
): Difference {
  const isMore = after > before;
  const change =
    before === after
      ? "same"
      : Math.abs(after - before) <= limit
        ? "within chance"
        : isMore
          ? words.more
          : words.less;
  return { ...named, ...PLAIN, change, before, after, limit };
}

/** Two values that are compared exactly. */
export const exactDifference = (
  named: Named,
  before: string | number | null,
  after: string | number | null,
): Difference => ({
  ...named,
  ...PLAIN,
  change: before === after ? "same" : before === null ? "new" : after === null ? "gone" : "other",
  before,
  after,
});

export const unknownDifference = (
  named: Named,
  reason: string,
  before: Difference["before"] = null,
  after: Difference["after"] = null,
): Difference => ({
  ...named,
  ...PLAIN,
  change: "not known",
  before,
  after,
  reason,
});

/** By which part of itself the table's count swung while it was captured. */
export const swingIn = ({ analysis: { timeline } }: Side): number =>
  swingOf(timeline.flatMap(({ count }) => count ?? []));
