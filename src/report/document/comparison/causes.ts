import { isClaimed } from "../../claims.ts";
import type { Difference } from "../../comparison.ts";
import type { Content, Words } from "../document.ts";
import { joined, text } from "../inline.ts";
import { prose } from "../prose.ts";
import { type Compared, tabled } from "./parts.ts";

/** Causes that came or went, and those that stay, the ones that differ first. */
export function causes({ lead }: Compared): Content[] {
  const all = lead.differences.filter(
    ({ what, change }) => what === "cause" && change !== "not known",
  );
  const sorted = [...all.filter(isClaimed), ...all.filter((one) => !isClaimed(one))];
  const rows = sorted.map((one): Words[] => [
    prose(one.title),
    [text(one.change)],
    said(one.before),
    said(one.after),
  ]);
  return tabled("Causes", ["Cause", "Change", "Before", "After"], rows);
}

/** `confirmed, 1200 entries`: a verdict with what it holds. */
function said(value: Difference["before"]): Words {
  const [verdict = "–", ...rest] = String(value ?? "–").split(", ");
  return joined([[text(verdict)], ...rest.map((one) => [text(one)])], ", ");
}
