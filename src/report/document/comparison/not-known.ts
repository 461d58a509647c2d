import type { Difference } from "../../comparison.ts";
import type { Block, Content, Words } from "../document.ts";
import { code, joined, number, says, text } from "../inline.ts";
import { part } from "../parts.ts";
import { prose } from "../prose.ts";
import { nameOfSubject } from "../subjects.ts";
import { type Compared, FEW } from "./parts.ts";

/** Names that a terminal shows behind one reason. */
const NAMED = 4;

/** What one capture does not tell: no change is read from that. */
export function unknown({ lead }: Compared): Content[] {
  const byReason = new Map<string, Difference[]>();
  for (const one of lead.differences)
    if (one.change === "not known")
      byReason.set(one.reason, [...(byReason.get(one.reason) ?? []), one]);
  const item = (most: number) =>
    [...byReason].map(([reason, list]): Words => {
      const names = list.slice(0, most).map(nameOf);
      const more = list.length > most ? says` and ${number(list.length - most)} more` : [];
      return says`${joined(names, ", ")}${more}: ${prose(reason)}`;
    });
  return listed("Not known on one side", item(Number.POSITIVE_INFINITY), item(NAMED));
}

const nameOf = ({ what, name, title }: Difference): Words =>
  what === "setting" || what === "rule" ? [code(name)] : [text(title)];

/** Subjects that only some of the captures have: they are compared with nothing. */
export function notPaired({ comparison }: Compared): Content[] {
  const items = comparison.notPaired.map(
    (one): Words =>
      says`${nameOfSubject(one)}: not in ${code(comparison.captures[one.capture]!.name)}, ${one.reason}`,
  );
  return listed("Not compared", items, items);
}

function listed(title: string, items: readonly Words[], short: readonly Words[]): Content[] {
  if (items.length === 0) return [];
  const list = (shown: readonly Words[]): Block => ({ kind: "list", items: shown });
  const more: Block[] =
    short.length > FEW
      ? [{ kind: "paragraph", words: says`and ${number(short.length - FEW)} more: --verbose` }]
      : [];
  return [
    {
      title,
      blocks: [list(items)],
      terminal: [part(title, list(short.slice(0, FEW)), ...more)],
    },
  ];
}
