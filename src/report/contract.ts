import * as z from "zod";
import { USES, type Use } from "../attribution/uses.ts";
import { PARTY_ROLES, REMEDY_CLASSES } from "../causes/cause.ts";
import { STATES } from "../causes/state.ts";
import { HOST_KINDS } from "../signals/host-kind.ts";

/** A place in the bundle: an entry's path and a line counted from 1. */
const place = z.object({ entry: z.string(), line: z.number().int() });
const value = z.union([z.number(), z.boolean(), z.string()]).nullable();
const count = z.number().int().nonnegative();
const share = z.number();

const evidence = z.object({
  role: z.enum(["gate", "requires", "supports", "excludes"]),
  signal: z.string(),
  title: z.string().describe("what the signal is, in words"),
  value: value.describe("null when it is unknown"),
  bound: z.enum(["exact", "at least"]),
  unit: z.string(),
  test: z.string().describe("what the value is held against, such as `> 0.3`"),
  holds: z.boolean().nullable(),
  source: place.nullable(),
  command: z.string().describe("how a person sees the same on the node"),
  missing: z.string().nullable().describe("why the value is unknown"),
});

const remedy = z.object({
  title: z.string(),
  commands: z.array(z.string()),
  class: z.enum(REMEDY_CLASSES).describe("now: stops the loss; fix: ends the cause; prevent"),
  risk: z.string(),
  undo: z.string().nullable().describe("how it is undone; null where nothing is changed"),
  verify: z.string().nullable().describe("how to see that it worked"),
  frees: z
    .object({
      entries: count,
      utilizationAfter: share.nullable(),
      when: z.enum(["at once", "within", "next packet", "never"]),
      withinSeconds: z.number().nullable(),
    })
    .nullable(),
});

const offender = z.object({
  name: z.string().describe("address, with port and protocol where it has them"),
  service: z.string().nullable(),
  pod: z.string().nullable().describe("namespace/name, where the bundle lists pods"),
  process: z
    .string()
    .nullable()
    .describe(
      "of a source with the node's own address: the program with most connections, its pod and pid",
    ),
  entries: count,
});

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

const party = z.object({
  role: z.enum(PARTY_ROLES),
  address: z.string().nullable(),
  port: z.number().int().nullable(),
  protocol: z.string().nullable(),
  service: z.string().nullable(),
  pod: z.string().nullable(),
  entries: count.nullable(),
});

const finding = z.object({
  cause: z.string(),
  title: z.string(),
  verdict: z.enum(["confirmed", "likely", "possible", "ruled-out", "unknown"]),
  rank: z.number().int().positive(),
  gate: z
    .enum(["exhaustion", "none"])
    .describe("none: a fault of its own, with or without a full table"),
  broughtAboutBy: z
    .string()
    .nullable()
    .describe("the primary cause, where that brings this one about: they hold the same entries"),
  entries: count.nullable(),
  share: share.nullable(),
  mechanism: z.string().describe("what happens, in words; empty unless something was found"),
  offenders: z.object({
    destinations: z.array(offender),
    endpoints: z.array(offender),
    sources: z.array(offender),
  }),
  parties: z.array(party).describe("who the finding is about: those that hold a part worth naming"),
  evidence: z.array(evidence),
  remedies: z.array(remedy),
  references: z.array(z.string()),
});

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
  table: z.object({
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
      .describe(
        "why the rows may be wrong, and what is counted of them; null where they are right",
      ),
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
  }),
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
    .describe("what to do about a full table whose cause the evidence does not show"),
  signals: z.array(signal),
  prevention: z.array(
    z.object({ title: z.string(), text: z.string(), commands: z.array(z.string()) }),
  ),
  coverage: z.object({
    read: z.array(z.object({ entry: z.string(), source: z.string(), bytes: count })),
    missing: z.array(z.object({ source: z.string(), reason: z.string(), get: z.string() })),
    notTaken: z
      .array(z.object({ entry: z.string(), isPart: z.boolean(), reason: z.string() }))
      .describe("what the collector could not take, or only in part, beside the missing inputs"),
    failed: z.array(
      z.object({ entry: z.string(), line: z.number().nullable(), reason: z.string() }),
    ),
    skipped: z.array(z.object({ entry: z.string(), reason: z.string() })),
  }),
  subject,
  conflicts: z
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
    .describe("values of one setting that do not agree"),
  unread: z
    .array(
      z.object({
        entry: z.string(),
        lines: count.describe("that nothing understood"),
        of: count,
        first: z.object({ line: z.number().int(), text: z.string() }),
        looksLike: z.string(),
      }),
    )
    .describe("text that was not understood"),
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
