import type { LineParser } from "./line-parser.ts";
import { TOOL_WORDS, worded } from "./redaction.ts";
import { defineSource } from "./source.ts";

/** What tools said when they could not give their output. Texts are untrusted. */
export interface ToolMessagesFact {
  refusals: { text: string; line: number; source: string | null }[];
}

/** Its lines are picked out of texts, so that no entry is one. */
const parser: LineParser<ToolMessagesFact> = () => {
  const refusals: ToolMessagesFact["refusals"] = [];
  return {
    line(text, line) {
      refusals.push({ text: text.slice(0, 200), line, source: null });
    },
    end: () => ({ refusals }),
  };
};

export const toolMessages = defineSource<ToolMessagesFact>({
  what: "the tools' own messages",
  get: "conntrack -L >/dev/null",
  sensitive: ["names"],
  redact: worded(TOOL_WORDS),
  alternatives: [],
  parser,
});
