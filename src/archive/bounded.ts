import { Damage, TOO_SLOW } from "./damage.ts";

/** Runs what may never end; throws where it takes more than so many milliseconds. */
type Bound = (milliseconds: number, work: () => void) => void;

/** The platform's; a tab has none: there its user cancels, which ends the thread. */
let within: Bound = (_, work) => work();

export const boundBy = (bound: Bound): void => {
  within = bound;
};

/** Milliseconds that a piece of work may take without being counted. */
const USUAL = 100;

/** Runs pieces of work that take a few milliseconds each; the slow ones may take so many together. */
export class Patience {
  #left: number;

  constructor(milliseconds: number) {
    this.#left = milliseconds;
  }

  /** @throws Damage where it is slow, and no time is left for that */
  run(work: () => void): void {
    const from = performance.now();
    try {
      within(this.#left + USUAL, work);
    } finally {
      const took = performance.now() - from;
      if (took > USUAL) this.#left = Math.max(0, this.#left - Math.ceil(took));
      if (took > USUAL && this.#left === 0)
        // biome-ignore lint/correctness/noUnsafeFinally: whatever it threw, this is why
        throw new Damage(TOO_SLOW);
    }
  }
}
