/** What a decompressor throws for data that is not whole. Its message is a reason: `its … is damaged`. */
export class Damage extends Error {
  override name = "Damage";
}

/** Data that stops before its end. */
export const ENDS_EARLY = "its compressed data ends too early";
/** Data that contradicts itself. */
export const DAMAGED = "its compressed data is damaged";
