import type { Use } from "../attribution/uses.ts";
import type { SignalOf, SignalWith } from "../signals/index.ts";

export const OPERATORS = [">", ">=", "<", "<=", "=", "!="] as const;
export type Operator = (typeof OPERATORS)[number];
/** Those that a value without an order can be held against. */
export const EQUALITIES = ["=", "!="] as const satisfies readonly Operator[];
type Equality = (typeof EQUALITIES)[number];

/**
 * A test of one signal: a number, a yes/no or a name is held against its like. It holds, fails, or is unknown
 * when the signal is.
 */
export type Test =
  | readonly [SignalWith<number>, Operator, number]
  | readonly [SignalWith<boolean>, Equality, boolean]
  | readonly [SignalWith<string>, Equality, string];

/** One test, or several of which one is enough. */
export type Requirement = Test | { any: readonly Test[] };

/**
 * What a remedy does, as far as the table can be counted under it. The numbers may be signals' names,
 * so that nothing is advised that this node's own values do not bear out.
 */
export type RemedyChange =
  | { timeout: string; seconds: number }
  | { avoids: readonly Use[] }
  | { clears: Use }
  | { limit: SignalWith<number> }
  | { frees: SignalOf<"entries"> };

/** Something that a person can do. `{signal.name}` in its texts stands for that signal's value. */
export interface Remedy {
  title: string;
  commands: readonly string[];
  /** What it may break, in one sentence. */
  risk: string;
  /** Null when nothing in the table tells what it frees. */
  change: RemedyChange | null;
  /** Offered only when these hold; always, without. */
  when?: readonly Test[];
}

/**
 * A row of the cause table. Plain data, so that it can be listed, compared and printed.
 *
 * - `gate`: an exhaustion cause is judged only where the table is under pressure; the others always.
 * - `requires`: all must hold; one that fails rules the cause out, one that is unknown leaves it unknown.
 * - `supports`: one that holds makes a likely cause a confirmed one.
 * - `excludes`: one that holds rules the cause out.
 * - `holds`: signals that count the entries it holds in the table; their sum ranks it.
 */
export interface Cause {
  id: string;
  title: string;
  gate: "exhaustion" | "none";
  /** Two sentences that an application developer understands. */
  mechanism: string;
  requires: readonly Requirement[];
  supports: readonly Requirement[];
  excludes: readonly Requirement[];
  holds: readonly SignalOf<"entries">[];
  /** Causes that this one brings about: when both are found, it goes first. */
  explains?: readonly string[];
  remedies: readonly Remedy[];
  references: readonly string[];
}
