import type { Difference } from "../report/comparison.ts";
import type { SubjectAnalysis } from "../report/contract.ts";
import { chanceOf } from "./chance.ts";
import { type Named, numberDifference, swingIn } from "./numbers.ts";
import { type Side, scaleOf } from "./side.ts";

type Talker = SubjectAnalysis["table"]["topSources"][number];

/** Those that an analysis names; of one that is not among so many it is known only that it holds no more. */
const LISTED = 10;

/** Who holds most entries: who came, who went, who holds more or less. Unknown rows are told by the uses. */
export function talkerDifferences(before: Side, after: Side): Difference[] {
  const scales = [scaleOf(before), scaleOf(after)] as const;
  if (scales[0] === null || scales[1] === null) return [];
  const [a, b] = [before.analysis.table, after.analysis.table];
  return [
    ...listDifferences("destination", a.topDestinations, b.topDestinations, before, after),
    ...listDifferences("source", a.topSources, b.topSources, before, after),
  ];
}

function listDifferences(
  role: string,
  a: readonly Talker[],
  b: readonly Talker[],
  before: Side,
  after: Side,
): Difference[] {
  const names = [...new Set([...b, ...a].map(({ name }) => name))];
  const [scaleA, scaleB] = [scaleOf(before)!, scaleOf(after)!];
  return names.map((name) => {
    const [one, other] = [a, b].map((list) => list.find((talker) => talker.name === name));
    const [from, to] = [
      Math.round((one?.entries ?? mostBeside(a)) * scaleA),
      Math.round((other?.entries ?? mostBeside(b)) * scaleB),
    ];
    const known = [other ?? one].map((talker) => talker!.service ?? talker!.pod ?? talker!.process);
    const title = known[0] == null ? role : `${role}, ${known[0]}`;
    const named: Named = { what: "talker", name, title, unit: "entries" };
    const limit = chanceOf(
      { value: from, scale: scaleA, swing: swingIn(before) },
      { value: to, scale: scaleB, swing: swingIn(after) },
    );
    const words = {
      more: one === undefined ? "new" : "more",
      less: other === undefined ? "gone" : "less",
    } as const;
    const row = numberDifference(named, from, to, limit, words);
    // of the side that does not list it, only the most is known that it may hold there
    const atMost =
      one === undefined && from > 0 ? "before" : other === undefined && to > 0 ? "after" : null;
    const isListedMore = other === undefined ? from > to : one !== undefined || to > from;
    return { ...row, atMost, change: isListedMore ? row.change : "within chance" };
  });
}

const mostBeside = (list: readonly Talker[]): number =>
  list.length < LISTED ? 0 : list.at(-1)!.entries;
