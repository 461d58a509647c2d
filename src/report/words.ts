import type { State } from "../causes/state.ts";
import type { Analysis } from "./contract.ts";

/** How the contract's words are said to people. */
export const STATE_WORDS: Record<State, string> = {
  exhausted: "exhausted",
  critical: "critical",
  "at-risk": "at risk",
  elevated: "elevated",
  recovered: "recovered",
  healthy: "healthy",
  unknown: "unknown",
};

export const VERDICT_WORDS: Record<Analysis["findings"][number]["verdict"], string> = {
  confirmed: "confirmed",
  likely: "likely",
  possible: "possible",
  "ruled-out": "ruled out",
  unknown: "unknown",
};

export const LEVEL_WORDS: Record<Analysis["signals"][number]["level"], string> = {
  ok: "ok",
  warning: "**warning**",
  critical: "**critical**",
  unknown: "unknown",
  note: "–",
};
