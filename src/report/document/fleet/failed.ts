import type { Fleet } from "../../fleet-contract.ts";
import type { Block, Content } from "../document.ts";
import { code, number, quote, says } from "../inline.ts";
import { part } from "../parts.ts";

const MOST = { terminal: 10, page: 500 };

/** Bundles that could not be read, each with the reason. */
export function failed({ failed: list }: Fleet): Content[] {
  if (list.length === 0) return [];
  const title = "Bundles that could not be read";
  const blocks = (most: number): Block[] => [
    {
      kind: "list",
      items: list.slice(0, most).map(({ bundle, reason }) => {
        // the reason may begin with the path
        const rest = reason.startsWith(`${bundle}: `) ? reason.slice(bundle.length + 2) : reason;
        return says`${code(bundle)}: ${quote(rest)}`;
      }),
    },
    ...(list.length > most
      ? [{ kind: "paragraph" as const, words: says`And ${number(list.length - most)} more.` }]
      : []),
  ];
  return [{ title, blocks: blocks(MOST.page), terminal: [part(title, ...blocks(MOST.terminal))] }];
}
