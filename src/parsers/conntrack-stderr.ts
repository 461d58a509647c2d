import type { LineParser } from "./line-parser.ts";
import { TOOL_WORDS, worded } from "./redaction.ts";
import { defineSource } from "./source.ts";
import type { NumberAt } from "./values.ts";

/** What `conntrack` said beside its rows. Source: its standard error. Empty is a good answer. */
export interface ConntrackStderrFact {
  /** Rows that the tool says it has shown; null when the trailer is absent, so it did not finish. */
  trailerRows: NumberAt | null;
  /** As in `1.4.7`; null when no line names it. Up to 1.4.6, `-L` without `-f` lists IPv4 alone. */
  toolVersion: string | null;
  /** The first messages that are no trailer, each cut to 200 characters. */
  errors: { text: string; line: number }[];
}

const VERSION = /^conntrack v(\d{1,3}\.\d{1,3}\.\d{1,4}) \(conntrack-tools\): /;

const TRAILER = /(\d{1,15}) flow entries have been shown/;

/** Never throws: a dump that went well may have said nothing. */
const parser: LineParser<ConntrackStderrFact> = () => {
  const fact: ConntrackStderrFact = { trailerRows: null, toolVersion: null, errors: [] };
  return {
    line(text, number) {
      const trimmed = text.trim();
      const version = VERSION.exec(trimmed);
      fact.toolVersion ??= version?.[1] ?? null;
      const rows = TRAILER.exec(trimmed.slice(0, 200));
      if (rows !== null) fact.trailerRows = { value: Number(rows[1]), line: number };
      else if (trimmed !== "" && fact.errors.length < 5) {
        fact.errors.push({ text: trimmed.slice(0, 200), line: number });
      }
    },
    end: () => fact,
  };
};

export const conntrackStderr = defineSource<ConntrackStderrFact>({
  what: "the dump's messages",
  get: "conntrack -L 2>&1",
  sensitive: ["nothing"],
  redact: worded(TOOL_WORDS),
  alternatives: [],
  parser,
});
