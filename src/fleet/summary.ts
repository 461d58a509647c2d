import { codeSpan, formatNumber, formatSeconds, formatShare } from "../format.ts";
import type { Digest } from "../report/digest-contract.ts";
import type { Fleet } from "../report/fleet-contract.ts";
import { STATE_WORDS } from "../report/words.ts";
import { isMachine, isPressed, primaryOf, type Row } from "./row.ts";
import { nameOf, nodes } from "./scope.ts";

/** How many of the worst a sentence names. */
const NAMED = 4;

/** One node or all, and why: sentences that hold only what the digests tell. */
export function summaryOf(
  rows: readonly Row[],
  { titles }: Pick<Digest, "titles">,
  {
    states,
    outliers,
    filling,
    neighbours,
    causes,
  }: Pick<Fleet, "states" | "outliers" | "filling" | "neighbours" | "causes">,
): string {
  const machines = rows.filter(isMachine);
  if (machines.length === 0) return "None of the bundles tells of a machine's table.";
  const pressed = machines.filter(isPressed);
  return [
    `${states.map((one) => `${nodes(one.nodes)} ${STATE_WORDS[one.state]}`).join(", ")}.`,
    sayPressed(pressed),
    sayCauses(pressed, titles),
    sayNamed(neighbours),
    sayOthers(pressed, causes),
    sayOutlier(outliers, pressed),
    sayNext(filling),
  ]
    .filter(Boolean)
    .join(" ");
}

function sayPressed(pressed: readonly Row[]): string {
  if (pressed.length === 0) return "";
  const names = pressed
    .slice(0, NAMED)
    .map(({ node }) =>
      node.peak === null
        ? nameOf(node)
        : `${nameOf(node)} (${formatShare(node.peak)} of its limit)`,
    );
  const more = pressed.length - names.length;
  const rest = more > 0 ? ` and ${formatNumber(more)} more` : "";
  return `Under pressure: ${names.join(", ")}${rest}.`;
}

/** Whether those that are under pressure have one cause, or each its own. */
function sayCauses(pressed: readonly Row[], titles: Digest["titles"]): string {
  const counts = new Map<string, number>();
  for (const row of pressed) {
    const cause = primaryOf(row)?.cause;
    if (cause !== undefined) counts.set(cause, (counts.get(cause) ?? 0) + 1);
  }
  const [first, ...others] = [...counts].sort(([, a], [, b]) => b - a);
  if (first === undefined)
    return pressed.length === 0
      ? ""
      : `No cause was found ${pressed.length === 1 ? "of that" : "on any of them"}.`;
  const title = (cause: string) => `${titles[cause] ?? cause} (${codeSpan(cause)})`;
  const without = pressed.length - [...counts.values()].reduce((a, b) => a + b, 0);
  const rest = without === 0 ? "" : ` On ${nodes(without)} no cause was found.`;
  if (others.length === 0)
    return `${pressed.length === 1 ? "The cause there" : without === 0 ? "All of them have one cause" : "The cause that was found is one"}: ${title(first[0])}.${rest}`;
  const list = [first, ...others]
    .slice(0, NAMED)
    .map(([cause, on]) => `${title(cause)} on ${nodes(on)}`);
  return `Their causes differ: ${list.join("; ")}${others.length >= NAMED ? "; and others" : ""}.${rest}`;
}

/** Whom causes of several nodes name. */
function sayNamed(neighbours: Fleet["neighbours"]): string {
  const named = neighbours.find(({ causes }) => causes.length > 0);
  if (named === undefined) return "";
  return `${codeSpan(named.name)} holds a tenth of the limit or more on ${nodes(named.busy)}, and on several ${named.causes.map(codeSpan).join(" and ")} names it.`;
}

/** A fault that most nodes have, beside full tables. */
function sayOthers(pressed: readonly Row[], causes: Fleet["causes"]): string {
  const primary = new Set(pressed.map((row) => primaryOf(row)?.cause));
  const common = causes.filter(
    ({ spread, nodes: on, cause }) =>
      on > 1 && (spread === "all" || spread === "most") && !primary.has(cause),
  );
  const [first] = common;
  return first === undefined
    ? ""
    : `Found on ${nodes(first.nodes)} of ${formatNumber(first.judged)}: ${first.title} (${codeSpan(first.cause)}).`;
}

/** The node that sticks out most by its use, where that is not what was said already. */
function sayOutlier({ metrics }: Fleet["outliers"], pressed: readonly Row[]): string {
  const use = metrics.find(({ metric }) => metric === "utilization");
  const [first, ...others] = use?.outliers ?? [];
  if (use === undefined || first === undefined) return "";
  const isSaid = pressed.some(({ node }) => node.host === first.host);
  const name = `${nameOf(first)}${isSaid ? "" : ` (${formatShare(first.value)} of its limit)`}`;
  const who =
    others.length === 0
      ? `${name} sticks out`
      : `${name} and ${nodes(others.length)} more stick out`;
  return `${who}: the median is ${formatShare(use.median ?? 0)}.`;
}

function sayNext(filling: Fleet["filling"]): string {
  const next = filling.find(({ seconds }) => seconds !== null && seconds > 0);
  if (next?.seconds == null || next.growth === null) return "";
  return `${nameOf(next)} fills up next: in ${formatSeconds(next.seconds)}, if it grows on by ${formatNumber(next.growth, 1)} entries per second.`;
}
