import { formatSeconds, toTheSecond } from "../../../format.ts";
import { STATE_WORDS } from "../../words.ts";
import type { Content, Words } from "../document.ts";
import { code, counted, number, says, share, text } from "../inline.ts";
import { type Compared, tabled } from "./parts.ts";

/** What was captured of the subject that leads, and when. */
export function captures({ comparison, lead }: Compared): Content[] {
  const own = comparison.subjects.find(
    ({ host, namespace }) => host === lead.host && namespace === lead.namespace,
  );
  const rows = (own?.moments ?? []).map((one): Words[] => {
    const least = one.bound === "at least" ? says`≥ ` : [];
    return [
      [code(comparison.captures[one.capture]!.name)],
      one.capturedAt === null ? says`unknown` : [text(toTheSecond(one.capturedAt))],
      one.windowSeconds === null ? says`–` : [text(formatSeconds(one.windowSeconds))],
      [text(STATE_WORDS[one.state])],
      [...least, number(one.count ?? one.rows)],
      [number(one.max)],
      one.utilization === null ? says`unknown` : [...least, share(one.utilization)],
    ];
  });
  const heads = [
    "Capture",
    "Taken",
    "Watched",
    "State",
    counted("Entries"),
    counted("Limit"),
    counted("In use"),
  ];
  return tabled("Captures", heads, rows);
}
