import { codeSpan, printable } from "../format.ts";
import type { Analysis, AnalysisFinding } from "./contract.ts";
import { formatValue } from "./fill.ts";

const NUMERIC = /^(?:Entries|Share|Count|Limit|Second|Bytes|Drops|Early drops|Failed inserts)$/;

/** A table. Cells are Markdown already; a `|` within one is escaped, which holds in code spans, too. */
export function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  const ruler = header.map((name) => (NUMERIC.test(name) ? "---:" : "---"));
  return [line(header), line(ruler), ...rows.map(line)].join("\n");
}

export const fence = (lines: readonly string[]): string =>
  ["```sh", ...lines.map((line) => line.replaceAll("```", "'''")), "```"].join("\n");

export const found = (analysis: Analysis): AnalysisFinding[] =>
  analysis.findings.filter(({ verdict }) => verdict !== "ruled-out" && verdict !== "unknown");

/** A bar of text, a block for each five per cent. */
export const bar = (share: number): string =>
  "█".repeat(Math.round(share * 20)).padEnd(share > 0 ? 1 : 0, "▏");

export const placeOf = (source: { entry: string; line: number } | null): string =>
  source === null ? "–" : codeSpan(`${shortEntry(source.entry)}:${source.line}`);

/** A bundle's entries share one top folder, which says nothing here. */
export const shortEntry = (entry: string): string => {
  const parts = entry.split("/");
  return parts.length > 1 && parts[0]!.startsWith("conntriage-") ? parts.slice(1).join("/") : entry;
};

/**
 * Text of the collector's manifest within a sentence: the reason may quote any program's message. What
 * GitHub would make a link or a mention of is broken up, since a backslash alone does not stop it.
 */
export const plain = (text: string): string =>
  printable(text.replace(/[\r\n]+/g, " "), 1000)
    .replace(/[\\`*_{}[\]<>()#|!~&]/g, (c) => `\\${c}`)
    .replaceAll("://", ":\\//")
    .replace(/\bwww\./gi, "www\\.")
    .replaceAll("@", "(at)");

const OPERATORS: Record<string, string> = {
  ">": "more than",
  ">=": "at least",
  "<": "less than",
  "<=": "at most",
  "=": "",
  "!=": "other than",
};

/** `> 0.3` of a share as `more than 30 %`. */
export function testInWords(test: string, unit: string): string {
  if (test === "> 0") return "any";
  const [operator = "", than = ""] = test.split(" ");
  const number = Number(than);
  const value =
    than === "true" ? "yes" : than === "false" ? "no" : Number.isNaN(number) ? than : number;
  const said = typeof value === "number" ? formatValue(value, unit) : value;
  return `${OPERATORS[operator] ?? operator} ${said}`.trim();
}
