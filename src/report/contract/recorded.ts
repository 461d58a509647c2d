import * as z from "zod";
import { offender } from "./finding.ts";
import { count, share } from "./values.ts";

/** From when to when it was listened, and how much of what there was was heard. */
const hearing = z.object({
  from: z.string().describe("ISO 8601, UTC"),
  to: z.string(),
  seconds: z.number(),
  gaps: count.describe("times at which the listener began once more"),
  lost: z
    .object({ births: count, ends: count })
    .nullable()
    .describe("that the kernel could not hand over; null where that is not known"),
  heard: z
    .object({ births: share.nullable(), ends: share.nullable() })
    .describe("the part of all births and ends that was heard"),
});

export const filled = z.object({
  source: z.string().describe("the entry of the bundle"),
  hearing,
  births: count,
  perSecond: z.number().nullable(),
  ended: count.describe("of these births, while it was listened"),
  stillThere: count.nullable(),
  ofTable: share.nullable().describe("the part of the table that was born while it was listened"),
  lifetimeSeconds: z.number().nullable().describe("the mean of those that ended"),
  sustained: count
    .nullable()
    .describe("births a second × their lifetime: what such births hold of the table in the end"),
  destinations: z.array(
    offender.extend({
      perSecond: z.number().nullable(),
      stillThere: count.nullable(),
      lifetimeSeconds: z.number().nullable(),
    }),
  ),
  sources: z.array(offender),
});

export const evicted = z.object({
  source: z.string().describe("the entry of the bundle"),
  by: z.enum(["events", "dumps"]).describe("heard by a listener, or told from two dumps"),
  hearing,
  entries: count,
  bound: z.enum(["exact", "at least"]),
  kernel: z
    .object({ counted: count, heard: count, from: z.string(), to: z.string() })
    .nullable()
    .describe("the kernel's early_drop in a part of that time, and what was heard in the same"),
  uses: z.array(z.object({ use: z.string(), meaning: z.string(), entries: count, share })),
  destinations: z.array(offender),
  sources: z.array(offender),
});
