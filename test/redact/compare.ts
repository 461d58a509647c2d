import type { Analysis } from "../../src/report/contract.ts";

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** How many a list of holders has at most. */
const CAPS: Readonly<Record<string, number>> = {
  topDestinations: 10,
  topSources: 10,
  destinations: 5,
  endpoints: 5,
  sources: 5,
};
/** What is of the bundle's own bytes: lines that nobody uses are no more, and entries have another size. */
const OF_BYTES = new Set(["unread", "skipped", "bytes"]);
const HOLDER = "(?:\\S+ \\([\\d.:[\\]a-f]+\\d\\/\\w+\\)|[\\d.:[\\]a-f]+\\d(?:\\/\\w+)?)";
const HOLDERS = new RegExp(`${HOLDER}(?:, ${HOLDER})+`, "g");

/**
 * An analysis that can be compared with that of a redacted bundle, whose addresses sort otherwise: equals in entries
 * stand in the order of their names, and of a list that was cut among equals the last ones are counts. The
 * bundle's own name is left out.
 */
export function comparable(analysis: Analysis): Json {
  const one = inOneOrder(analysis as unknown as Json) as { [key: string]: Json };
  for (const each of [one, ...(one["others"] as { [key: string]: Json }[])])
    (each["bundle"] as { [key: string]: Json })["name"] = "";
  return one;
}

function inOneOrder(value: Json, key = ""): Json {
  if (typeof value === "string") return value.replace(HOLDERS, (list) => sorted(list));
  if (Array.isArray(value))
    return ofList(
      value.map((one) => inOneOrder(one)),
      key,
    );
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, inner]) =>
      OF_BYTES.has(name) ? [] : [[name, inOneOrder(inner, name)]],
    ),
  );
}

/** Names in a sentence. */
function sorted(list: string): string {
  const sign = list.startsWith("`") ? "`" : "";
  return sign + list.slice(sign.length).split(", ").sort().join(", ");
}

function ofList(list: Json[], key: string): Json[] {
  if (key === "parties")
    return [...list].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  if (!Object.hasOwn(CAPS, key) || list.length === 0) return list;
  const holders = list as { name: string; entries: number }[];
  const least = holders.at(-1)!.entries;
  const named = holders.map((one) =>
    holders.length === CAPS[key] && one.entries === least ? { name: "", entries: least } : one,
  );
  return named.sort((a, b) => b.entries - a.entries || (a.name < b.name ? -1 : 1)) as Json[];
}

/** Where two differ, in a few lines. */
export function differences(a: Json, b: Json, at = ""): string[] {
  if (JSON.stringify(a) === JSON.stringify(b)) return [];
  if (a !== null && b !== null && typeof a === "object" && typeof b === "object") {
    const [x, y] = [a as { [key: string]: Json }, b as { [key: string]: Json }];
    return [...new Set([...Object.keys(x), ...Object.keys(y)])].flatMap((key) =>
      differences(x[key] ?? null, y[key] ?? null, `${at}.${key}`),
    );
  }
  return [`${at}: ${JSON.stringify(a)} is not ${JSON.stringify(b)}`];
}
