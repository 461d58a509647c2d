import * as z from "zod";

const count = z.number().int().nonnegative();
const text = z.string().nullable();

/** What `check -f json` writes. Within version 1 keys are only added. */
export const checkSchema = z.object({
  schema: z.literal("conntriage/check/1"),
  checked: count,
  passed: count,
  failed: count,
  unreadable: count,
  results: z.array(
    z.object({
      folder: z.string(),
      bundle: text.describe("null where none was found"),
      file: z.string().describe("the expectation"),
      differences: z.array(
        z.object({
          key: z.string(),
          expected: z.string(),
          found: z.string(),
          line: z.number().int().positive().describe("of the expectation"),
        }),
      ),
      error: text.describe("why it could not be checked"),
      updated: z.boolean(),
      status: z.enum(["passed", "failed", "unreadable"]),
    }),
  ),
});

export type Checked = z.infer<typeof checkSchema>;
