import { readPrompt } from "./prompt.ts";

/** What a runbook says above an output that is nobody's. */
const BEGINS =
  /^[#>*_\s-]{0,8}(?:(?:expected|example|sample|typical) output\b.{0,60}|output example\W{0,6})$|\boutput (?:should|will|would) (?:be|look)\b.{0,60}$|\byou (?:should|will|would) see (?:an? |the |some )?(?:output|result|something|lines?)\b.{0,80}$/i;
/** What it says of a message that somebody may find, and what names a text of others. */
const SUPPOSES =
  /^(?:.{0,60}\W)?(?:when|whenever|if|once) (?:dmesg|journalctl|syslog|the (?:kernel(?:'s)?|system|node)(?: log)?) (?:says?|shows?|prints?|reports?|logs?|contains?|has)\b.{0,60}$/i;
const CITES =
  /^[#>*_\s-]{0,8}(?:according to|from|as per|quoting|taken from) (?:the |this |our )?(?:[\w.-]{1,30} ){0,2}(?:docs?|documentation|manual|runbook|guide|wiki|man ?page|article|blog(?: post)?|kb)\b.{0,60}:$/i;
/** What makes of such words a complaint about what came instead. */
const COMPLAINS = /\b(?:not|no|never|instead|but|actual(?:ly)?|differs?|wrong)\b|n't\b/i;
/** What git prints of a commit: its heads, and indented what somebody wrote. */
const COMMIT = /^commit [0-9a-f]{7,64}(?: \(.{1,200}\))?$/;
const COMMITTED =
  /^(?:commit [0-9a-f]{7,64}|(?:Merge|Author|AuthorDate|Commit|CommitDate|Date):\s)/;
const FENCE = /^(?:```|~~~|\{(?:code|noformat)\b)/;

const announces = (bare: string): boolean =>
  bare.length <= 200 &&
  (BEGINS.test(bare) || SUPPOSES.test(bare) || CITES.test(bare)) &&
  !COMPLAINS.test(bare);

/** Tells the lines of an example or of a commit, which say nothing of any machine. */
export class Examples {
  #is: "none" | "next" | "fenced" | "plain" | "commit" = "none";

  /** Whether the next line may be one of an example. */
  get mayHave(): boolean {
    return this.#is !== "none";
  }

  /** Whether a line is one of an example that words above it announce. */
  has(bare: string, text: string): boolean {
    if (this.#is === "none") {
      if (announces(bare)) this.#is = "next";
      else if (COMMIT.test(bare)) this.#is = "commit";
      return false;
    }
    if (this.#is === "commit") {
      const isOfCommit = bare === "" || /^\s{4}/.test(text) || COMMITTED.test(bare);
      if (!isOfCommit) this.#is = "none";
      return isOfCommit;
    }
    if (this.#is === "fenced") {
      if (FENCE.test(bare)) this.#is = "none";
      return this.#is === "fenced";
    }
    if (this.#is === "next" && FENCE.test(bare)) this.#is = "fenced";
    else if (this.#is === "next" && bare === "") return false;
    else if (announces(bare)) this.#is = "next";
    else if (bare === "" || readPrompt(bare) !== null) this.#is = "none";
    else this.#is = "plain";
    return this.#is === "plain";
  }
}
