/** What a decompressor throws for data that is not whole. Its message is a reason: `its … is damaged`. */
export class Damage extends Error {
  override name = "Damage";
}

/** Data that stops before its end. */
export const ENDS_EARLY = "its compressed data ends too early";
/** Data that contradicts itself. */
export const DAMAGED = "its compressed data is damaged";
/** Data that was made to keep its reader busy. */
export const TOO_SLOW = "its compressed data takes too long to unpack: unpack it first";
/** Data that contradicts its checksum. */
export const WRONG_SUM = "its data is damaged: its checksum is another one";

/** What is wrong with a stream. Its bytes from `from` up to `to` may be wrong, though they could be read. */
export interface Fault {
  reason: string;
  from: number;
  to: number;
  /** Bytes are missing behind `to`. */
  isShort: boolean;
}

/** Stands in a stream where bytes of it were lost. To whoever does not know it, it is a block of none. */
export const GAP = new Uint8Array(0);

/** A stream in whose place of a gap there is the end of a line, so that no line is made of two halves. */
export async function* gapsAsLines(blocks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const block of blocks) yield block === GAP ? Uint8Array.of(10) : block;
}
