import type { Analysis } from "../contract.ts";
import { documentOf } from "../document/index.ts";
import { section } from "./blocks.ts";
import { painter } from "./colour.ts";
import { summary } from "./summary.ts";
import { WIDTH } from "./width.ts";

/** How a terminal is written to. */
export interface TextOptions {
  colour?: boolean;
  /** Also the tables: signals, evidence, what was ruled out, top talkers, coverage. */
  verbose?: boolean;
  /** Columns of the terminal, at least 80, which the tables fill; the summary takes 80. */
  width?: number;
}

/**
 * The report for a terminal: a summary of at most 40 lines of 80 columns, 70 with several causes, and when
 * `verbose` the tables behind it. No control characters but the codes of its colours.
 */
export function renderText(analysis: Analysis, options: TextOptions = {}): string {
  const { colour = false, verbose = false, width = WIDTH } = options;
  const terminal = { paint: painter(colour), width: Math.max(WIDTH, width) };
  const { head, sections } = documentOf(analysis);
  const lines = [
    ...summary(head, terminal.paint),
    ...(verbose ? sections.flatMap((one) => section(one, terminal)) : []),
  ];
  return `${lines.join("\n")}\n`;
}
