/** One of two moments of which a text tells. */
export type Phase = "before" | "after";

const WORDS =
  /^(?:(?:output|values?|state|counters?|stats?|taken) )?(?:(?<before>before|during|earlier|previously|yesterday)|after(?:wards)?|now|later|today|currently)\b(?: (?:the|this|our|my|a) [\w -]{1,40}| (?:restart|reboot|fix|change|incident|upgrade|deploy\w*|rollout))?(?: \([^()]{1,40}\))?$/i;
/** What makes a line a heading: signs around it, or a colon behind it. */
const BEGINS = /^(?:#{1,6} |\*\*|__|={2,20} ?|-{2,20} ?|<h\d>)/;
const ENDS = /(?::?\*\*:?|__| ?={2,20}| ?-{2,20}|:|<\/h\d>)$/;
const LONGEST = 100;

/** Which of two moments a heading says that what follows is of; null of any other line. */
export function readPhase(bare: string): Phase | null {
  if (bare.length > LONGEST) return null;
  const inner = bare.replace(BEGINS, "").replace(ENDS, "");
  const words = WORDS.exec(inner);
  if (words === null || (inner === bare && / /.test(inner))) return null;
  return words.groups!["before"] === undefined ? "after" : "before";
}

/** The same of what stands behind a command: "`sysctl -a` AFTER". */
export const phaseBehind = (bare: string): Phase =>
  /^`[^`]{1,300}`:? \(?(?:before|earlier|first)\b/i.test(bare) ? "before" : "after";
