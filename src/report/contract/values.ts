import * as z from "zod";

/** A place in the bundle: an entry's path and a line counted from 1. */
export const place = z.object({ entry: z.string(), line: z.number().int() });
export const value = z.union([z.number(), z.boolean(), z.string()]).nullable();
export const count = z.number().int().nonnegative();
export const share = z.number();
