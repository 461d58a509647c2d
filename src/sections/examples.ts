import { readPrompt } from "./prompt.ts";

/** What a runbook says above an output that is nobody's. */
const BEGINS =
  /(?:^|[\s*_#(])(?:expected|sample|example) output\b[^.]{0,40}$|\boutput (?:should (?:be|look)|similar to)\b.{0,60}$|\byou (?:should|will|would) see (?:an? |the |some )?(?:output|result|something|lines?)\b.{0,80}$/i;
const FENCE = /^(?:```|~~~|\{(?:code|noformat)\b)/;

/** Tells the lines of an example, which say nothing of any machine. */
export class Examples {
  #is: "none" | "next" | "fenced" | "plain" = "none";

  /** Whether a line is one of an example that words above it announce. */
  has(bare: string): boolean {
    if (this.#is === "none") {
      if (bare.length <= 200 && BEGINS.test(bare)) this.#is = "next";
      return false;
    }
    if (this.#is === "fenced") {
      if (FENCE.test(bare)) this.#is = "none";
      return this.#is === "fenced";
    }
    if (this.#is === "next" && FENCE.test(bare)) this.#is = "fenced";
    else if (this.#is === "next" && bare === "") return false;
    else if (bare === "" || readPrompt(bare) !== null || BEGINS.test(bare)) this.#is = "none";
    else this.#is = "plain";
    return this.#is === "plain";
  }
}
