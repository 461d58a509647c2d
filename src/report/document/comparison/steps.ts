import { isClaimed, isWhole } from "../../claims.ts";
import type { Difference, Pair } from "../../comparison.ts";
import type { Block, Content, Words } from "../document.ts";
import { code, joined, number, says, text } from "../inline.ts";
import type { Compared } from "./parts.ts";

/** Differences of one step that are named. */
const NAMED = 6;

/** From each capture to the next, where there are more than two. */
export function steps({ comparison, lead }: Compared): Content[] {
  const own = comparison.pairs.filter(
    (pair) =>
      pair.host === lead.host && pair.namespace === lead.namespace && !isWhole(comparison, pair),
  );
  if (own.length < 2) return [];
  const name = (at: number) => code(comparison.captures[at]!.name);
  const list: Block = {
    kind: "list",
    items: own.map((pair) => says`${name(pair.before)} to ${name(pair.after)}: ${sayStep(pair)}`),
  };
  return [{ title: "Step by step", blocks: [list] }];
}

function sayStep({ outcome, differences }: Pair): Words {
  const claimed = differences.filter(isClaimed);
  if (claimed.length === 0) return [text(outcome)];
  const more = claimed.length - NAMED;
  const words = joined(claimed.slice(0, NAMED).map(sayDifference), "; ");
  return more > 0
    ? says`${outcome}; ${words}; and ${number(more)} more`
    : says`${outcome}; ${words}`;
}

function sayDifference({ what, name, title, change, before, after, unit }: Difference): Words {
  const named = what === "cause" ? [code(name)] : what === "setting" ? [code(name)] : [text(title)];
  if (what === "cause") return says`${named} ${change}`;
  if (what === "rule" || what === "talker") return says`${code(name)} ${change}`;
  const value = (one: Difference["before"]): Words =>
    typeof one === "number" ? [number(one, unit)] : [text(String(one))];
  return says`${named} ${value(before)} to ${value(after)}`;
}
