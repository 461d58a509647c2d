import * as z from "zod";
import type { WhatIfOf } from "../analyze-what-if.ts";
import { SOURCES, type SourceName } from "../parsers/index.ts";
import type { FoundRow } from "../read-rows.ts";
import type { RedactionMap } from "../redact/restore.ts";
import type { Asked } from "../report/ask-list.ts";
import type { RecorderFolder } from "./recorder-folder.ts";

/** The shapes of short answers: what `what-if`, `ask`, `rows` and `recorder status` write as JSON. */

const count = z.number().int().nonnegative();
const text = z.string().nullable();
const number = z.number().nullable();

const subject = z.object({ host: text, namespace: text });
const change = z.object({ from: number, to: number });
const demand = z.object({ low: z.number(), high: z.number(), reasons: z.array(z.string()) });

export const whatIfSchema = z.object({
  before: count.describe("entries now, by the dump"),
  after: number.describe("and then; null of a table that was full"),
  changes: z.array(
    z.object({
      sysctl: z.string(),
      from: number,
      to: z.number(),
      before: z.number(),
      after: z.number(),
      how: z
        .enum(["counted", "scaled", "unknown"])
        .describe("scaled, as a longer timeout keeps some that were not seen"),
      bound: z.literal("at most").nullable().describe("null where it is as many as that"),
    }),
  ),
  truncated: z.boolean().describe("the bundle is cut or damaged: entries may be missing"),
  demand: z
    .union([demand, z.object({ untold: z.string() })])
    .nullable()
    .describe("what a full table would hold if nothing were refused; null of one that had room"),
  max: change,
  utilization: change.describe("shares are fractions of 1"),
  growth: number.describe("entries a second"),
  secondsToFull: number,
  memory: z.object({ from: z.number(), to: number }).describe("bytes"),
  subject: subject.describe("of several with a table, the one in the worst state"),
  others: z.array(subject),
}) satisfies z.ZodType<WhatIfOf>;

export const askSchema = z.array(
  z.object({
    command: z.string(),
    only: z.string().exactOptional().describe("run only where this command succeeds"),
    each: z.string().exactOptional().describe("run for each word that this prints, as $x"),
    twice: z.literal(true).exactOptional().describe("counters, judged by what they rose by"),
    sources: z.array(z.enum(Object.keys(SOURCES) as [SourceName, ...SourceName[]])).min(1),
    why: z.string(),
  }),
) satisfies z.ZodType<Asked[]>;

const tuple = z.object({
  src: z.string(),
  dst: z.string(),
  sport: count.nullable(),
  dport: count.nullable(),
});

export const rowSchema = z.object({
  entry: z.string().describe("the file of the bundle, and its line"),
  line: z.number().int().positive(),
  protocol: z.string(),
  state: text,
  seconds: count.nullable().describe("seconds left; null of an entry that is offloaded"),
  original: tuple,
  reply: tuple,
  unreplied: z.boolean(),
  assured: z.boolean(),
  zone: count,
  text: z.string(),
}) satisfies z.ZodType<FoundRow>;

const ringRow = z
  .object({ time: z.iso.datetime(), uptime: z.number(), count, max: count.nullable() })
  .nullable();

export const recorderSchema = z.object({
  bundles: z.array(z.object({ file: z.string(), bytes: count })).describe("newest last"),
  rows: count.describe("rows of the ring that are whole"),
  first: ringRow,
  last: ringRow,
  told: z.record(z.string(), z.string()).describe("what the recorder says of itself"),
  log: z.array(z.string()).describe("the last lines of what it did"),
}) satisfies z.ZodType<RecorderFolder>;

/** What `redact --map` writes, and `restore` reads. */
export const redactionSchema = z.object({
  schema: z.literal("conntriage/redaction/1"),
  key: z
    .string()
    .regex(/^[0-9a-fA-F]{64}$/)
    .describe("secret: by it the addresses are found again"),
  words: z.record(z.string(), z.string()).describe("each word that was hidden, by its pseudonym"),
}) satisfies z.ZodType<RedactionMap>;
