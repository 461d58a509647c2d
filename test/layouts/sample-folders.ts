import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import * as z from "zod";

const FOLDER = fileURLToPath(new URL("../../samples/layouts/", import.meta.url));

const subject = z.strictObject({
  host: z.string().nullable(),
  namespace: z.string().nullable(),
  state: z.string(),
  count: z.number().nullable(),
  max: z.number().nullable(),
  primary: z.string().nullable(),
});

const expectedSchema = z.strictObject({
  archive: z.string(),
  layout: z.string(),
  /** Of the subject that leads. */
  state: z.string(),
  primary: z.string().nullable(),
  count: z.number().nullable(),
  max: z.number().nullable(),
  subjects: z.array(subject).min(1),
  /** Every entry that is an input. */
  read: z.array(z.string()).min(1),
});

/** What a collector would have written, and what must be made of it. */
export interface LayoutSample {
  id: string;
  archive: string;
  hasReadme: boolean;
  expected: z.infer<typeof expectedSchema>;
}

export const readLayoutSamples = (): LayoutSample[] =>
  readdirSync(FOLDER)
    .sort()
    .map((id) => {
      const text = readFileSync(join(FOLDER, id, "expected.json"), "utf8");
      const expected = expectedSchema.parse(JSON.parse(text));
      return {
        id,
        expected,
        archive: join(FOLDER, id, expected.archive),
        hasReadme: existsSync(join(FOLDER, id, "README.md")),
      };
    });

/** What is lacking: a layout without a sample, or a sample of a layout that is not in the index. */
export function lacking(layouts: readonly string[], samples: readonly LayoutSample[]): string[] {
  const shown = new Set(samples.map(({ expected }) => expected.layout));
  return [
    ...layouts
      .filter((name) => !shown.has(name))
      .map((name) => `layout ${name} has no sample: add samples/layouts/<name>/`),
    ...samples
      .filter(({ expected }) => !layouts.includes(expected.layout))
      .map(
        ({ id, expected }) =>
          `samples/layouts/${id} is of layout ${expected.layout}, which LAYOUTS in src/layouts/index.ts does not list`,
      ),
  ];
}
