/**
 * Every way in which conntriage can fail, one code for one message, so that scripts can tell them apart.
 *
 * - `USAGE`: the command line asks for something that does not exist. Exit code 2.
 * - `BUNDLE_UNREADABLE`: the bundle cannot be opened, or nothing in it can be used. Exit code 3.
 * - `PARSE_FAILED`: one entry is not what its name says. The entry is listed as failed, the rest goes on.
 * - `LIMIT_REACHED`: an entry or the archive passes a ceiling of `limits.ts`. What was read so far counts.
 * - `OUTPUT_FAILED`: the report cannot be written. Exit code 4, as of any fault that is not one of these.
 */
export type ErrorCode =
  | "USAGE"
  | "BUNDLE_UNREADABLE"
  | "PARSE_FAILED"
  | "LIMIT_REACHED"
  | "OUTPUT_FAILED";

/** A place in the bundle: an entry's path as the archive spells it, and a line counted from 1. */
export interface Place {
  entry: string;
  line: number;
}

/** The only error that conntriage throws on purpose. Its message is one line that says what to do. */
export class AnalyzerError extends Error {
  readonly code: ErrorCode;
  readonly place: Place | undefined;

  constructor(code: ErrorCode, message: string, place?: Place) {
    // it may quote an input, as what JSON.parse says does
    super(message.replace(/[\r\n]+/g, " "));
    this.name = "AnalyzerError";
    this.code = code;
    this.place = place;
  }
}
