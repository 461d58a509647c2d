import type { Blocks } from "../archive/entry.ts";
import { LIMITS } from "../limits.ts";
import { encodingOf } from "./clean.ts";
import { Cutter } from "./cutter.ts";
import type { Receiver } from "./section.ts";

const LF = 10;
/** Bytes that tell the encoding. */
const HEAD = 512;

export interface TextOutcome {
  lines: number;
  /** Why not all of it was read, or null. */
  cut: string | null;
  /** The last line has no end: it may be half a line. */
  isOpen: boolean;
}

/**
 * Cuts a stream of bytes into lines and these into sections. Rows of the table that nothing stands around are
 * handed on as the bytes that they are, a block at a time.
 */
export async function readText(
  blocks: Blocks,
  to: Receiver,
  ...about: ConstructorParameters<typeof Cutter> extends [Receiver, ...infer Rest] ? Rest : never
): Promise<TextOutcome> {
  const cutter = new Cutter(to, ...about);
  const outcome: TextOutcome = { lines: 0, cut: null, isOpen: false };
  const decoder = new TextDecoder("utf-8", { ignoreBOM: false });
  let wide: InstanceType<typeof TextDecoder> | null = null;
  let rest: Uint8Array = new Uint8Array(0);
  let first = true;

  for await (const block of blocks) {
    if (first) {
      const encoding = encodingOf(block.subarray(0, HEAD));
      if (encoding !== "utf-8") wide = new TextDecoder(encoding);
      first = false;
    }
    const bytes =
      wide === null ? block : new TextEncoder().encode(wide.decode(block, { stream: true }));
    take(bytes);
    if (outcome.cut !== null && outcome.lines >= LIMITS.linesPerEntry) break;
  }
  outcome.isOpen = rest.length > 0;
  if (outcome.isOpen) take(Uint8Array.of(LF));
  cutter.end();
  return outcome;

  function take(block: Uint8Array): void {
    let from = 0;
    if (rest.length > 0) {
      const feed = block.indexOf(LF);
      const end = feed < 0 ? block.length : feed + 1;
      // of an endless line no more is kept than shows that it is too long
      const room = Math.max(0, LIMITS.lineBytes * 4 - rest.length);
      const joined = new Uint8Array(rest.length + Math.min(room, end) + (feed < 0 ? 0 : 1));
      joined.set(rest);
      joined.set(block.subarray(0, Math.min(room, end)), rest.length);
      if (feed >= 0) joined[joined.length - 1] = LF;
      rest = joined;
      if (feed < 0) return;
      lines(
        rest,
        0,
        rest.lastIndexOf(LF, rest.length - 2) === rest.length - 2 ? rest.length - 1 : rest.length,
      );
      rest = new Uint8Array(0);
      from = feed + 1;
    }
    const last = block.lastIndexOf(LF) + 1;
    if (last > from) lines(block, from, last);
    if (last < block.length) rest = block.slice(Math.max(last, from));
  }

  /** Whole lines. */
  function lines(block: Uint8Array, from: number, end: number): void {
    let p = from;
    while (p < end) {
      if (beginsRow(block, p)) {
        const after = cutter.rows(block, p, end, outcome.lines + 1);
        outcome.lines = after.line - 1;
        if (after.at > p) to.raw?.rows();
        p = after.at;
        if (p >= end) return;
      }
      const feed = block.indexOf(LF, p);
      outcome.lines++;
      let text = decoder.decode(block.subarray(p, feed));
      if (text.length > LIMITS.lineBytes) {
        outcome.cut = `line ${outcome.lines} is longer than ${LIMITS.lineBytes} characters and was cut`;
        text = text.slice(0, LIMITS.lineBytes);
      }
      if (outcome.lines > LIMITS.linesPerEntry) {
        outcome.cut = `only its first ${LIMITS.linesPerEntry} lines were read`;
        return;
      }
      cutter.line(text, outcome.lines);
      to.raw?.line(text, outcome.lines);
      p = feed + 1;
    }
  }
}

/** The protocols that a row begins with, or the family before them, by their first three letters. */
const BEGINNINGS = new Set(["tcp", "udp", "icm", "ipv", "sct", "dcc", "gre", "unk"].map(codeOf));

function codeOf(text: string): number {
  return (text.charCodeAt(0) << 16) | (text.charCodeAt(1) << 8) | text.charCodeAt(2);
}

/** Whether a line begins as a row does, with nothing before it. */
const beginsRow = (b: Uint8Array, p: number): boolean =>
  BEGINNINGS.has(((b[p] ?? 0) << 16) | ((b[p + 1] ?? 0) << 8) | (b[p + 2] ?? 0));
