import * as z from "zod";
import { EVENTS } from "../incident/model.ts";
import { evicted, filled } from "./contract/recorded.ts";

/** A time as ISO 8601, UTC, to the millisecond. */
const time = z.string().describe("ISO 8601, UTC");
const place = z.object({ entry: z.string(), line: z.number().int() });

/** What one source says of an event: it lies between two moments, an open end being unknown. */
const said = z.object({
  notBefore: time.nullable(),
  notAfter: time.nullable(),
  by: z.string().describe("the series or log that says so"),
  how: z.string().describe("how it is seen there"),
  source: place,
});

const event = z.object({
  event: z.enum(EVENTS),
  at: time.nullable().describe("the middle of what is known; null when it is unknown"),
  withinSeconds: z
    .number()
    .nullable()
    .describe("how far the middle may be off either way; null where an end is open"),
  said: said.nullable(),
  agree: z.array(said).describe("further sources that can be right at the same time"),
  disagree: z.array(said).describe("those that cannot: a clock is wrong, or it is another event"),
  missing: z.string().nullable().describe("why it is unknown, and what would tell"),
});

const before = z.object({ at: time, value: z.number(), source: place });

const trigger = z.object({
  kind: z.enum(["use", "setting", "limit"]).describe("limit: the limit itself was lowered"),
  name: z.string().describe("a use of entries, or a setting"),
  title: z.string(),
  notBefore: time.nullable(),
  notAfter: time.nullable(),
  before: before.describe("entries of the use, or the setting's value"),
  after: before,
  parties: z.array(
    z.object({
      role: z.enum(["source", "destination"]),
      name: z.string(),
      known: z.string().nullable().describe("its Service or pod, where a bundle names it"),
      before: z.number(),
      after: z.number(),
    }),
  ),
  evidence: z.array(z.string()),
});

const table = z.object({
  seconds: z.number().describe("since `start`"),
  count: z.number().nullable(),
  max: z.number().nullable(),
  drop: z
    .number()
    .nullable()
    .describe("packets dropped because the table was full, since the row before"),
  earlyDrop: z.number().nullable(),
  insertFailed: z.null(),
});

const subject = z.object({
  subject: z.object({ host: z.string().nullable(), namespace: z.string().nullable() }),
  state: z
    .enum(["full", "near-full", "not-full", "unknown"])
    .describe(
      "full: it was, or something was lost because the table was full; near-full: at least 85 %",
    ),
  events: z.array(event).describe("none where the table was not seen to be full"),
  trigger: trigger.nullable(),
  triggerMissing: z.string().nullable().describe("why none is named, and what would tell"),
  peak: z
    .object({ at: time, used: z.number(), by: z.string() })
    .nullable()
    .describe("the largest part of the limit in use"),
  lost: z
    .object({ dropped: z.number().nullable(), evicted: z.number().nullable(), by: z.string() })
    .nullable()
    .describe("from the first loss until the table had room again, by one series"),
  more: z
    .array(z.object({ from: time, to: time }))
    .describe("further times at which the table was full"),
  gaps: z.array(z.object({ series: z.string(), from: time, to: time })),
  series: z
    .object({ name: z.string(), start: time, rows: z.array(table) })
    .nullable()
    .describe("the series that knows most of the incident, thinned"),
  sources: z.array(
    z.object({
      name: z.string(),
      kind: z.enum(["bundle", "dumps", "samples", "kernel-log", "settings"]),
      readings: z.number().int(),
      from: time.nullable(),
      to: time.nullable(),
      stepSeconds: z.number().nullable().describe("how often it was read, in the middle"),
      notes: z.array(z.string()),
    }),
  ),
  notes: z.array(z.string()),
  filled: filled.optional().describe("as in the analysis, of a recorder that listened"),
  evicted: evicted.optional(),
});

/**
 * The timeline of an incident as JSON: what scripts may rely on, and all that the other formats are made from.
 * Subjects are never merged. Within version 1, keys are only added.
 */
export const timelineSchema = z.object({
  schema: z.literal("conntriage/timeline/1"),
  name: z.string(),
  subjects: z.array(subject).describe("each table by itself; the one with an incident first"),
  unused: z.array(z.object({ entry: z.string(), reason: z.string() })),
});

export type Timeline = z.infer<typeof timelineSchema>;
export type TimelineSubject = Timeline["subjects"][number];
export type TimelineEvent = TimelineSubject["events"][number];
