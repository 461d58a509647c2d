import { z } from "zod";
import {
  FILE_SHAPE,
  type Kind,
  MANIFEST_SHAPE,
  MOST_FILES,
  type Shape,
} from "../parsers/manifest-shape.ts";

/** The shape of a manifest as zod has it, from which its JSON Schema is made. */
export const manifestSchema = (): z.ZodType =>
  z.object({
    ...fieldsOf(MANIFEST_SHAPE),
    files: z.array(z.object(fieldsOf(FILE_SHAPE))).max(MOST_FILES),
  });

const time = z.iso.datetime({ offset: true });
const count = z.number().int().nonnegative();
const seconds = z.number().nonnegative();

const fieldsOf = (shape: Shape): Record<string, z.ZodType> =>
  Object.fromEntries(
    Object.entries(shape).map(([key, kind]) => {
      const one = fieldOf(kind);
      return [key, kind.orNull === true ? one.nullable() : one];
    }),
  );

function fieldOf(kind: Kind): z.ZodType {
  switch (kind.is) {
    case "text":
      return kind.least === undefined
        ? z.string().max(kind.most)
        : z.string().min(kind.least).max(kind.most);
    case "exactly":
      return z.literal(kind.text);
    case "time":
      return time;
    case "count":
      return count;
    case "integer":
      return z.number().int();
    case "seconds":
      return seconds;
    case "yes or no":
      return z.boolean();
  }
}
