import { LIMITS } from "../../limits.ts";
import type { ByteSink } from "../line-parser.ts";
import { countRow, countUsual } from "./count.ts";
import { ipv6Rows, newTable, type TableFact } from "./fact.ts";
import { asBytes } from "./fields.ts";
import { readForm } from "./forms.ts";
import * as row from "./row.ts";
import { RowScanner } from "./scanner.ts";
import { type UsualRows, usualRows } from "./usual.ts";

export type { TableFact } from "./fact.ts";

/** Room for a line that was put together from two blocks, and for a rewritten one. */
const SCRATCH = LIMITS.lineBytes * 2;
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
  const carry = new Uint8Array(SCRATCH);
  let carried = 0;
  let overlong = false;
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
    // nothing is carried from block to block where single lines come
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at);
      carry[at] = code > 255 ? UNKNOWN : code;
    }
    carry[text.length] = LF;
    scanOne(carry, 0);
  }

  function push(block: Uint8Array): void {
    let from = 0;
    if (carried > 0 || overlong) {
      const feed = block.indexOf(LF);
      keep(block, 0, feed < 0 ? block.length : feed + 1);
      if (feed < 0) return;
      from = feed + 1;
      finishCarried();
    }
    const last = block.lastIndexOf(LF) + 1;
    if (last > from) scanLines(block, from, last);
    if (last < block.length) keep(block, Math.max(last, from), block.length);
  }

  /** Keeps the bytes of a line that is not whole yet; past the ceiling only the fact that it is too long. */
  function keep(block: Uint8Array, from: number, to: number): void {
    // room for the line feed, which is none of the line
    if (overlong || carried + to - from > LIMITS.lineBytes + 1) {
      overlong = true;
      return;
    }
    carry.set(block.subarray(from, to), carried);
    carried += to - from;
  }

  function finishCarried(): void {
    if (overlong) {
      line++;
      tooLong();
    } else scanLines(carry, 0, carried);
    carried = 0;
    overlong = false;
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
    if (reading.is === "row" && reading.text.length < SCRATCH) {
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

  function end(cut: boolean): TableFact {
    overlong ||= carried > LIMITS.lineBytes;
    if (overlong || (cut && carried > 0)) {
      line++;
      unparsed(overlong ? "(an endless line)" : half + latin1(carry, 0, carried));
    } else {
      if (carried > 0) {
        carry[carried++] = LF;
        scanLines(carry, 0, carried);
      }
      if (half !== "") unparsed(half);
    }
    fact.rows = fact.parsed + fact.unparsed.count;
    fact.ipv6 = ipv6Rows(fact);
    return fact;
  }

  return { push, rows, line: oneLine, end };
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

const latin1 = (bytes: Uint8Array, from: number, to: number): string => {
  let text = "";
  for (let p = from; p < to; p += 4096)
    text += String.fromCharCode(...bytes.subarray(p, Math.min(p + 4096, to)));
  return text;
};

/** Control characters become `?`, and a long row is cut, so that an example fits a report's line. */
const exampleOf = (text: string): string =>
  Array.from(text.slice(0, 160), (c) => (c < " " || (c > "~" && c < "\u00a0") ? "?" : c)).join("");
