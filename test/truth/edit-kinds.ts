/**
 * The kinds of edit that make a case of the truth table from a captured bundle. Few, and each says in
 * itself what the case is about: a reader sees 0.29 where the cause table says `> 0.3`.
 *
 * Paths are those below the bundle's top folder; a star stands for one part of a path, so that one
 * edit reaches the files of both samples. In texts, `{uptime+3}` is the uptime 3 s after the window's
 * start, and `{sampled-4}` the time of day in epoch seconds 4 s before the second sample.
 */
import * as z from "zod";
import type { Who } from "../support/parties.ts";

const path = z.string().min(1);

/** Takes files out; the manifest then says why, as the collector does for what it could not take. */
const remove = z.strictObject({ remove: z.union([path, z.array(path)]), reason: z.string() });

/** Adds a file, or lines at the end of one that is there. */
const add = z.strictObject({
  add: path,
  command: z.string().optional(),
  lines: z.array(z.string()),
});

/** Replaces a text, or what a pattern matches within lines, everywhere in a file. It must occur. */
const replace = z.union([
  z.strictObject({ replace: path, text: z.string(), by: z.string() }),
  z.strictObject({ replace: path, pattern: z.string(), by: z.string() }),
]);

/** Sets a named value: a sysctl, a metric, `TCP.mem` of sockstat. */
const set = z.strictObject({ set: path, name: z.string(), to: z.union([z.string(), z.number()]) });

/**
 * Lets a counter rise by so much from the first sample to the second, from what it is there, or from a
 * given total since boot. Of nf_conntrack_stat.txt, conntrack-S.txt and timeline.csv follow.
 */
const rise = z.strictObject({
  rise: path,
  name: z.string(),
  by: z.number().int(),
  from: z.number().int().optional(),
});

/** Makes the kernel log's messages with that text so many seconds older. */
const age = z.strictObject({ age: z.string(), seconds: z.number() });

/**
 * Gives the rows that match a pattern this share of the dump. Real rows stay, evenly spread; in place
 * of the others stand further rows of the other side, with source ports of their own. So the number of
 * rows, and with it count, limit and counters, is what it was.
 */
const share = z.strictObject({ rows: z.string(), share: z.number() });

/**
 * Rewrites rows that match, all or the first up to a share of the dump. In `by`, `$1` is a group,
 * `{1..9}` counts on from row to row, `{1..9/50}` every 50 rows, and `{a,b}` alternates.
 */
const rewrite = z.strictObject({
  rows: z.string(),
  rewrite: z.string(),
  by: z.string(),
  upTo: z.number().optional(),
});

/** Puts a copy of each second row that matches in place of the next one, so that they come in pairs. */
const pair = z.strictObject({ rows: z.string(), paired: z.literal(true) });

export const editSchema = z.union([remove, add, replace, set, rise, age, share, rewrite, pair]);
export type Edit = z.infer<typeof editSchema>;
export type RowEdit = Extract<Edit, { rows: string }>;

/**
 * A sample that the lab cannot show, edited from a capture. Kept as a list of edits, so that
 * everybody sees what is real and what was put in.
 */
export interface EditedSample {
  /** Its folder in samples/, and the cause that it shows. */
  id: string;
  /** The sample whose capture it was made from. */
  from: string;
  expected: { state: string; primary: string; also?: readonly string[] } & Who;
  /** What was changed, and why it could not be captured: the text of its README. */
  changed: string;
  because: string;
  edits: readonly Edit[];
}
