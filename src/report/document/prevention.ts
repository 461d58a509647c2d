import type { Analysis } from "../contract.ts";
import type { Block, Content } from "./document.ts";
import { plain } from "./inline.ts";
import { prose } from "./prose.ts";

/** What to do before it happens again; a terminal leaves it to the pages. */
export const prevention = ({ prevention: list }: Analysis): Content[] => [
  {
    title: "Prevention",
    blocks: list.map(
      ({ title, text, commands }): Block => ({
        kind: "fold",
        title: plain(prose(title)),
        blocks: [
          { kind: "paragraph", words: prose(text) },
          { kind: "commands", lines: commands },
        ],
      }),
    ),
    terminal: [],
  },
];
