import * as z from "zod";
import { PARTY_ROLES, REMEDY_CLASSES } from "../../causes/cause.ts";
import { count, place, share, value } from "./values.ts";

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

export const remedy = z.object({
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

export const offender = z.object({
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

const party = z.object({
  role: z.enum(PARTY_ROLES),
  address: z.string().nullable(),
  port: z.number().int().nullable(),
  protocol: z.string().nullable(),
  service: z.string().nullable(),
  pod: z.string().nullable(),
  entries: count.nullable(),
});

export const finding = z.object({
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
