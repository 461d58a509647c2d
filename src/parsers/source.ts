import type { ByteParser, LineParser } from "./line-parser.ts";
import type { Redaction } from "./redaction.ts";

/**
 * What a source may hold that its owner would not show to a stranger. `names` are those of nodes, pods,
 * processes and interfaces, `comments` free text that somebody wrote.
 */
export type Sensitive = "addresses" | "names" | "macs" | "secrets" | "comments" | "nothing";

/** A logical input, which is not a path: each layout says where its collector puts it. */
interface About {
  /** Completes "could not be judged without …". */
  what: string;
  /** The command by which a person takes the same by hand on the node. */
  get: string;
  sensitive: readonly [Sensitive, ...Sensitive[]];
  /** What of its lines may be shown to a stranger. */
  redact: Redaction;
  /** Names of sources of which one is enough instead of this one. */
  alternatives: readonly string[];
  /** True where every bundle should hold it for a diagnosis, whoever made it. */
  wanted?: boolean;
}

/** A source of lines. */
export interface LineSource<Fact> extends About {
  parser: LineParser<Fact>;
}

/** A source of so many lines that its bytes are read instead. */
export interface ByteSource<Fact> extends About {
  byteParser: ByteParser<Fact>;
}

export type Source<Fact> = LineSource<Fact> | ByteSource<Fact>;

/** Defines a source: what it is, how it is had, known and read, and what may be shown of it. */
export function defineSource<Fact>(source: LineSource<Fact>): LineSource<Fact>;
export function defineSource<Fact>(source: ByteSource<Fact>): ByteSource<Fact>;
export function defineSource<Fact>(source: Source<Fact>): Source<Fact> {
  return source;
}
