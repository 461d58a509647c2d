import type { LineParser } from "./line-parser.ts";
import { defineSource } from "./source.ts";
import { fractional, parseFailed, words } from "./values.ts";

/** How long the node has run. Source: `/proc/uptime`. Unit: seconds, to the hundredth. */
export interface UptimeFact {
  seconds: number;
  line: number;
}

/** @throws AnalyzerError `PARSE_FAILED` when the first word is no number. */
const parser: LineParser<UptimeFact> = (entry) => {
  let found: UptimeFact | null = null;
  return {
    line(text, number) {
      const seconds = fractional(words(text)[0] ?? "");
      if (seconds !== null) found ??= { seconds, line: number };
    },
    end() {
      if (found === null) throw parseFailed(entry, 1, "expected the seconds since boot");
      return found;
    },
  };
};

export const uptime = defineSource<UptimeFact>({
  what: "the uptime",
  get: "cat /proc/uptime",
  signature: { file: /^uptime/, head: /^\d{1,12}\.\d\d \d/ },
  sensitive: ["nothing"],
  alternatives: [],
  parser,
});
