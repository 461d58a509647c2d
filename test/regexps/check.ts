import { checkSync } from "recheck";
import { analyse } from "scslre";
import type { Regexp } from "./collect.ts";
import { relaxed } from "./relaxed.ts";

/**
 * `linear`: proven by recheck, over every text; of one with look-around, by what is left without it (`relaxed.ts`).
 * `polynomial`, `exponential`: it has a text by which it is not. `undecided`: it has look-around or a back-reference
 * that are not so simple, or too many states; scslre then looks for what backtracks.
 */
export type Verdict = "linear" | "polynomial" | "exponential" | "undecided";

/** Milliseconds for one. */
const TIME = 500;

export function verdictOf({ source, flags }: Regexp, time = TIME): Verdict {
  const verdict = verdictBy(source, flags, time);
  const other = verdict === "undecided" ? relaxed(source) : null;
  return other !== null && verdictBy(other, flags, time) === "linear" ? "linear" : verdict;
}

/** Decides one by recheck, in JavaScript alone. */
function verdictBy(source: string, flags: string, time: number): Verdict {
  process.env["RECHECK_BACKEND"] = "pure";
  try {
    const found = checkSync(source, flags, { checker: "automaton", timeout: time });
    if (found.status === "safe") return "linear";
    if (found.status === "unknown") return "undecided";
    return found.complexity.type === "exponential" ? "exponential" : "polynomial";
  } catch (error) {
    // of very long ones its own recursion has no room
    if (error instanceof RangeError) return "undecided";
    throw error;
  }
}

/** Whether scslre knows a text of one repeated character over which it takes the square of its length, or more. */
export const backtracks = ({ source, flags }: Regexp): boolean =>
  analyse({ source, flags }).reports.length > 0;

export const keyOf = ({ source, flags }: Pick<Regexp, "source" | "flags">): string =>
  `/${source}/${flags}`;
