import { formatNumber } from "../format.ts";
import { STATES } from "../parsers/conntrack-table/states.ts";
import type { Found } from "./facts.ts";

/**
 * Why the rows at hand may not be judged as the table. `few`, `filtered` and `events` name nothing;
 * `sample` was cut by position, and since rows stand in the order of a hash, it is a random sample of the
 * whole.
 */
export type Excerpt =
  | { is: "whole" }
  | { is: "sample"; of: number; reason: string }
  | { is: "excerpt"; reason: string };

/** Rows from which a random sample tells shares well enough: at worst within 6 points, 19 times of 20. */
const ENOUGH = 300;
/** A whole dump may lack this part of the count: entries that had expired and were not yet collected. */
const EXPIRED = 0.2;
/** It may lack more where it is whole by the tool's own number, or of all protocols, so that nobody chose one. */
const UNLISTED = 0.5;

/** With more than this part of the rows unreadable, those that could be read need not be like the others. */
const UNREADABLE = 0.1;

/** No limit in use is lower, so that a table of fewer entries is not full, whatever its limit. */
const LEAST_LIMIT = 1000;

/** What is known of the table beside its rows. */
export interface Around {
  count: number | null;
  max: number | null;
  /** Days that surely lie between the dump and the count. */
  daysApart: number;
  /** The archive or the entry ended before its time. */
  cut: boolean;
  /** Another dump may be among what the archive lost. */
  lacks: boolean;
  /** The bundle's own collector says that its dump is whole, or why it is not. */
  collector: "whole" | "cut" | null;
}

/** Judges whether rows are the table, part of it at random, or an excerpt. */
export function judgeRows(dumps: readonly Found<"conntrack-table">[], around: Around): Excerpt {
  const sum = (of: (fact: Found<"conntrack-table">["fact"]) => number) =>
    dumps.reduce((total, { fact }) => total + of(fact), 0);
  const rows = sum(({ rows }) => rows);
  const n = formatNumber;
  const of = (all: number | null) => (all === null ? n(rows) : `${n(rows)} of ${n(all)}`);
  if (sum(({ events }) => events) > 0)
    return {
      is: "excerpt",
      reason: `${n(rows)} events of conntrack -E are no table: one connection gives several, and those that were there before give none`,
    };
  if (dumps.some(({ origin }) => origin.reduced === "changed"))
    return {
      is: "excerpt",
      reason: `${n(rows)} ${rows === 1 ? "row is" : "rows are"} of what conntrack deleted or changed, and no list of the table`,
    };
  if (around.daysApart > 0)
    return {
      is: "excerpt",
      reason: `the dump and the count are more than ${around.daysApart === 1 ? "a day" : `${around.daysApart} days`} apart, so its rows do not show what fills the table now`,
    };
  const unread = sum(({ unparsed }) => unparsed.count);
  if (unread > Math.max(1, rows * UNREADABLE) && unread < rows)
    return {
      is: "excerpt",
      reason: `${of(null)} rows are here, of which ${n(unread)} could not be read, so the others do not show what fills the table`,
    };
  const trailer = dumps.every(({ fact }) => fact.trailerRows !== null)
    ? sum(({ trailerRows }) => trailerRows ?? 0)
    : null;
  const { count } = around;
  const isWhole = rows > 0 && count !== null && rows >= count * (1 - EXPIRED / 4);
  const whole = Math.max(count ?? 0, trailer ?? 0) || null;
  if (
    dumps.some(({ origin }) => origin.reduced === "filtered" || origin.reduced === "counted") &&
    !isWhole
  )
    return { is: "excerpt", reason: chosenOf(dumps, rows, of(count)) };
  const isSampled = dumps.some(({ origin }) => origin.reduced === "sampled");
  const isCut =
    isSampled ||
    around.collector === "cut" ||
    around.cut ||
    dumps.some(({ origin, fact }) => origin.reduced === "cut" || origin.elided || isCutShort(fact));
  if (isCut && !(isWhole && around.collector !== "cut")) {
    if (around.lacks && whole === null)
      return {
        is: "excerpt",
        reason: `nothing tells of how many entries these ${n(rows)} rows are, and the archive lost some of what it held`,
      };
    const far = whole === null || rows < whole * (1 - EXPIRED);
    if (rows < ENOUGH && far)
      return {
        is: "excerpt",
        reason: `${of(whole)} rows are too few to show what fills the table`,
      };
    if (isSampled && whole === null)
      return {
        is: "excerpt",
        reason: `the command took ${n(rows)} rows, and nothing tells of how many`,
      };
    return whole !== null && rows < whole
      ? {
          is: "sample",
          of: whole,
          reason: isSampled
            ? `the command took ${of(whole)} rows`
            : `the rows were cut off after ${of(whole)}`,
        }
      : { is: "whole" };
  }
  if (around.collector === "whole" && (count === null || rows >= count * UNLISTED))
    return { is: "whole" };
  if (trailer !== null && rows < trailer * (1 - EXPIRED / 4))
    return {
      is: "excerpt",
      reason: `conntrack listed ${n(trailer)} entries, and only ${n(rows)} of these rows are here`,
    };
  const isChosen = trailer === null && isOfOneProtocol(dumps);
  if (count !== null && rows < count * (isChosen ? 1 - EXPIRED : UNLISTED))
    return {
      is: "excerpt",
      reason:
        around.collector === "whole"
          ? `the dump is whole, but the kernel counts ${n(count)} entries and ${n(rows)} are in it, so its rows do not show what fills the table`
          : `the dump has ${n(rows)} rows of the ${n(count)} entries that the kernel counted, so they do not show what fills the table`,
    };
  const isForeign = dumps.some(({ origin }) => origin.layout !== "conntriage");
  if (isForeign && count === null && around.max === null && rows < LEAST_LIMIT)
    return {
      is: "excerpt",
      reason: `${n(rows)} ${rows === 1 ? "row" : "rows"} without a count or a limit cannot show what fills the table`,
    };
  return { is: "whole" };
}

/** As what `-p` lists, or `grep`, whose command is not always there. */
function isOfOneProtocol(dumps: readonly Found<"conntrack-table">[]): boolean {
  const protocols = dumps.flatMap(({ fact }) =>
    [...fact.byKind.entries()].flatMap(([kind, rows]) =>
      rows > 0 ? [STATES[kind >> 2]!.protocol] : [],
    ),
  );
  return new Set(protocols).size < 2;
}

/** Why rows are few or none: what chose them, or counted them. */
function chosenOf(
  dumps: readonly Found<"conntrack-table">[],
  rows: number,
  rowsOf: string,
): string {
  const isCounted = dumps.some(({ origin }) => origin.reduced === "counted");
  const parsed = dumps.reduce((sum, { fact }) => sum + fact.parsed, 0);
  if (parsed === 0 && rows > 0)
    return `the command printed ${formatNumber(rows)} ${rows === 1 ? "line that is no entry" : "lines that are no entries"}`;
  if (parsed === 0)
    return isCounted
      ? "the command printed counts, so nothing shows what fills the table"
      : "the filter matched none, so nothing shows what fills the table";
  const verb = rows === 1 ? "row was" : "rows were";
  return `the ${rowsOf} ${verb} chosen by a filter, so they do not show what fills the table`;
}

/**
 * A dump that begins with half a row is the end of a longer one, as sosreport keeps the last 25 MB; and one that
 * ends with half a row is its beginning.
 */
const isCutShort = ({ unparsed, rows }: Found<"conntrack-table">["fact"]): boolean =>
  rows > 1 &&
  (unparsed.examples[0]?.line === 1 ||
    (unparsed.count === 1 && unparsed.examples[0]?.line === rows));
