import { printable } from "../../format.ts";
import { problemsOf, type Result } from "../result.ts";

/** A description may hold no `#` that begins a directive, and no line break. */
const description = (text: string): string =>
  printable(text.replace(/[\r\n]+/g, " "), 4096)
    .replaceAll("\\", "\\\\")
    .replaceAll("#", "\\#");

/** TAP 14, with what is wrong in a block of YAML below its test. */
export const tap = (results: readonly Result[]): string =>
  `${[
    "TAP version 14",
    `1..${results.length}`,
    ...results.flatMap((one, at) => {
      const problems = problemsOf(one);
      const line = `${problems.length === 0 ? "ok" : "not ok"} ${at + 1} - ${description(one.folder)}`;
      if (problems.length === 0) return [line];
      // a string of JSON is one of YAML
      const each = problems.map(({ text }) => `    - ${JSON.stringify(text)}`);
      return [line, "  ---", "  problems:", ...each, "  ..."];
    }),
  ].join("\n")}\n`;
