import { SIGNALS } from "../signals/index.ts";
import { goneSince } from "./gone.ts";
import { didYouMean } from "./nearest.ts";

/** Parts of a path, such as those of `stale.paths`: a command that names one is printed for each path. */
export const PATH_FORMS = ["protocol", "orig-dst", "orig-port", "reply-src", "reply-port"] as const;
export type PathForm = (typeof PATH_FORMS)[number];
/** Forms in which a signal may stand in a text: see `fill`. */
export const FORMS = [
  "raw",
  "address",
  "port",
  "sysctl",
  "interface",
  "file",
  "counted",
  ...PATH_FORMS,
] as const;

/** A name in braces, maybe with a form. What is no signal's name is no template: `awk '{print $5}'`. */
const IN_BRACES = /(^|[^${])\{([a-zA-Z][\w.-]*)(?::([\w.-]*))?\}/g;

/**
 * What is wrong with the templates of a text, and where in it. In commands, braces belong to the shell, to
 * awk and to others as well: there a word without a dot is theirs, since every signal's name has one.
 */
export function templateFault(
  text: string,
  where: "words" | "command",
): { message: string; template: string } | null {
  for (const [, , name, form] of text.matchAll(IN_BRACES)) {
    if (where === "command" && !name!.includes(".")) continue;
    if (!Object.hasOwn(SIGNALS, name!))
      return {
        message: `{${name}} is no signal${goneSince(name) || didYouMean(name!, Object.keys(SIGNALS))}`,
        template: `{${name}`,
      };
    if (form !== undefined && !(FORMS as readonly string[]).includes(form))
      return {
        message: `{${name}:${form}} has no such form${didYouMean(form, FORMS) || `: one of ${FORMS.join(", ")}`}`,
        template: `{${name}:${form}}`,
      };
  }
  return null;
}
