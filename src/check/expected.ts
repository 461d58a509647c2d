import * as z from "zod";
import { PARTY_ROLES } from "../causes/cause.ts";
import { didYouMean } from "../causes/nearest.ts";
import { STATES } from "../causes/state.ts";
import { AnalyzerError } from "../errors.ts";

/** What is not stated of a party is not compared. */
const party = z.strictObject({
  role: z.enum(PARTY_ROLES),
  address: z.string().nullable().optional(),
  port: z.number().int().nullable().optional(),
  protocol: z.string().nullable().optional(),
  service: z.string().nullable().optional(),
  pod: z.string().nullable().optional(),
});

const verdict = z.enum(["confirmed", "likely", "possible", "ruled-out", "unknown"]);
const oneOrMore = <T extends z.ZodType>(one: T) => z.union([one, z.array(one).min(1)]);
const share = z.number().min(0).max(1);
/** By how much a share may differ, where an expectation does not say. */
export const TOLERANCE = 0.02;

/** What the analysis of a bundle must say: `expected.json`, beside the bundle. What it does not name is not compared. */
export const expectedSchema = z.strictObject({
  $schema: z.string().optional(),
  bundle: z
    .string()
    .min(1)
    .optional()
    .describe("the bundle's file or folder, where it is not the only one called bundle"),
  state: oneOrMore(z.enum(STATES)).optional().describe("of the subject that leads"),
  primary: z
    .string()
    .nullable()
    .optional()
    .describe("the cause that stands first; null: no cause is confirmed or likely"),
  also: z
    .array(z.string())
    .optional()
    .describe(
      "all other causes that are confirmed or likely; of no others, where primary is given",
    ),
  verdicts: z.record(z.string(), oneOrMore(verdict)).optional().describe("by cause"),
  party: z
    .array(party)
    .nullable()
    .optional()
    .describe("whom the primary cause names, and nobody else; null: nobody"),
  perhaps: z.array(party).optional().describe("whom it may name as well"),
  parties: z.record(z.string(), z.array(party)).optional().describe("the same, by cause"),
  uses: z.record(z.string(), share).optional().describe("shares of the table by use"),
  tolerance: share.optional().describe("by how much a share may differ (default: 0.02)"),
  signals: z
    .record(
      z.string(),
      z.union([
        z.number(),
        z.boolean(),
        z.string(),
        z.null(),
        z
          .strictObject({ min: z.number().optional(), max: z.number().optional() })
          .refine(({ min = 0, max = min }) => min <= max, "min is above max"),
      ]),
    )
    .optional()
    .describe("values, or their bounds; null: unknown"),
  coverage: z.array(z.string()).optional().describe("sources that must have been read"),
  truncated: z.boolean().optional(),
});

export type Expected = z.infer<typeof expectedSchema>;
export type ExpectedParty = z.infer<typeof party>;

/** Words that an expectation may use. */
export interface Known {
  causes: readonly string[];
  uses: readonly string[];
  signals: readonly string[];
  sources: readonly string[];
}

/**
 * Reads an `expected.json`. A misspelt name is an error, since nothing would ever be compared with it.
 *
 * @throws AnalyzerError `USAGE`, in one line that names the file
 */
export function readExpected(text: string, file: string, known: Known): Expected {
  let json: unknown;
  try {
    json = JSON.parse(text.replace(/^\ufeff/, ""));
  } catch (error) {
    throw wrong(file, `no JSON: ${(error as Error).message}`);
  }
  const parsed = expectedSchema.safeParse(json);
  if (!parsed.success) {
    const { path, message } = nearest(parsed.error.issues[0]!);
    throw wrong(file, `${path.join(".") || "the whole"}: ${message}`);
  }
  const expected = parsed.data;
  const { primary, also = [], verdicts = {}, parties = {}, uses = {}, signals = {} } = expected;
  const named: [string, readonly string[], readonly string[]][] = [
    [
      "cause",
      [...(primary ? [primary] : []), ...also, ...Object.keys(verdicts), ...Object.keys(parties)],
      known.causes,
    ],
    ["use", Object.keys(uses), known.uses],
    ["signal", Object.keys(signals), known.signals],
    ["source", expected.coverage ?? [], known.sources],
  ];
  for (const [kind, names, all] of named)
    for (const name of names)
      if (!all.includes(name))
        throw wrong(file, `no ${kind} is called ${name}${didYouMean(name, all)}`);
  const never = neverDiffers(expected);
  if (never !== null) throw wrong(file, never);
  return expected;
}

/** Why an expectation, or a part of it, is one that every analysis meets, or none; null of any other. */
function neverDiffers(expected: Expected): string | null {
  const { $schema, bundle, tolerance = TOLERANCE, perhaps, ...compared } = expected;
  const says = Object.values(compared).some(
    (one) => one === null || typeof one !== "object" || Object.keys(one).length > 0,
  );
  if (!says && compared.also === undefined) return "it names nothing that could differ";
  for (const [use, share] of Object.entries(compared.uses ?? {}))
    if (tolerance >= Math.max(share, 1 - share))
      return `uses.${use}: no share differs from ${share} by more than the tolerance of ${tolerance}`;
  const { primary, also = [] } = compared;
  return typeof primary === "string" && also.includes(primary)
    ? `also: ${primary} is the primary cause, which is none of the others`
    : null;
}

/** Of what may be one thing or another, what is wrong with that which it is nearest to. */
function nearest(issue: z.core.$ZodIssue): { path: PropertyKey[]; message: string } {
  if (issue.code !== "invalid_union" || issue.errors.length === 0) return issue;
  const inner = issue.errors.map(([first]) => first!);
  // what is of another kind altogether says less than what has another value
  const one =
    inner.find(({ code, path }) => code !== "invalid_type" || path.length > 0) ?? inner[0]!;
  const { path, message } = nearest(one);
  return { path: [...issue.path, ...path], message };
}

const wrong = (file: string, message: string): AnalyzerError =>
  new AnalyzerError("USAGE", `${file}: ${message}`);
