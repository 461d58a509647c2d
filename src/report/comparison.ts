import * as z from "zod";
import { STATES } from "../causes/state.ts";

/** What is compared, in the order in which it is said. */
export const KINDS = [
  "state",
  "table",
  "loss",
  "cause",
  "use",
  "setting",
  "rule",
  "talker",
] as const;

/** How one value stands to the other. */
export const CHANGES = [
  "more",
  "less",
  "new",
  "gone",
  "worse",
  "better",
  "other",
  "same",
  "within chance",
  "not known",
] as const;

export const OUTCOMES = [
  "worse",
  "better",
  "mixed",
  "other",
  "no difference",
  "not known",
] as const;

const value = z.union([z.number(), z.string()]).nullable();
const count = z.number().int().nonnegative();
const named = z.object({ host: z.string().nullable(), namespace: z.string().nullable() });

const difference = z.object({
  what: z.enum(KINDS),
  name: z.string().describe("a signal, a use, a cause's id, a sysctl, a Service, an address"),
  title: z.string().describe("what that is, in words"),
  change: z.enum(CHANGES),
  effect: z.enum(["worse", "better"]).nullable().describe("what it means for new connections"),
  before: value.describe("null when it is unknown"),
  after: value,
  atMost: z
    .enum(["before", "after"])
    .nullable()
    .describe("of which side the value is the most that it may be: the largest only are listed"),
  unit: z.string(),
  limit: z
    .number()
    .nullable()
    .describe("the difference that chance may give; null where values are compared exactly"),
  reason: z.string().describe("why it is so, or why it is not known; may be empty"),
});

const capture = z.object({
  name: z.string(),
  from: z.enum(["bundle", "analysis"]).describe("analysis: a saved conntriage/analysis/1"),
  truncated: z.boolean(),
});

/** What one capture says of one subject. */
const moment = z.object({
  capture: z.number().int().describe("which one, counted from 0"),
  capturedAt: z.string().nullable(),
  windowSeconds: z.number().nullable(),
  state: z.enum(STATES),
  count: count.nullable(),
  bound: z.enum(["exact", "at least"]).describe("of the count and the part of the limit in use"),
  max: count.nullable(),
  utilization: z.number().nullable(),
  rows: count.nullable(),
});

const subject = named.extend({ moments: z.array(moment) });

const pair = named.extend({
  before: z.number().int().describe("the capture that is compared, counted from 0"),
  after: z.number().int(),
  outcome: z.enum(OUTCOMES),
  differences: z.array(difference),
});

/**
 * The comparison as JSON: what scripts may rely on, and all that the other formats are made from. Pairs are of one
 * subject in two captures: the first and the last, then, of more than two, each and the next. Within version 1,
 * keys are only added.
 */
export const comparisonSchema = z.object({
  schema: z.literal("conntriage/compare/1"),
  outcome: z.enum(OUTCOMES).describe("over all subjects, from the first capture to the last"),
  summary: z.string(),
  notes: z.array(z.string()).describe("what a reader must know of these captures"),
  captures: z.array(capture),
  subjects: z.array(subject).describe("those of more than one capture"),
  pairs: z.array(pair),
  notPaired: z.array(named.extend({ capture: z.number().int(), reason: z.string() })),
});

export type Comparison = z.infer<typeof comparisonSchema>;
export type Difference = z.infer<typeof difference>;
export type Pair = z.infer<typeof pair>;
export type Outcome = Comparison["outcome"];
