import type * as z from "zod";

/** What is wrong with a file of causes, and where. */
export interface Fault {
  path: readonly PropertyKey[];
  /** The key of the path's object that should not be there. */
  key: string | null;
  message: string;
  /** The very words that are wrong in the text at that path. */
  stands: string | null;
}

type Issue = z.core.$ZodIssue;

/**
 * The first fault to mend. A misspelt key is told before what is missing because of it, and of a choice that
 * fits in no form, what is wrong with the form that was meant.
 */
export function faultOf(issues: readonly Issue[], under: readonly PropertyKey[] = []): Fault {
  const issue = issues.find(({ code }) => code === "unrecognized_keys") ?? issues[0]!;
  const path = [...under, ...issue.path];
  if (issue.code === "invalid_union" && isUnsaid(issue))
    return faultOf(meantOf(issue.errors), path);
  const key = issue.code === "unrecognized_keys" ? issue.keys[0]! : null;
  const stands = issue.code === "custom" ? (issue.params?.["stands"] as string | undefined) : null;
  const message = /received undefined$/.test(issue.message) ? "is missing" : issue.message;
  return { path, key, message, stands: stands ?? null };
}

/** A union of `schema.ts` that has words of its own is not looked into. */
const isUnsaid = ({ message }: Issue): boolean => message === "Invalid input";

/**
 * The form that was meant: one whose parts were looked at, with the fewest keys that are not its own,
 * or with one like them.
 */
function meantOf(forms: readonly Issue[][]): readonly Issue[] {
  const score = (issues: readonly Issue[]): number => {
    const isOfShape = issues.some(({ path }) => path.length > 0);
    const strange = issues.flatMap((one) => (one.code === "unrecognized_keys" ? one.keys : []));
    const isNear = issues.some(({ message }) => message.includes("did you mean"));
    return (isOfShape ? 0 : 1000) + strange.length + (isNear ? 0 : 0.5);
  };
  return forms.reduce((best, one) => (score(one) < score(best) ? one : best));
}
