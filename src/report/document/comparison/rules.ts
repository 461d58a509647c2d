import { isClaimed } from "../../claims.ts";
import type { Difference } from "../../comparison.ts";
import type { Content, Words } from "../document.ts";
import { code, text } from "../inline.ts";
import { type Compared, exact, tabled } from "./parts.ts";

/** Services that came, went, or have other endpoints, and what is not tracked, by the node's rules. */
export function rules({ lead }: Compared): Content[] {
  const claimed = lead.differences.filter((one) => one.what === "rule" && isClaimed(one));
  const rows = (value: (one: Difference["before"]) => Words) =>
    claimed.map((one): Words[] => [
      one.title === "Service" ? [code(one.name)] : [text(one.title)],
      [text(one.change)],
      value(one.before),
      value(one.after),
    ]);
  const heads = ["Service", "Change", "Before", "After"];
  return tabled("Rules and endpoints", heads, rows(exact), [], rows(counted));
}

/** How many endpoints, without which they are. */
const counted = (value: Difference["before"]): Words =>
  exact(typeof value === "string" ? value.replace(/, only here .*$/s, "") : value);
