/** The JSON Schemas that there are; apart from them, so that the help loads no zod. */
export const SCHEMA_NAMES = [
  "analysis",
  "causes",
  "bundle",
  "expected",
  "compare",
  "digest",
  "fleet",
  "fleet-row",
  "timeline",
  "check",
  "ask",
  "what-if",
  "row",
  "recorder",
  "redaction",
] as const;
export type SchemaName = (typeof SCHEMA_NAMES)[number];
