/** The samples as the truth table sees them: what each bundle must say, and its variants. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import * as z from "zod";
import { SOURCES, type SourceName } from "../../src/parsers/index.ts";
import { whoSchema } from "../support/parties.ts";
import { editSchema } from "./edit-kinds.ts";

export const SAMPLES = fileURLToPath(new URL("../../samples/", import.meta.url));
export const bundleOf = (id: string): string => `${SAMPLES}${id}/bundle.tar.gz`;

const expectedSchema = z.object({
  state: z.string(),
  primary: z.string().nullable(),
  also: z.array(z.string()).default([]),
  ...whoSchema,
});
export type Expected = z.infer<typeof expectedSchema>;

const common = {
  /** One sentence: why this is just not the cause, or what is lacking. */
  why: z.string(),
  /** The sample whose bundle is edited; its own, without. */
  of: z.string().optional(),
  edits: z.array(editSchema),
};

/** Just on the other side of a threshold: `by` names the signals that decide. */
const nearMiss = z.strictObject({
  name: z.string().startsWith("near-miss"),
  ...common,
  expect: z.strictObject({
    verdict: z.enum(["ruled-out", "possible"]),
    by: z.array(z.string()).min(1),
  }),
});

/** Without an input that the cause needs: it is unknown, and the evidence names what it wants. */
const absent = z.strictObject({
  name: z.string().startsWith("absent"),
  ...common,
  expect: z.strictObject({ wants: z.enum(Object.keys(SOURCES) as [SourceName, ...SourceName[]]) }),
});

/** Anything else that a sample's bundle is to say with other values. */
const other = z.strictObject({
  name: z.string().startsWith("with-"),
  ...common,
  expect: z.strictObject({
    state: z.string(),
    primary: z.string().nullable(),
    uses: z.record(z.string(), z.number()),
  }),
});

const variantsSchema = z.array(z.union([nearMiss, absent, other]));
export type NearMiss = z.infer<typeof nearMiss>;
export type Absent = z.infer<typeof absent>;
export type Other = z.infer<typeof other>;

const isNamed =
  <V extends { name: string }>(start: string) =>
  (one: { name: string }): one is V =>
    one.name.startsWith(start);

export interface Sample {
  id: string;
  expected: Expected;
  nearMisses: NearMiss[];
  absent: Absent[];
  others: Other[];
}

/** Every sample that has a bundle. */
export function readSamples(): Sample[] {
  const ids = readdirSync(SAMPLES).filter((id) => existsSync(bundleOf(id)));
  return ids.sort().map((id) => {
    const json = (file: string): unknown =>
      JSON.parse(readFileSync(`${SAMPLES}${id}/${file}`, "utf8"));
    const variants = existsSync(`${SAMPLES}${id}/variants.json`)
      ? variantsSchema.parse(json("variants.json"))
      : [];
    return {
      id,
      expected: expectedSchema.parse(json("expected.json")),
      nearMisses: variants.filter(isNamed<NearMiss>("near-miss")),
      absent: variants.filter(isNamed<Absent>("absent")),
      others: variants.filter(isNamed<Other>("with-")),
    };
  });
}
