import type { Block, Content } from "../document.ts";
import { says } from "../inline.ts";
import { part } from "../parts.ts";

/** By what a difference is told from chance, which every reader may ask. */
export function chance(): Content[] {
  const title = "What counts as a difference";
  const words: Block = {
    kind: "paragraph",
    words: says`A number differs where it differs by more than chance gives: entries and packets come in bursts, and load swings by a tenth or more from one minute to the next. What chance gives, ±, grows with the numbers and is larger the shorter the window is. Losses are compared per second. Settings, rules and endpoints are compared exactly. What one capture does not tell is no difference.`,
  };
  const short: Block = {
    kind: "paragraph",
    words: says`Numbers differ where they differ by more than chance gives (±); settings, rules and endpoints are compared exactly.`,
  };
  return [{ title, blocks: [words], terminal: [part(title, short)] }];
}
