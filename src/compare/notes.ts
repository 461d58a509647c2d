import { isCommon } from "../facts/names.ts";
import { codeSpan, formatSeconds } from "../format.ts";
import type { Capture, Group } from "./pairs.ts";
import type { Side } from "./side.ts";

/** What a reader must know of these captures before a difference between them means anything. */
export function notesOn(
  captures: readonly Capture[],
  groups: readonly Group[],
  only: string | null,
): string[] {
  const compared = groups.filter(({ sides }) => sides.size > 1);
  return [
    ...captures.filter(({ truncated }) => truncated).map(truncatedNote),
    ...captures.filter(({ from }) => from === "analysis").map(savedNote),
    ...captures
      .filter(({ sides }) => only !== null && sides.every(isNameless))
      .map(
        ({ name }) => `${codeSpan(name)} names no host: it is taken to be of ${codeSpan(only!)}.`,
      ),
    ...[
      ...new Set(compared.flatMap(({ host }) => (host !== null && isCommon(host) ? host : []))),
    ].map(
      (host) =>
        `Many machines are called ${codeSpan(host)}: whether the captures are of one, the name does not tell.`,
    ),
    ...new Set(
      compared.flatMap((group) => [...sameNotes(captures, group), ...orderNotes(captures, group)]),
    ),
  ];
}

const truncatedNote = ({ name }: Capture): string =>
  `${codeSpan(name)} is truncated or damaged: what it lost is not known on that side, and no change.`;

const savedNote = ({ name }: Capture): string =>
  `${codeSpan(name)} is a saved analysis: most settings, and the rules, are not in it, and another release of conntriage may have judged it.`;

const isNameless = ({ analysis }: Side): boolean => analysis.subject.host === null;

function steps({ sides }: Group): [number, number, Side, Side][] {
  const all = [...sides];
  return all.slice(1).map(([after, side], at) => [all[at]![0], after, all[at]![1], side]);
}

const sameNotes = (captures: readonly Capture[], group: Group): string[] =>
  steps(group)
    .filter(([, , a, b]) => isSame(a, b))
    .map(
      ([before, after]) =>
        `${codeSpan(captures[before]!.name)} and ${codeSpan(captures[after]!.name)} are one capture: a comparison of it with itself tells nothing.`,
    );

/** The same moment, with the same numbers; two of which neither is known have nothing by which they are the same. */
const isSame = ({ analysis: a }: Side, { analysis: b }: Side): boolean =>
  (a.bundle.capturedAt !== null || a.table.count !== null || a.table.rows !== null) &&
  a.bundle.capturedAt === b.bundle.capturedAt &&
  JSON.stringify([a.table, a.timeline, a.signals]) ===
    JSON.stringify([b.table, b.timeline, b.signals]);

const orderNotes = (captures: readonly Capture[], group: Group): string[] =>
  steps(group).flatMap(([before, after, a, b]) => {
    const [from, to] = [a, b].map(({ analysis }) => Date.parse(analysis.bundle.capturedAt ?? ""));
    if (!(to! < from!)) return [];
    const late = formatSeconds((from! - to!) / 1000);
    return `${codeSpan(captures[after]!.name)} was taken ${late} before ${codeSpan(captures[before]!.name)}, by their clocks: they are compared in the order in which they were given, so “new” may mean gone.`;
  });
