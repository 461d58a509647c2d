import type { SourceName } from "../../parsers/index.ts";

/** How the lines of one source look, wherever they stand in a text. */
export interface LineForm {
  source: SourceName;
  /** A line that shows by itself which source it is of. */
  begins: RegExp;
  /** What such a line may still be, and is then none. */
  not?: (text: string) => boolean;
  /** What else follows such a line. Without it, each line must show its source. */
  goesOn?: RegExp;
  /** A line that begins another output of the same source. */
  again?: RegExp;
  /** Words of the command or of the path without which such lines may be anything. */
  under?: RegExp;
}

/** Whether a line shows by itself that it is of a form. */
export const shows = ({ begins, not }: LineForm, text: string): boolean =>
  begins.test(text) && not?.(text) !== true;
