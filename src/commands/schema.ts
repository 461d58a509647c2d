import { toJSONSchema, z } from "zod";
import { causesFileSchema } from "../causes/schema.ts";
import { expectedSchema } from "../check/expected.ts";
import { manifestShape } from "../parsers/manifest-parser.ts";
import { analysisSchema } from "../report/contract.ts";
import type { SchemaName } from "./schema-names.ts";

/**
 * What each is the shape of. That of a bundle is its manifest, whose shape is made by the form of zod that
 * loads faster; this one takes the same calls.
 */
const SHAPES = {
  analysis: () => analysisSchema,
  causes: () => causesFileSchema,
  expected: () => expectedSchema,
  bundle: () => manifestShape(z as never) as unknown as z.ZodType,
} as const satisfies Record<SchemaName, () => z.ZodType>;

/** A JSON Schema. It takes keys that later releases add, but for those of a file of causes. */
export const schemaOf = (name: SchemaName): object =>
  toJSONSchema(SHAPES[name](), { io: "input", reused: "ref" });

export function runSchema(name: SchemaName): void {
  process.stdout.write(`${JSON.stringify(schemaOf(name), null, 2)}\n`);
}
