import { isClaimed } from "../../claims.ts";
import type { Content, Words } from "../document.ts";
import { code } from "../inline.ts";
import { type Compared, exact, tabled } from "./parts.ts";

/** Settings that are others: their values are compared exactly. */
export function settings({ lead }: Compared): Content[] {
  const rows = lead.differences
    .filter((one) => one.what === "setting" && isClaimed(one))
    .map((one): Words[] => [[code(one.name)], exact(one.before), exact(one.after)]);
  return tabled("Settings", ["Setting", "Before", "After"], rows);
}
