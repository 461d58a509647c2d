import { LIMITS } from "../limits.ts";

/** Something that takes lines; the parsers' `LineSink` is one. */
interface TakesLines {
  line(text: string, number: number): void;
}

/** What came of an entry's text. */
export interface TextOutcome {
  lines: number;
  /** Why not all of it was read, or null. */
  cut: string | null;
}

/**
 * Cuts blocks of bytes into lines and hands them on. Decoding never throws: bytes that are not UTF-8
 * become U+FFFD. A line above the ceiling is handed on cut; lines past the ceiling are not read.
 */
export function lineFeed(sink: TakesLines): {
  push(block: Uint8Array): void;
  end(): TextOutcome;
} {
  const decoder = new TextDecoder("utf-8", { ignoreBOM: false });
  let lines = 0;
  let rest = "";
  let cut: string | null = null;

  function take(text: string): void {
    if (lines >= LIMITS.linesPerEntry) {
      cut = `only its first ${LIMITS.linesPerEntry} lines were read`;
      return;
    }
    lines++;
    if (text.length > LIMITS.lineBytes) {
      cut = `line ${lines} is longer than ${LIMITS.lineBytes} characters and was cut`;
      text = text.slice(0, LIMITS.lineBytes);
    }
    sink.line(text.endsWith("\r") ? text.slice(0, -1) : text, lines);
  }

  function push(block: Uint8Array): void {
    const text = decoder.decode(block, { stream: true });
    let from = 0;
    for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", from)) {
      take(rest + text.slice(from, at));
      rest = "";
      from = at + 1;
    }
    // of an endless line no more is kept than shows that it is too long
    if (rest.length <= LIMITS.lineBytes) rest += text.slice(from, from + LIMITS.lineBytes + 1);
  }

  function end(): TextOutcome {
    rest += decoder.decode();
    if (rest !== "") take(rest);
    return { lines, cut };
  }

  return { push, end };
}
