import { isClaimed } from "../../claims.ts";
import type { Difference } from "../../comparison.ts";
import type { Block, Content, Words } from "../document.ts";
import { columns, says, text } from "../inline.ts";
import { part } from "../parts.ts";
import { BETWEEN, between, type Compared, FEW } from "./parts.ts";

const COUNTED: readonly Difference["what"][] = ["table", "loss", "use"];

/** What was counted: the table, the losses of the window, the uses. The larger differences stand first. */
export function numbers({ lead }: Compared): Content[] {
  const all = lead.differences.filter(
    ({ what, change }) => COUNTED.includes(what) && change !== "not known",
  );
  const claimed = all.filter(isClaimed);
  const rest = all.filter((one) => !isClaimed(one));
  if (all.length === 0) return [];
  const title = "What was counted";
  const none: Block = {
    kind: "paragraph",
    words: says`No number differs by more than chance gives, of ${String(all.length)} that both captures have.`,
  };
  const blocks: Block[] = [
    claimed.length === 0 ? none : table(claimed),
    ...(rest.length === 0
      ? []
      : [{ kind: "fold" as const, title: "Within what chance gives", blocks: [table(rest)] }]),
  ];
  const short = claimed.length === 0 ? none : table(claimed.slice(0, FEW + 2));
  const more = claimed.length - FEW - 2;
  const hidden =
    rest.length === 0 || claimed.length === 0
      ? says``
      : says`${String(rest.length)} more do not differ by more than chance gives.`;
  const terminal: Block[] = [
    short,
    ...(more > 0
      ? [{ kind: "paragraph" as const, words: says`and ${String(more)} more: --verbose` }]
      : []),
    ...(hidden.length === 0 ? [] : [{ kind: "paragraph" as const, words: hidden }]),
  ];
  return [{ title, blocks, terminal: [part(title, ...terminal)] }];
}

const table = (list: readonly Difference[]): Block => ({
  kind: "table",
  columns: columns("Number", ...BETWEEN),
  rows: list.map((one): Words[] => [[text(one.title)], ...between(one)]),
});
