import type { Analysis } from "../contract.ts";
import type { Block, Content } from "./document.ts";
import { says, strong } from "./inline.ts";
import { prose } from "./prose.ts";

/** What to do before it happens again; a terminal leaves it to the pages. */
export const prevention = ({ prevention: list }: Analysis): Content[] => [
  {
    title: "So that it does not happen again",
    blocks: list.flatMap(({ title, text, commands }): Block[] => [
      { kind: "paragraph", words: says`${strong(says`${prose(title)}.`)} ${prose(text)}` },
      { kind: "commands", lines: commands },
    ]),
    terminal: [],
  },
];
