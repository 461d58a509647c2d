import type { Analysis } from "../contract.ts";
import type { Content } from "./document.ts";
import { idle } from "./idle.ts";
import { tcpStates } from "./tcp-states.ts";

/** What the rows say by themselves: the states of TCP, and how long ago the last packet was. */
export function states(analysis: Analysis): Content[] {
  const parts = [...tcpStates(analysis), ...idle(analysis)];
  if (parts.length === 0) return [];
  return [
    {
      title: parts.map(({ title }) => title).join(", and "),
      blocks: parts.flatMap(({ blocks }) => blocks),
      terminal: parts.flatMap(({ terminal = [] }) => terminal),
    },
  ];
}
