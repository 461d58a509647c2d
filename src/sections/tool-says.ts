import { ROWS } from "./forms/table.ts";
import type { Line, Receiver } from "./section.ts";
import { CHANGED, TRAILER } from "./trailers.ts";
import type { Turns } from "./turns.ts";

/**
 * Takes what the tool says behind its rows, or before them, as standard error does in a copy of both; false of any
 * other line.
 */
export function takeTrailer(line: Line, turns: Turns, to: Receiver): boolean {
  if (CHANGED.test(line.bare)) {
    to.frame?.(line.number);
    turns.changed(line.number);
    return true;
  }
  const trailer = TRAILER.exec(line.bare);
  if (trailer === null) return false;
  // without what stands before it
  const said = line.bare.slice(trailer.index);
  if (!turns.toTable(said, line.number))
    turns.begin(ROWS, { ...line, text: said, bare: said, layers: [] });
  return true;
}
