import type { Pair } from "../../comparison.ts";
import type { Content, Words } from "../document.ts";
import { says, text } from "../inline.ts";
import { nameOfSubject } from "../subjects.ts";
import { type Compared, tabled } from "./parts.ts";

/** How every subject came out, where there are several; those that differ first. */
export function subjects({ lead, others }: Compared): Content[] {
  if (others.length === 0) return [];
  const isQuiet = ({ outcome }: Pair) => outcome === "no difference" || outcome === "not known";
  const all = [lead, ...others.filter((one) => !isQuiet(one)), ...others.filter(isQuiet)];
  const rows = all.map((pair): Words[] => {
    const state = pair.differences.find(({ what }) => what === "state")!;
    return [
      nameOfSubject(pair),
      [text(pair.outcome)],
      [text(String(state.before ?? "unknown"))],
      [text(String(state.after ?? "unknown"))],
    ];
  });
  return tabled("Subjects", ["Subject", "Outcome", "Before", "After"], rows, [
    { kind: "paragraph", words: says`What follows is of the first.` },
  ]);
}
