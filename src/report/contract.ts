import * as z from "zod";
import { STATES } from "../causes/state.ts";
import { HOST_KINDS } from "../signals/host-kind.ts";
import { conflicts, coverage, unread } from "./contract/coverage.ts";
import { finding, remedy } from "./contract/finding.ts";
import { evicted, filled } from "./contract/recorded.ts";
import { table } from "./contract/table.ts";
import { count, place, share, value } from "./contract/values.ts";

const signal = z.object({
  signal: z.string(),
  title: z.string(),
  value,
  unit: z.string(),
  level: z.enum(["ok", "warning", "critical", "unknown", "note"]),
  source: place.nullable(),
  command: z.string(),
  missing: z.string().nullable(),
});

const subject = z.object({
  host: z.string().nullable().describe("as the machine, a prompt or a folder names it"),
  namespace: z.string().nullable().describe("a network namespace or pod; null: the machine's own"),
});

/** What is known of one subject: a machine, or one of its network namespaces. */
const subjectAnalysisSchema = z.object({
  schema: z.literal("conntriage/analysis/1"),
  bundle: z.object({
    name: z.string(),
    layout: z.string(),
    capturedAt: z.string().nullable().describe("ISO 8601, UTC"),
    windowSeconds: z.number().nullable(),
    truncated: z.boolean().describe("it ends too early, or something in it is damaged"),
    damaged: z
      .array(z.object({ entry: z.string(), reason: z.string() }))
      .describe("entries whose bytes may be wrong: no verdict rests on them"),
  }),
  node: z.object({
    hostname: z.string().nullable(),
    kernel: z.string().nullable(),
    os: z.string().nullable().describe("the distribution, by its own name"),
    cpus: count.nullable(),
    memoryBytes: count.nullable(),
    proxyMode: z.string().nullable(),
    kind: z.enum(HOST_KINDS).describe("what the host is for, as far as the evidence shows"),
  }),
  state: z.enum(STATES),
  summary: z.string().describe("what happened and why, in one or two sentences"),
  notes: z.array(z.string()).describe("what a reader must know of this bundle"),
  table,
  timeline: z.array(
    z.object({
      seconds: z.number().describe("since the window's start"),
      count: z.number().nullable(),
      max: z.number().nullable(),
      drop: z.number().nullable().describe("since the row before; likewise the next two"),
      earlyDrop: z.number().nullable(),
      insertFailed: z.number().nullable(),
    }),
  ),
  findings: z.array(finding),
  firstSteps: z
    .array(remedy)
    .describe(
      "what to do about a full table whose cause the evidence does not show, or one that was full before",
    ),
  signals: z.array(signal),
  prevention: z.array(
    z.object({ title: z.string(), text: z.string(), commands: z.array(z.string()) }),
  ),
  coverage,
  subject,
  conflicts,
  unread,
  demand: z
    .object({ low: count, high: count, reasons: z.array(z.string()) })
    .nullable()
    .describe("what the table would hold if nothing were refused"),
  filled: filled
    .optional()
    .describe("who filled it: births that a recorder heard; not there where none listened"),
  evicted: evicted
    .optional()
    .describe("who was thrown out; not there where nothing tells of flows that were evicted"),
});

/**
 * The analysis as JSON: what scripts may rely on, and all that the other formats are made from. It is that of
 * the subject that leads, which is the worst. Within version 1, keys are only added.
 */
export const analysisSchema = subjectAnalysisSchema.extend({
  subjects: z.array(
    subject.extend({
      state: z.enum(STATES),
      count: count.nullable(),
      max: count.nullable(),
      utilization: share.nullable(),
      primary: z.string().nullable().describe("id of the primary cause"),
    }),
  ),
  others: z.array(subjectAnalysisSchema).describe("further subjects that are not healthy"),
});

export type SubjectAnalysis = z.infer<typeof subjectAnalysisSchema>;
export type Analysis = z.infer<typeof analysisSchema>;
export type AnalysisFinding = Analysis["findings"][number];
export type AnalysisSignal = Analysis["signals"][number];
