import { type Fields, isFields } from "../../parsers/json-shapes.ts";
import type { Named } from "../named.ts";

/** How one program's answer is told, and read; null of any other's. */
export type Shape = (value: Fields) => Named[] | null;

/** The objects of a list; none of what is no list. */
export const fieldsIn = (value: unknown): Fields[] =>
  Array.isArray(value) ? value.filter(isFields) : [];

export const textOf = (value: unknown): string => (typeof value === "string" ? value : "");
