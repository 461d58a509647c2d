import * as z from "zod";
import { USES, type Use } from "../../attribution/uses.ts";
import { offender } from "./finding.ts";
import { count, share } from "./values.ts";

/** What the table holds: of one dump, or of several that are parts of it. */
export const table = z.object({
  count: count.nullable(),
  bound: z.enum(["exact", "at least"]).describe("of count and utilization"),
  max: count.nullable(),
  buckets: count.nullable(),
  utilization: share.nullable(),
  rows: count.nullable(),
  rowsUnparsed: count.nullable(),
  excerpt: z
    .string()
    .nullable()
    .describe("why the rows do not represent the table; null where they do"),
  damaged: z
    .string()
    .nullable()
    .describe("why the rows may be wrong, and what is counted of them; null where they are right"),
  unparsedExamples: z.array(z.object({ entry: z.string(), line: z.number(), text: z.string() })),
  byProtocol: z.record(z.string(), count),
  byTcpState: z.record(z.string(), count),
  uses: z.array(
    z.object({
      use: z.enum(Object.keys(USES) as [Use, ...Use[]]),
      meaning: z.string(),
      entries: count,
      share,
    }),
  ),
  topDestinations: z.array(offender).describe("of the whole table, the largest first"),
  topSources: z.array(offender),
  idle: z
    .object({
      bands: z.array(z.object({ from: z.number(), to: z.number().nullable(), entries: count })),
      unknown: count,
    })
    .describe("entries by the seconds since their last packet"),
});
