import { showsAsking } from "./asking.ts";
import { expectedOf } from "./command-expects.ts";
import { type CommandPlace, placeOf } from "./command-place.ts";
import { reducedOf } from "./command-reduced.ts";
import type { Context } from "./context.ts";
import { innerCommand, LONGEST } from "./inner.ts";
import { unrolled } from "./loop-names.ts";

/** What a command line says of its output. */
export type CommandHints = Pick<Context, "reduced" | "expects" | "repeats" | "configured"> &
  CommandPlace;

/** Reads a command line. */
export function readCommand(typed: string): CommandHints {
  const line = typed.slice(0, LONGEST);
  const steps = unrolled(innerCommand(line.replace(PER_WORD, "; ")))
    .split(/;|&&|\|\||\bdo\b|\bdone\b/)
    .map((step) => step.split("|").map((stage) => innerCommand(stage)))
    .filter(([first]) => first !== "");
  const reduced = steps.map(([first, ...rest]) => reducedOf(first!, rest));
  return {
    ...placeOf(line),
    reduced: reduced.find((one) => one !== null) ?? null,
    expects: steps.flatMap(([first, ...rest]) => expectedOf(first!, rest)),
    repeats: /(?:^|[;&|\s])(?:for|while|until|watch)\s/.test(line),
    configured:
      writesFile(line) || showsAsking(line) || steps.some(([first]) => SHOWS_FILE.test(first!)),
  };
}

/** What is known of a command's output: of the whole text, of what stood before it, by its prompt's machine. */
export function contextOf(
  command: string,
  { remote, isRemote, ...hints }: CommandHints,
  prompted: string | null,
  text: Context,
  before: Context,
): Context {
  const local = prompted ?? before.host ?? text.host;
  return {
    ...text,
    ...hints,
    command,
    namespace: hints.namespace ?? text.namespace,
    configured: hints.configured || text.configured,
    reduced: hints.reduced ?? text.reduced,
    host: remote ?? (isRemote ? text.host : local),
    time: before.time,
    isWall: before.isWall,
  };
}

/** What runs a command for each word that it reads: the command is what prints. */
const PER_WORD =
  /\|\s{0,4}(?:xargs|parallel)\s(?:-\S{1,40}\s{1,4}|\d{1,4}\s{1,4}|\{\}\s{1,4}){0,8}(?=ssh\s)/;

/** A command that shows a file which asks for settings. */
const SHOWS_FILE =
  /(?:^|\s)(?:cat|head|tail|less|more|grep|egrep)\s.*(?:\/etc\/(?!os-release|hostname|lsb-release|\S{0,40}[-_]release|machine-id)\w|sysctl\.d\/|\/usr\/lib\/sysctl|\.fw\b)/;
const TO_FILE = /(?:>|\btee(?:\s{1,8}-a)?\s)\s{0,8}["']?\S{0,200}sysctl\.(?:d|conf)/;

/** Whether what follows is typed into such a file, and not what a command prints. */
const writesFile = (line: string): boolean =>
  (/<<-?\s?["']?\w/.test(line) && TO_FILE.test(line)) ||
  /^(?:sudo\s+)?(?:vim?|nano|emacs|ed|visudo)\s+\S*sysctl\.(?:d|conf)/.test(line);
