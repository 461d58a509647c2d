import * as z from "zod";
import { schemaOf } from "../../src/commands/schema.ts";
import type { SchemaName } from "../../src/commands/schema-names.ts";

type Json = { [key: string]: unknown };
const isObject = (one: unknown): one is Json =>
  typeof one === "object" && one !== null && !Array.isArray(one);

/** A schema that takes no key which it does not name: what is written must be told. */
const closed = (schema: unknown): unknown => {
  if (Array.isArray(schema)) return schema.map(closed);
  if (!isObject(schema)) return schema;
  const inner = Object.fromEntries(Object.entries(schema).map(([key, one]) => [key, closed(one)]));
  return isObject(schema["properties"]) && schema["additionalProperties"] === undefined
    ? { ...inner, additionalProperties: false }
    : inner;
};

const READERS = new Map<SchemaName, z.ZodType>();

function readerOf(name: SchemaName): z.ZodType {
  const known = READERS.get(name);
  if (known !== undefined) return known;
  const published = JSON.parse(JSON.stringify(schemaOf(name)));
  const reader = z.fromJSONSchema(closed(published) as z.core.JSONSchema.JSONSchema);
  READERS.set(name, reader);
  return reader;
}

/** What of a value, as it is written, is not as the published schema says; a number that JSON has not is a fault, too. */
export function faultsOf(name: SchemaName, value: unknown): string[] {
  const strange: string[] = [];
  const text = JSON.stringify(value, (key, one) => {
    if (typeof one === "number" && !Number.isFinite(one)) strange.push(`${name}: ${key} is ${one}`);
    return one;
  });
  const { error } = readerOf(name).safeParse(JSON.parse(text));
  return [
    ...strange,
    ...(error?.issues ?? []).map(
      ({ path, message }) => `${name}: ${path.join(".") || "all of it"}: ${message}`,
    ),
  ];
}
