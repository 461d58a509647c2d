import { LIMITS } from "../../limits.ts";
import { latin1 } from "../latin1.ts";
import type { ByteSink } from "../line-parser.ts";
import { wholeLines } from "../whole-lines.ts";
import { countRow, countUsual } from "./count.ts";
import { ipv6Rows, newTable, type TableFact } from "./fact.ts";
import { asBytes } from "./fields.ts";
import { readForm } from "./forms.ts";
import * as row from "./row.ts";
import { RowScanner } from "./scanner.ts";
import { type UsualRows, usualRows } from "./usual.ts";

export type { TableFact } from "./fact.ts";

/** Bytes of a rewritten line. */
const REWRITTEN = LIMITS.lineBytes * 2;
const LF = 10;
/** Stands for a character that is no byte, `?`: no row holds one. */
const UNKNOWN = 63;

/** Takes a dump block by block, or as part of a text; never keeps a row. */
export interface TableSink extends ByteSink<TableFact> {
  /**
   * Takes the whole lines of `[from, to)` as far as they are rows, for a dump that is part of a text. `first`
   * is the number of the first line. Answers where it stopped, and the number of the line there.
   */
  rows(block: Uint8Array, from: number, to: number, first: number): { at: number; line: number };
  /** Takes one line that may have stood in quotes or the like. */
  line(text: string, number: number): void;
}

/**
 * Borders of the ESTABLISHED bands when the timeout is not known yet: an hour below kube-proxy's 86400
 * and below the kernel's 432000. Whichever it turns out to be, "idle for over an hour" is a sum of bands.
 */
export const USUAL_BORDERS = [86_400 - 3_600, 432_000 - 3_600] as const;

/** Counts the rows of a dump of the connection-tracking table; never keeps one. */
export function conntrackTable(
  entry: string,
  borders: readonly [number, number] = USUAL_BORDERS,
  limits: Parameters<typeof newTable>[2] = LIMITS,
): TableSink {
  const fact = newTable(entry, borders, limits);
  const words = new Int32Array(row.ROW_WORDS);
  const scanner = new RowScanner(words, fact.addresses, borders);
  const usual = usualRows();
  let line = 0;
  let half = "";
  const scratch = new Uint8Array(LIMITS.lineBytes + 1);
  /** Whether to stop at a line that is no row, and whether that came. */
  let stops = false;
  let stopped = false;

  function rows(block: Uint8Array, from: number, to: number, first: number) {
    line = first - 1;
    stops = true;
    stopped = false;
    const at = scanLines(block, from, to);
    stops = false;
    return { at, line: line + 1 };
  }

  function oneLine(text: string, number: number): void {
    line = number - 1;
    if (text.length > LIMITS.lineBytes) {
      line++;
      tooLong();
      return;
    }
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at);
      scratch[at] = code > 255 ? UNKNOWN : code;
    }
    scratch[text.length] = LF;
    scanOne(scratch, 0);
  }

  /** A line above the ceiling is no row, whether it lies in one block or in many. */
  function tooLong(): void {
    half = "";
    unparsed(`(a line of more than ${LIMITS.lineBytes} bytes)`);
  }

  function scanLines(block: Uint8Array, from: number, to: number): number {
    let p = from;
    while (p < to && !stopped) {
      const end = lastLineEnd(block, p, Math.min(to, p + (usual?.room ?? 0)));
      p =
        usual !== null && end > p && half === ""
          ? scanMany(usual, block, p, end)
          : scanOne(block, p);
    }
    return p;
  }

  /** Reads the lines of `[from, end)`; answers where it stopped, which is sooner when one cuts a row in two. */
  function scanMany(usual: UsualRows, block: Uint8Array, from: number, end: number): number {
    usual.load(block.subarray(from, end));
    let p = from;
    while (p < end && half === "" && !stopped) {
      const rows = usual.read(p - from, fact.addresses, borders);
      countUsual(fact, usual, rows, line + 1);
      line += rows;
      p = from + usual.stopped;
      if (rows < usual.most && p < end) p = scanOne(block, p);
    }
    return p;
  }

  /** Reads the line at `p`; answers where the next one begins. */
  function scanOne(block: Uint8Array, p: number): number {
    line++;
    const next = half === "" ? scanner.scan(block, p) : -1;
    if (next > 0 && next - p <= LIMITS.lineBytes + 1) {
      countRow(fact, words, line);
      return next;
    }
    const end = block.indexOf(LF, p);
    if (end - p > LIMITS.lineBytes) tooLong();
    else slow(latin1(block, p, end));
    if (!stopped) return end + 1;
    line--;
    return p;
  }

  function slow(whole: string): void {
    const text = withoutReturns(whole);
    const reading = readForm(text, half);
    half = "";
    if (reading.is === "frame" || reading.is === "half") {
      fact.trailerRows = reading.trailerRows ?? fact.trailerRows;
      // the halves of one row are no longer than a row, however many messages cut it
      if (reading.is === "half" && reading.text.length > LIMITS.lineBytes) tooLong();
      else if (reading.is === "half") half = reading.text;
      else fact.toolVersion = reading.toolVersion ?? fact.toolVersion;
      return;
    }
    if (reading.is === "row" && reading.text.length < REWRITTEN) {
      if (reading.event) fact.events++;
      if (scanner.scan(asBytes(`${reading.text}\n`), 0) > 0) {
        countRow(fact, words, line);
        return;
      }
    }
    if (stops) stopped = true;
    else unparsed(text);
  }

  function unparsed(text: string): void {
    fact.unparsed.count++;
    if (fact.unparsed.examples.length < LIMITS.examples)
      fact.unparsed.examples.push({ line, text: exampleOf(text) });
  }

  const lines = wholeLines(scanLines, () => {
    line++;
    tooLong();
  });

  function end(cut: boolean): TableFact {
    const rest = lines.rest();
    if (rest === null || (cut && rest.length > 0)) {
      line++;
      unparsed(rest === null ? "(an endless line)" : half + latin1(rest, 0, rest.length));
    } else {
      scratch.set(rest);
      scratch[rest.length] = LF;
      if (rest.length > 0) scanLines(scratch, 0, rest.length + 1);
      if (half !== "") unparsed(half);
    }
    fact.rows = fact.parsed + fact.unparsed.count;
    fact.ipv6 = ipv6Rows(fact);
    return fact;
  }

  return { push: lines.push, rows, line: oneLine, end };
}

/** Behind the last line feed of `[from, to)`, or `from` without one. */
const lastLineEnd = (block: Uint8Array, from: number, to: number): number =>
  to === from ? from : Math.max(from, block.lastIndexOf(LF, to - 1) + 1);

/** However many carriage returns end a line, they are its end and none of its text. */
function withoutReturns(line: string): string {
  let end = line.length;
  while (line[end - 1] === "\r") end--;
  return line.slice(0, end);
}

/** Control characters become `?`, and a long row is cut, so that an example fits a report's line. */
const exampleOf = (text: string): string =>
  Array.from(text.slice(0, 160), (c) => (c < " " || (c > "~" && c < "\u00a0") ? "?" : c)).join("");
