import type { Difference } from "./differences.ts";

/** A difference, with the line of `expected.json` that its key stands in. */
export interface Placed extends Difference {
  line: number;
}

/** What became of one folder. */
export interface Result {
  /** As it was given, or found below what was given. */
  folder: string;
  /** The bundle's path; null where none was found. */
  bundle: string | null;
  /** The path of its expectation. */
  file: string;
  /** Empty where all is as expected. */
  differences: Placed[];
  /** Why it could not be checked; null where it could. */
  error: string | null;
  /** `--update` wrote its `expected.json` anew. */
  updated: boolean;
  seconds: number;
}

export type Status = "passed" | "failed" | "unreadable";

export const statusOf = ({ differences, error, updated }: Result): Status =>
  error !== null ? "unreadable" : differences.length > 0 && !updated ? "failed" : "passed";

export const countOf = (results: readonly Result[], status: Status): number =>
  results.filter((one) => statusOf(one) === status).length;

/** `primary: expected stale-endpoints, found retry-storm`. */
export const sentenceOf = ({ key, expected, found }: Difference): string =>
  `${key}: expected ${expected}, found ${found}`;

/** What is wrong with a folder, a sentence each: its error, or its differences. */
export const problemsOf = (result: Result): { key: string; line: number; text: string }[] =>
  result.error !== null
    ? [{ key: "unreadable", line: 1, text: result.error }]
    : statusOf(result) === "failed"
      ? result.differences.map((one) => ({ key: one.key, line: one.line, text: sentenceOf(one) }))
      : [];

/** Differences with their lines in the text of the expectation. */
export const placed = (all: readonly Difference[], text: string): Placed[] =>
  all.map((one) => ({ ...one, line: lineOfKey(text, one.key) }));

/** The line of a text of JSON in which a key stands; 1 where it stands in none. */
export function lineOfKey(text: string, key: string): number {
  const [first, ...rest] = key.split(".");
  const outer = text.indexOf(`"${first}"`);
  const inner = rest.length === 0 ? -1 : text.indexOf(`"${rest.join(".")}"`, Math.max(0, outer));
  const at = inner >= 0 ? inner : outer;
  return at < 0 ? 1 : text.slice(0, at).split("\n").length;
}
