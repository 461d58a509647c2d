/**
 * What is said of the outputs that follow in a text: by whom, where, when, and by which command. A
 * prompt, a title or a date changes it.
 */
export interface Context {
  /** The machine that a prompt, a title or a prefix names. */
  host: string | null;
  /** The network namespace or pod that the command ran in; null for the machine's own. */
  namespace: string | null;
  /** The command line, as it was typed. */
  command: string | null;
  /** Milliseconds since 1970, by a date in the text. Without a zone it is read as UTC. */
  time: number | null;
  /**
   * The larger, the earlier: two for each answer that it is quoted deep below a newer mail, and one more below a
   * heading such as "Before the restart".
   */
  earlier: number;
  /** The date names a zone that is not known, so that `time` is its wall clock. */
  isWall: boolean;
  /** How the command's output was reduced; null when it was not, as far as the command tells. */
  reduced: Reduced | null;
  /** What each bare value of the output is, in order. */
  expects: readonly Expected[];
  /** The command repeats: the values come again in the same order. */
  repeats: boolean;
  /** The output is what a file asks for, not what is in force. */
  configured: boolean;
  /** Nor a file's: what a command, typed or advised, would write. */
  isWish: boolean;
}

/**
 * `filtered` by what the rows are, `cut` by where they stand, `sampled` one in so many, `changed` those that a command
 * deleted or wrote, or not a list of entries at all.
 */
export type Reduced = "filtered" | "cut" | "sampled" | "changed" | "events" | "counted";

/** A bare value that a command prints. */
export type Expected =
  | { is: "setting"; name: string }
  | { is: "count" | "cpus" | "release" | "hostname" | "proxy-mode" | "epoch" | "rows" | "messages" }
  /** Several of them on one line, with words between. */
  | { is: "line"; of: readonly Expected[] };

export const NO_CONTEXT: Context = {
  host: null,
  namespace: null,
  command: null,
  time: null,
  earlier: 0,
  isWall: false,
  reduced: null,
  expects: [],
  repeats: false,
  configured: false,
  isWish: false,
};
