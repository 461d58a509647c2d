/**
 * A parser that sees its entry line by line, in order, and answers with one small fact at the end.
 * It never keeps the lines. `number` counts from 1.
 */
export interface LineSink<Fact> {
  line(text: string, number: number): void;
  /** @throws AnalyzerError `PARSE_FAILED` when the entry as a whole is not what its name says. */
  end(): Fact;
}

/** Starts a parser on one entry. `entry` is the path in the bundle, for places and messages. */
export type LineParser<Fact> = (entry: string) => LineSink<Fact>;

/** A parser that takes its entry block by block, for a source of millions of lines. */
export interface ByteSink<Fact> {
  push(block: Uint8Array): void;
  /** `cut`: the entry ended before its time, so a last line without its line feed is half a row. */
  end(cut: boolean): Fact;
}

/** Starts a parser of bytes on one entry. `borders`, in seconds, part long-lived rows into bands. */
export type ByteParser<Fact> = (
  entry: string,
  borders?: readonly [number, number],
) => ByteSink<Fact>;
