import { Lexer, type Token } from "marked";
import type { Inline, Words } from "./document.ts";

/**
 * The contract's sentences are Markdown of one line: names of the bundle stand in code spans, and a cause
 * of the reader's own may have **bold** words. Whatever else Markdown knows is taken for its words: a link
 * or an image leads nowhere, and HTML is text.
 */
export const prose = (markdown: string): Words =>
  Lexer.lexInline(markdown, { gfm: true }).flatMap(wordsOf);

function wordsOf(token: Token): Words {
  switch (token.type) {
    case "codespan":
      return [{ kind: "code", text: token["text"] }];
    case "strong":
      return [{ kind: "strong", words: (token.tokens ?? []).flatMap(wordsOf) }];
    case "em":
    case "del":
    case "link":
    case "image":
      return (token.tokens ?? []).flatMap(wordsOf);
    case "br":
      return [own(" ")];
    case "html":
      return [own(token.raw)];
    default:
      return [own("text" in token ? String(token.text) : token.raw)];
  }
}

const own = (text: string): Inline => ({ kind: "text", text: text.replace(/\s*\n\s*/g, " ") });
