import type { Analysis } from "../contract.ts";

/** What a stretch of text is, of which a terminal makes a colour. */
export type Tone = "heading" | "bad" | "warning" | "good" | "soft" | "usual";

/** Puts a colour around a text, or leaves it as it is. */
export type Paint = (tone: Tone, text: string) => string;

/** Codes that begin and end a tone. Of the sixteen colours, so that they follow the terminal's theme. */
const CODES: Record<Exclude<Tone, "usual">, readonly [number, number]> = {
  heading: [1, 22],
  bad: [31, 39],
  warning: [33, 39],
  good: [32, 39],
  soft: [2, 22],
};

export const painter =
  (colour: boolean): Paint =>
  (tone, text) => {
    if (!colour || tone === "usual" || text === "") return text;
    const [on, off] = CODES[tone];
    return `\u001b[${on}m${text}\u001b[${off}m`;
  };

export const STATE_TONES: Record<Analysis["state"], Tone> = {
  exhausted: "bad",
  critical: "bad",
  "at-risk": "warning",
  elevated: "warning",
  recovered: "warning",
  healthy: "good",
  unknown: "usual",
};

export const VERDICT_TONES: Record<Analysis["findings"][number]["verdict"], Tone> = {
  confirmed: "bad",
  likely: "warning",
  possible: "usual",
  "ruled-out": "good",
  unknown: "soft",
};

export const LEVEL_TONES: Record<Analysis["signals"][number]["level"], Tone> = {
  ok: "good",
  warning: "warning",
  critical: "bad",
  unknown: "soft",
  note: "soft",
};
