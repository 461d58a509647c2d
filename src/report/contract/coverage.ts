import * as z from "zod";
import { count, place } from "./values.ts";

/** What of the evidence was read, and what was not. */
export const coverage = z.object({
  read: z.array(z.object({ entry: z.string(), source: z.string(), bytes: count })),
  missing: z.array(z.object({ source: z.string(), reason: z.string(), get: z.string() })),
  notTaken: z
    .array(z.object({ entry: z.string(), isPart: z.boolean(), reason: z.string() }))
    .describe("what the collector could not take, or only in part, beside the missing inputs"),
  failed: z.array(z.object({ entry: z.string(), line: z.number().nullable(), reason: z.string() })),
  skipped: z.array(z.object({ entry: z.string(), reason: z.string() })),
});

export const conflicts = z
  .array(
    z.object({
      signal: z.string(),
      values: z.array(
        z.object({
          value: z.number(),
          source: place,
          standing: z.enum(["live", "configured", "past"]),
        }),
      ),
    }),
  )
  .describe("values of one setting that do not agree");

export const unread = z
  .array(
    z.object({
      entry: z.string(),
      lines: count.describe("that nothing understood"),
      of: count,
      first: z.object({ line: z.number().int(), text: z.string() }),
      looksLike: z.string(),
    }),
  )
  .describe("text that was not understood");
