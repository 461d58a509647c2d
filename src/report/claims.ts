import type { Comparison, Difference, Pair } from "./comparison.ts";

/** Whether it is more than chance gives: a difference that is claimed. */
export const isClaimed = ({ change }: Pick<Difference, "change">): boolean =>
  change !== "same" && change !== "within chance" && change !== "not known";

/** The pairs that the report is about: from the first capture to the last. Of the others, each is a step. */
export const isWhole = (
  { captures }: Pick<Comparison, "captures">,
  { before, after }: Pair,
): boolean => before === 0 && after === captures.length - 1;
