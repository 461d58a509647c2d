import { LONGEST_NAME } from "../report/digest-contract.ts";

/** A sum of 32 bits as eight digits: tells texts apart, and protects from nobody. */
export function sumOf(text: string): string {
  let sum = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) sum = Math.imul(sum ^ text.charCodeAt(at), 0x01000193);
  return (sum >>> 0).toString(16).padStart(8, "0");
}

/** A name as it is; of one that is too long the beginning and its sum, so that two stay two. */
export function shortName(name: string): string {
  if (name.length <= LONGEST_NAME) return name;
  // half of a surrogate pair is no character
  const head = name.slice(0, LONGEST_NAME - 10).replace(/[\ud800-\udbff]$/, "");
  return `${head}…${sumOf(name)}`;
}

export const shortOrNull = (name: string | null): string | null =>
  name === null ? null : shortName(name);

/** By code units: the same order on every machine. */
export const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** The keys of an object in their order. */
export const sorted = <T>(all: Readonly<Record<string, T>>): Record<string, T> =>
  Object.fromEntries(Object.entries(all).sort(([a], [b]) => byText(a, b)));
