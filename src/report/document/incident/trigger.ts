import type { TimelineSubject } from "../../timeline-contract.ts";
import type { Block, Content, Words } from "../document.ts";
import { code, columns, counted, number, place, quote, says } from "../inline.ts";
import { timeWords } from "./times.ts";

type Trigger = NonNullable<TimelineSubject["trigger"]>;

/** What began to grow or was changed, in a sentence. */
export function triggerWords({ kind, title, parties }: Trigger): Words {
  if (kind !== "use") return [quote(title)];
  const [first, ...more] = parties;
  const rest = more.length === 0 ? "" : ` and ${more.length} more`;
  const whose =
    first === undefined
      ? []
      : says`, most of all ${first.role === "source" ? "from" : "to"} ${code(first.known ?? first.name)}${first.known === null ? "" : says` (${code(first.name)})`}${rest}`;
  return says`${quote(title)} began to grow${whose}`;
}

export function trigger({ trigger: found, triggerMissing, events }: TimelineSubject): Content[] {
  if (events.length === 0) return [];
  if (found === null)
    return [
      {
        title: "Trigger: unknown",
        blocks: [{ kind: "paragraph", words: [quote(`${sentence(triggerMissing ?? "")}.`)] }],
      },
    ];
  return [
    {
      title: "Trigger",
      blocks: [
        { kind: "paragraph", words: says`${triggerWords(found)}.` },
        table(found),
        ...(found.kind === "use" || found.evidence.length === 0
          ? []
          : [{ kind: "list" as const, items: found.evidence.map((one) => [quote(one)]) }]),
      ],
    },
  ];
}

const sentence = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);

/** Before and behind the onset, each with its place. */
function table({ before, after, parties, kind, name }: Trigger): Block {
  const title = (side: Trigger["before"]): string => timeWords(side.at, 0.1);
  const rows: Words[][] = [
    [
      kind === "use" ? says`all of ${code(name)}` : [code(name)],
      [number(before.value)],
      [number(after.value)],
    ],
    ...parties.map(({ role, name: who, known, before: from, after: to }) => [
      says`${role} ${code(who)}${known === null ? "" : says` (${code(known)})`}`,
      [number(from)],
      [number(to)],
    ]),
    [says`Place`, [place(before.source)], [place(after.source)]],
  ];
  return {
    kind: "table",
    columns: [
      ...columns(kind === "use" ? "Entries" : "Setting"),
      counted(title(before)),
      counted(title(after)),
    ],
    rows,
  };
}
