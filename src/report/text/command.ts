import { printable } from "../../format.ts";
import { WIDTH, widthOf, wrap } from "./width.ts";

/** Characters of one command that a terminal is shown. */
const LONGEST = 4000;

/** Words of a shell: what stands in quotes is one, with its blanks. */
const WORDS = /(?:'[^']*'|"(?:[^"\\]|\\.)*"|\\.|[^\s'"])+/g;

const bare = (text: string): string => text.replace(/\s/g, "");

/**
 * A command in lines of at most `width` columns that a shell takes for one: broken between its words only, each
 * line but the last with a backslash. A longer word stays whole, as half of it would be another command. A line of
 * YAML keeps its indentation, and each line of a long comment is a comment: behind one a backslash means nothing.
 */
export function commandLines(command: string, margin: string, width = WIDTH): string[] {
  return command.split("\n").flatMap((line) => {
    const shown = printable(line, LONGEST).trimEnd();
    const text = shown.trimStart();
    const indent = margin + " ".repeat(shown.length - text.length);
    if (text.startsWith("# ")) return wrap(text.slice(2), `${indent}# `, `${indent}# `, width);
    // a comment ends with its line, and has no words of a shell
    const [run, comment] = /^(.*?)(\s+#\s.*)?$/.exec(text)?.slice(1) ?? [text];
    const found = run?.match(WORDS) ?? [];
    // of a quotation without an end nothing may get lost
    const words = bare(found.join("")) === bare(run ?? "") ? found : [text];
    if (words[0] === text) return [indent + text];
    const lines: string[] = [];
    let last = indent;
    for (const word of words) {
      const isFirst = last === indent || last === `${indent}  `;
      if (!isFirst && widthOf(last) + 1 + widthOf(word) > width - 2) {
        lines.push(`${last} \\`);
        last = `${indent}  ${word}`;
      } else last += isFirst ? word : ` ${word}`;
    }
    return [...lines, `${last}${comment ?? ""}`];
  });
}
