import {
  conntrackTable,
  type TableFact,
  USUAL_BORDERS,
} from "../../../src/parsers/conntrack-table/index.ts";

/** Each character one byte. */
export const bytesOf = (text: string): Uint8Array => Uint8Array.from(text, (c) => c.charCodeAt(0));

/**
 * Parses a text whose characters are bytes, cut into blocks at the given places. Each block begins
 * elsewhere in its memory, and is wiped once it was pushed: the parser may not hold on to it.
 */
export function parseDump(
  text: string,
  {
    at = [],
    cut = false,
    borders = USUAL_BORDERS,
  }: { at?: readonly number[]; cut?: boolean; borders?: readonly [number, number] } = {},
): TableFact {
  const sink = conntrackTable("dump/table.txt", borders);
  const bytes = bytesOf(text);
  const places = [...new Set([0, ...at, bytes.length])].sort((a, b) => a - b);
  for (const [index, from] of places.entries()) {
    const text = bytes.subarray(from, places[index + 1] ?? from);
    const block = new Uint8Array(text.length + (index % 8)).subarray(index % 8);
    block.set(text);
    sink.push(block);
    block.fill(0x58);
  }
  return sink.end(cut);
}

/** Kinds by name, without those that have no rows. */
export { named } from "./counts.ts";
