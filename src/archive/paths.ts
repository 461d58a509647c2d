import { LIMITS } from "../limits.ts";

/** An entry's path as a label: of a bounded length, without a leading `./`. */
export function labelOf(name: string): string {
  // decoded anew, since a slice would hold on to the whole name
  const short =
    name.length > LIMITS.pathLength
      ? new TextDecoder().decode(new TextEncoder().encode(name.slice(0, LIMITS.pathLength)))
      : name;
  return short.replace(/^\.\//, "");
}
