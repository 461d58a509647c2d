import { AnalyzerError, type ErrorCode, type Place } from "../../src/errors.ts";
import type { LineSource } from "../../src/parsers/source.ts";

/** What of a source a text is read by. */
type LineText<Fact> = Pick<LineSource<Fact>, "parser">;

/** Runs a source's parser over a text, as the bundle's reader does it: line by line, counted from 1. */
export function read<Fact>(source: LineText<Fact>, text: string): Fact {
  const sink = source.parser("entry.txt");
  const lines = text.split("\n");
  if (lines.at(-1) === "") lines.pop();
  for (const [index, line] of lines.entries()) sink.line(line, index + 1);
  return sink.end();
}

/** The error that a parser ends with, or undefined when it takes the text. */
export function failure(
  source: LineText<unknown>,
  text: string,
): { code: ErrorCode; place: Place | undefined; message: string } | undefined {
  try {
    read(source, text);
    return undefined;
  } catch (error) {
    if (!(error instanceof AnalyzerError)) throw error;
    return { code: error.code, place: error.place, message: error.message };
  }
}

/** The same text with the line ends of Windows. */
export const crlf = (text: string): string => text.replaceAll("\n", "\r\n");
