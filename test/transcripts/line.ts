import type { Output } from "./outputs.ts";

/** A line of a text that was put together: of an output, or of what people write around it. */
export interface Line {
  text: string;
  of: Output | null;
  /** Before anything was put around it. */
  own: string;
}

export const framing = (...texts: readonly string[]): Line[] =>
  texts.map((text) => ({ text, of: null, own: text }));
