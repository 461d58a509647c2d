import { formatNumber } from "../../format.ts";
import type { Analysis } from "../contract.ts";
import type { Content, Words } from "./document.ts";
import { BREAK, code, columns, joined, number, says, strong } from "./inline.ts";
import { listOrFold, part } from "./parts.ts";
import { prose } from "./prose.ts";
import { reasonOf } from "./reasons.ts";

export const ruledOut = ({ findings }: Analysis): Content[] =>
  notFound(
    findings.filter(({ verdict }) => verdict === "ruled-out"),
    "Ruled out",
    "of the known causes, each with the test that decided against it.",
    "The causes that were ruled out",
  );

export const notJudged = ({ findings }: Analysis): Content[] =>
  notFound(
    findings.filter(({ verdict }) => verdict === "unknown"),
    "Could not be judged",
    "of the known causes, as inputs are missing, each with the command that would give them.",
    "The causes that could not be judged",
  );

/** Causes that were not found, those of one reason together: what decided it. */
function notFound(
  list: Analysis["findings"],
  title: string,
  lead: string,
  fold: string,
): Content[] {
  if (list.length === 0) return [];
  const reasons = list.map((finding) => ({
    id: finding.cause,
    name: prose(finding.title),
    reason: reasonOf(finding),
  }));
  return [
    {
      title,
      blocks: [
        { kind: "paragraph", words: says`${number(list.length)} ${lead}` },
        listOrFold(fold, byReason(reasons)),
      ],
      terminal: [
        part(title, {
          kind: "table",
          columns: columns("Cause", "Why"),
          rows: reasons.map(({ id, reason }) => [[code(id)], reason]),
        }),
      ],
    },
  ];
}

/** How many names stand before their reason; more stand behind it. */
const FEW_NAMES = 3;

/** A row for each reason, with the names that share it. */
export function byReason(list: readonly { name: Words; reason: Words }[]): Words[] {
  const groups = new Map<string, { names: Words[]; reason: Words }>();
  for (const { name, reason } of list) {
    const key = JSON.stringify(reason);
    const group = groups.get(key) ?? { names: [], reason };
    group.names.push(name);
    groups.set(key, group);
  }
  return [...groups.values()].map(({ names, reason }) => {
    const together = joined(names, "; ");
    return names.length > FEW_NAMES
      ? says`${strong(says`${formatNumber(names.length)} of them:`)} ${reason}.${BREAK}${together}.`
      : says`${strong(says`${together}:`)}${BREAK}${reason}.`;
  });
}
