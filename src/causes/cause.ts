import type { Use } from "../attribution/uses.ts";
import type { HostKind } from "../signals/host-kind.ts";
import type { SignalName, SignalOf, SignalWith } from "../signals/index.ts";

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
  | { clears: Use; of?: "source" }
  | { limit: SignalWith<number> }
  /** As many as were counted; `of` are the uses that they are among, which tells when they end. */
  | { frees: SignalOf<"entries">; of?: readonly Use[] }
  /** A timeout that a signal names, back to the seconds that another one names. */
  | { resets: SignalWith<string>; to: SignalWith<number> };

/** `now` stops the loss and can be undone, `fix` ends the cause, `prevent` keeps it from coming back. */
export const REMEDY_CLASSES = ["now", "fix", "prevent"] as const;
export type RemedyClass = (typeof REMEDY_CLASSES)[number];

/**
 * Something that a person can do. `{signal.name}` in its texts stands for that signal's value; what stands in
 * `[? … ?]` falls away where a value within is unknown.
 */
export interface Remedy {
  title: string;
  class: RemedyClass;
  commands: readonly string[];
  /** What it may break, in one sentence. */
  risk: string;
  /** How it is undone, and a command that shows that it worked; a setting's and a use's are told by `change`. */
  undo?: string;
  verify?: string;
  /** Null when nothing in the table tells what it frees. */
  change: RemedyChange | null;
  /** Offered only when these hold; always, without. */
  when?: readonly Test[];
  /** Offered only where this signal is unknown. */
  unless?: SignalName;
}

/** What somebody or something is in a finding. */
export const PARTY_ROLES = [
  "source",
  "destination",
  "endpoint",
  "translated",
  "interface",
  "namespace",
  "setting",
] as const;

/** Somebody whom a finding names though no use of the table counts it: by a signal. */
export interface NamedParty {
  role: (typeof PARTY_ROLES)[number];
  name: SignalWith<string>;
  entries?: SignalOf<"entries">;
  /** Where the name does not say it. */
  protocol?: "tcp" | "udp";
}

/**
 * A row of the cause table. Plain data, so that it can be listed, compared and printed.
 *
 * - `gate`: an exhaustion cause is judged only where the table is under pressure; the others always.
 * - `hosts`: the kinds of host on which it occurs; on another one it is ruled out.
 * - `requires`: all must hold; one that fails rules the cause out, one that is unknown leaves it unknown.
 * - `weighs`: the part of the table from which the cause is one of its own. Below it, and where nothing else
 *   explains a full table, it is named together with others: see `settle.ts`.
 * - `evicted`: all must hold in place of the others where the kernel evicted its entries, so that few are left: it is
 *   then likely.
 * - `rest`: ordinary use, which fills the table where no fault does.
 * - `supports`: one that holds makes a likely cause a confirmed one.
 * - `excludes`: one that holds rules the cause out.
 * - `outside`: what would show it is not on this host, so that it is likely at most.
 * - `holds`: signals that count the entries it holds in the table; their sum ranks it.
 */
export interface Cause {
  id: string;
  title: string;
  gate: "exhaustion" | "none";
  /** Two sentences that an application developer understands. */
  mechanism: string;
  hosts?: readonly HostKind[];
  requires: readonly Requirement[];
  weighs?: Test;
  evicted?: readonly Requirement[];
  rest?: true;
  outside?: true;
  supports: readonly Requirement[];
  excludes: readonly Requirement[];
  holds: readonly SignalOf<"entries">[];
  /** Whom it names beside those that hold its entries. */
  names?: readonly NamedParty[];
  /** Causes that this one brings about: when both are found, it goes first. */
  explains?: readonly string[];
  remedies: readonly Remedy[];
  references: readonly string[];
}
