import { toJSONSchema, type z } from "zod";
import { causesFileSchema } from "../causes/schema.ts";
import { checkSchema } from "../check/contract.ts";
import { expectedSchema } from "../check/expected.ts";
import { comparisonSchema } from "../report/comparison.ts";
import { analysisSchema } from "../report/contract.ts";
import { digestSchema } from "../report/digest-contract.ts";
import { fleetSchema } from "../report/fleet-contract.ts";
import { fleetRowSchema } from "../report/fleet-row.ts";
import { timelineSchema } from "../report/timeline-contract.ts";
import {
  askSchema,
  recorderSchema,
  redactionSchema,
  rowSchema,
  whatIfSchema,
} from "./answer-schemas.ts";
import { manifestSchema } from "./manifest-schema.ts";
import type { SchemaName } from "./schema-names.ts";

/** What each is the shape of; that of a bundle is its manifest, and that of a redaction its map. */
const SHAPES = {
  analysis: () => analysisSchema,
  causes: () => causesFileSchema,
  bundle: () => manifestSchema(),
  expected: () => expectedSchema,
  compare: () => comparisonSchema,
  digest: () => digestSchema,
  fleet: () => fleetSchema,
  "fleet-row": () => fleetRowSchema,
  timeline: () => timelineSchema,
  check: () => checkSchema,
  ask: () => askSchema,
  "what-if": () => whatIfSchema,
  row: () => rowSchema,
  recorder: () => recorderSchema,
  redaction: () => redactionSchema,
} as const satisfies Record<SchemaName, () => z.ZodType>;

/** A JSON Schema. It takes keys that later releases add, but for those of a file of causes. */
export const schemaOf = (name: SchemaName): object =>
  toJSONSchema(SHAPES[name](), { io: "input", reused: "ref" });

export function runSchema(name: SchemaName): void {
  process.stdout.write(`${JSON.stringify(schemaOf(name), null, 2)}\n`);
}
