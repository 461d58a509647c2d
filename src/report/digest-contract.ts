import * as z from "zod";
import { USES, type Use } from "../attribution/uses.ts";
import { STATES } from "../causes/state.ts";
import { HOST_KINDS } from "../signals/host-kind.ts";

export const DIGEST = "conntriage/digest/1";

/** Captures of one node that a digest tells apart; older ones are only known to be there. */
export const MOST_CAPTURES = 16;
/** Characters of a name. A host's has 253 at most; a longer one is cut, and bears its own sum. */
export const LONGEST_NAME = 300;

/** What a digest holds at most of a kind, so that one from a stranger stays small. */
const MOST = { parties: 64, causes: 200, named: 16, settings: 400, titles: 2000 } as const;

const name = z.string().max(LONGEST_NAME);
const text = z.string().max(2000);
const count = z.number().int().nonnegative();
const time = z.string().max(40).nullable().describe("ISO 8601, UTC");

const capture = z.object({
  at: time,
  sum: z.string().max(16).describe("tells two captures of one time apart"),
  cpus: count.nullable(),
  memoryBytes: count.nullable(),
});

const party = z.object({ name, service: name.nullable(), pod: name.nullable(), entries: count });
const parties = z.object({
  top: z.array(party).max(MOST.parties).describe("of the whole table, the largest first"),
  unlisted: count
    .nullable()
    .describe("entries that any other one has at most; null: the rows do not tell"),
});

const cause = z.object({
  cause: name,
  verdict: z.enum(["confirmed", "likely", "possible"]),
  entries: count.nullable(),
  share: z.number().nullable(),
  fillsTable: z.boolean(),
  parties: z.array(name).max(MOST.named).describe("whom it names: addresses, ports, Services"),
});

/** What many nodes have in common, which stands once. */
const profile = z.object({
  conntriage: name.describe("the version that made it"),
  kind: z.enum(HOST_KINDS),
  kernel: name.nullable(),
  os: name.nullable(),
  cpus: count.nullable(),
  memoryBytes: count.nullable(),
  proxyMode: name.nullable(),
  proxyMinor: count.nullable().describe("of kube-proxy's version: 31 is 1.31"),
  settings: z
    .record(name, name)
    .refine((all) => Object.keys(all).length <= MOST.settings)
    .describe("sysctls by name, as they were"),
  notJudged: z.array(name).max(MOST.causes).describe("causes whose inputs were missing"),
});

const node = z.object({
  host: name.nullable(),
  namespace: name.nullable().describe("a network namespace or pod; null: the machine's own"),
  bundle: name.describe("what the newest capture is called"),
  captures: z.array(capture).min(1).max(MOST_CAPTURES).describe("the newest first"),
  capturesBound: z.enum(["exact", "at least"]),
  capturedAt: time,
  windowSeconds: z.number().nullable(),
  truncated: z.boolean(),
  profile: count.describe("its place in profiles"),
  state: z.enum(STATES),
  entries: count.nullable().describe("the kernel's count"),
  entriesBound: z.enum(["exact", "at least"]),
  limit: count.nullable(),
  utilization: z.number().nullable(),
  peak: z.number().nullable().describe("highest use of the limit within the window"),
  growth: z.number().nullable().describe("entries per second within the window"),
  secondsToFull: z.number().nullable().describe("at this growth"),
  demand: z.object({ low: count, high: count }).nullable(),
  dropped: count.nullable().describe("packets, because the table was full, within the window"),
  evicted: count.nullable().describe("entries, to make room, within the window"),
  insertFailed: count.nullable().describe("entries that could not be inserted"),
  rows: count.nullable().describe("entries that could be read"),
  rowsAre: z.enum(["whole", "sample", "excerpt", "none"]),
  uses: z.partialRecord(z.enum(Object.keys(USES) as [Use, ...Use[]]), count),
  causes: z.array(cause).max(MOST.causes).describe("that were found, the primary one first"),
  destinations: parties,
  sources: parties,
});

/**
 * A digest: what of one bundle, or of many, is needed to judge a fleet. Digests merge in any order and grouping to
 * the same bytes. Within version 1, keys are only added.
 */
export const digestSchema = z.object({
  schema: z.literal(DIGEST),
  bundles: count.describe("that it was made of, copies among them"),
  titles: z
    .record(name, text)
    .refine((all) => Object.keys(all).length <= MOST.titles)
    .describe("of the causes"),
  profiles: z.array(profile),
  nodes: z.array(node).describe("a row for each host and network namespace: its newest capture"),
  failed: z.array(z.object({ bundle: name, reason: text })).describe("that could not be read"),
});

export type Digest = z.infer<typeof digestSchema>;
export type DigestNode = z.infer<typeof node>;
export type DigestProfile = z.infer<typeof profile>;
export type DigestCapture = z.infer<typeof capture>;
