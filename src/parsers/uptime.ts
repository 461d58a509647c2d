import type { LineParser } from "./line-parser.ts";
import { defineSource } from "./source.ts";
import { fractional, parseFailed, words } from "./values.ts";

/**
 * How long the node has run. Source: `/proc/uptime`, in seconds to the hundredth, or `uptime`, to the minute.
 */
export interface UptimeFact {
  seconds: number;
  /** Seconds by which it may be more. */
  within: number;
  line: number;
}

const DAYS = /\bup\s{1,8}(\d{1,6}) days?/;
const HOURS = /\bup\s{1,8}(?:\d{1,6} days?,\s{1,8})?(\d{1,2}):(\d\d)/;
const MINUTES = /\bup\s{1,8}(?:\d{1,6} days?,\s{1,8})?(\d{1,2}) min/;

/** `up 19 days, 14:40` in seconds, or null. */
function spoken(text: string): number | null {
  const days = DAYS.exec(text)?.[1];
  const [, hours, minutes] = HOURS.exec(text) ?? [];
  const alone = MINUTES.exec(text)?.[1];
  if (days === undefined && hours === undefined && alone === undefined) return null;
  return (
    Number(days ?? 0) * 86_400 + Number(hours ?? 0) * 3600 + Number(minutes ?? alone ?? 0) * 60
  );
}

/** @throws AnalyzerError `PARSE_FAILED` when the first word is no number. */
const parser: LineParser<UptimeFact> = (entry) => {
  let found: UptimeFact | null = null;
  return {
    line(text, number) {
      const exact = fractional(words(text)[0] ?? "");
      const seconds = exact ?? spoken(text.slice(0, 256));
      if (seconds !== null) found ??= { seconds, within: exact === null ? 60 : 0, line: number };
    },
    end() {
      if (found === null) throw parseFailed(entry, 1, "expected the seconds since boot");
      return found;
    },
  };
};

/** Who is logged in, and how busy the machine is, is not read. */
const SPOKEN =
  /^\s*\d+(?:\.\d+)?(?: \d+(?:\.\d+)?)?\s*$|^\s*(?:\d\d:\d\d:\d\d\s{1,4})?up\s{1,8}(?:\d{1,6} days?,?\s{0,8})?(?:\d{1,2}:\d\d|\d{1,2} min)?/;

export const uptime = defineSource<UptimeFact>({
  what: "the uptime",
  get: "cat /proc/uptime",
  sensitive: ["nothing"],
  redact: () => (line) => SPOKEN.exec(line)?.[0] ?? "",
  alternatives: [],
  parser,
});
