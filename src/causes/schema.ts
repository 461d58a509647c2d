import * as z from "zod";
import { USES, type Use } from "../attribution/uses.ts";
import { SIGNALS, type SignalName } from "../signals/index.ts";
import type { Cause } from "./cause.ts";

const signal = z
  .enum(Object.keys(SIGNALS) as [SignalName, ...SignalName[]])
  .describe("the name of a signal");
const operator = z.enum([">", ">=", "<", "<=", "=", "!="]);
const test = z
  .tuple([signal, operator, z.union([z.number(), z.boolean(), z.string()])])
  .describe("a signal, an operator and the value that it is held against");
const requirement = z.union([test, z.strictObject({ any: z.array(test).min(1) })]);
const use = z.enum(Object.keys(USES) as [Use, ...Use[]]);
const text = z.string().min(1).max(2000);

const change = z
  .union([
    z.strictObject({
      timeout: z.string().regex(/^nf_conntrack_\w{3,64}$/),
      seconds: z.number().int().min(1),
    }),
    z.strictObject({ avoids: z.array(use).min(1) }),
    z.strictObject({ clears: use }),
    z.strictObject({ limit: signal }),
    z.strictObject({ frees: signal }),
  ])
  .nullable();

const remedy = z.strictObject({
  title: text,
  commands: z.array(text),
  risk: text,
  change,
  when: z.array(test).exactOptional(),
});

/** One cause, built in or of a file: the same shape for both. */
export const causeSchema = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/, "an id is kebab-case, such as my-cause"),
  title: text,
  gate: z.enum(["exhaustion", "none"]),
  mechanism: text,
  requires: z.array(requirement).min(1),
  supports: z.array(requirement).default([]),
  excludes: z.array(requirement).default([]),
  holds: z.array(signal).default([]),
  explains: z.array(z.string()).exactOptional(),
  remedies: z.array(remedy).default([]),
  references: z.array(text).default([]),
}) satisfies z.ZodType<Cause>;

/** A file of causes. */
export const causesFileSchema = z.strictObject({ causes: z.array(causeSchema).min(1) });
