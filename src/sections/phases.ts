/** One of two moments of which a text tells. */
export type Phase = "before" | "after";

const WORDS =
  /^(?:(?:output|values?|state|counters?|stats?|taken) )?(?:(?<before>before|during|earlier|previously|yesterday)|after(?:wards)?|now|later|today|currently)\b(?: (?:the|this|our|my|a) [\w -]{1,40}| (?:restart|reboot|fix|change|incident|upgrade|deploy\w*|rollout))?(?: \([^()]{1,40}\))?$/i;
/** What makes a line a heading: signs around it, or a colon behind it. */
const FRAME =
  /^(?:#{1,6} |\*\*|__|={2,}\s?|-{2,}\s?|<h\d>)?(.{3,80}?)(?::?\*\*:?|__|\s?={2,}|\s?-{2,}|:|<\/h\d>)?$/;

/** Which of two moments a heading says that what follows is of; null of any other line. */
export function readPhase(bare: string): Phase | null {
  const inner = FRAME.exec(bare)?.[1];
  if (inner === undefined) return null;
  const words = WORDS.exec(inner);
  if (words === null || (inner === bare && / /.test(inner))) return null;
  return words.groups!["before"] === undefined ? "after" : "before";
}

/** The same of what stands behind a command: "`sysctl -a` AFTER". */
export const phaseBehind = (bare: string): Phase =>
  /^`[^`]{1,300}`:? \(?(?:before|earlier|first)\b/i.test(bare) ? "before" : "after";
