import type { Given, Told } from "./messages.ts";
import type { Shown } from "./view.ts";

/** A case that was read: its files, and what the page keeps of it. */
export interface Case {
  given: readonly Given[];
  told: Told;
}

/** What the tab holds until it is closed. */
interface Kept {
  cases: Case[];
  /** What is on the screen: a case, or the comparison of all. */
  current: Case | "all" | null;
  /** What of it can be saved. */
  shown: Shown | null;
}

export const kept: Kept = { cases: [], current: null, shown: null };

/** The word for what is on the screen, which scripts wait for at the root element. */
export const stateOf = (current: Kept["current"]): string | undefined =>
  current === "all" ? "compared" : current?.told.analysis.state;

/** Keeps a case, in the place of what was given before by the same files. */
export function keep(one: Case): void {
  kept.cases = [...kept.cases.filter((other) => keyOf(other) !== keyOf(one)), one];
}

const keyOf = ({ given }: Case): string =>
  JSON.stringify(
    given.map(({ name, isFolder, files }) => [
      name,
      isFolder,
      files.map(({ path, file }) => [path, file.size, file.lastModified]),
    ]),
  );

/** The earliest first; those of unknown time stay where they were given. */
export const byTime = ({ told: a }: Case, { told: b }: Case): number => {
  const [from, to] = [a.analysis.bundle.capturedAt, b.analysis.bundle.capturedAt];
  return from === null || to === null || from === to ? 0 : from < to ? -1 : 1;
};
