import { isClaimed } from "../../claims.ts";
import type { Content, Words } from "../document.ts";
import { code, says } from "../inline.ts";
import { BETWEEN, between, type Compared, tabled } from "./parts.ts";

/** Who came to hold many entries, and who no longer does. */
export function talkers({ lead }: Compared): Content[] {
  const rows = lead.differences
    .filter((one) => one.what === "talker" && isClaimed(one))
    .map((one): Words[] => [
      says`${one.change}: ${code(one.name)}`,
      whose(one.title),
      ...between(one),
    ]);
  return tabled("Top talkers", ["Who", "As", ...BETWEEN], rows);
}

/** Its role, and behind that the Service or pod, which the bundle names. */
function whose(title: string): Words {
  const [role = "", ...rest] = title.split(", ");
  return rest.length === 0 ? says`${role}` : says`${role}, ${code(rest.join(", "))}`;
}
