import type { Blocks } from "../archive/entry.ts";
import { readRow } from "../parsers/conntrack-table/read-row.ts";

const LF = 10;
/** Bytes of the end by which a dump is told to be whole. */
const TAIL = 512;
const SHOWN = /(\d{1,12}) flow entries have been shown/;

/** Whether a text begins with rows of the table. */
export function isDump(head: string): boolean {
  const lines = head.split(/\r?\n/).filter((line) => line.trim() !== "" && !SHOWN.test(line));
  const whole = lines.length > 1 ? lines.slice(0, -1) : lines;
  return whole.length > 0 && whole.slice(0, 5).every((line) => readRow(line) !== null);
}

/** The rows of a dump, by its line feeds: what each holds is read later, and of few dumps. */
export async function countRows(blocks: Blocks): Promise<{ rows: number; isCut: boolean }> {
  let rows = 0;
  let bytes = 0;
  let tail = new Uint8Array(0);
  for await (const block of blocks) {
    for (let at = block.indexOf(LF); at >= 0; at = block.indexOf(LF, at + 1)) rows++;
    bytes += block.length;
    const end = block.subarray(Math.max(0, block.length - TAIL));
    tail = end.length < TAIL ? joined(tail, end) : end.slice();
  }
  const text = new TextDecoder().decode(tail);
  const last = text.trimEnd().split("\n").at(-1) ?? "";
  const shown = SHOWN.exec(last);
  if (shown !== null) return { rows: rows - (text.endsWith("\n") ? 1 : 0), isCut: false };
  return { rows, isCut: bytes > 0 && tail.at(-1) !== LF };
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(a.length + b.length);
  whole.set(a);
  whole.set(b, a.length);
  return whole.slice(Math.max(0, whole.length - TAIL));
}
