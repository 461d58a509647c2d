import type { Makeup } from "../incident/model.ts";
import type { SubjectAnalysis } from "../report/contract.ts";

/** What the table of an analysis held, and whose; null where its rows do not tell. */
export function makeupOf(
  { table }: SubjectAnalysis,
  at: number,
  entry: string,
  by: Makeup["by"],
): Makeup | null {
  // a dump by itself never tells whether it is whole: those of a series are held against each other
  if (table.uses.length === 0 || (by === "bundle" && table.excerpt !== null)) return null;
  const named = (list: SubjectAnalysis["table"]["topSources"]) =>
    list.map(({ name, entries }) => ({ name, entries }));
  return {
    at,
    by,
    entries: table.uses.reduce((sum, { entries }) => sum + entries, 0),
    uses: table.uses.map(({ use, meaning, entries }) => ({ name: use, title: meaning, entries })),
    sources: named(table.topSources),
    destinations: named(table.topDestinations),
    place: { entry, line: 1 },
  };
}

/** Services and pods by the addresses that an analysis names them for. */
export function knownIn({ table }: SubjectAnalysis): Map<string, string> {
  return new Map(
    [...table.topDestinations, ...table.topSources].flatMap(({ name, service, pod }) => {
      const known = service ?? pod;
      return known === null ? [] : [[name, known] as const];
    }),
  );
}
