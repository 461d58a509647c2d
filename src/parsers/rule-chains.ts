import { LIMITS } from "../limits.ts";
import type { Target } from "./rule-target.ts";
import { putBounded } from "./values.ts";

/** What leads from one chain on: to another chain, or out of the ruleset to an endpoint. */
export type Step = { to: string } | { target: Target };

/** Where a step or a chain leads; `cut` when it may lead to more. */
export interface Reached {
  targets: Target[];
  cut: boolean;
}

/** Steps that are walked to find all endpoints; 100,000 endpoints in five chains each. */
const MAX_STEPS = 2_000_000;
const NOWHERE: Reached = { targets: [], cut: false };

/** The chains of a ruleset, in any order, and where each leads once all are known. */
export class RuleChains {
  readonly #steps = new Map<string, Step[]>();
  readonly #cut = new Set<string>();
  readonly #followed = new Map<string, Reached>();
  #count = 0;
  #walked = 0;

  /** False when there is no room for it. */
  add(chain: string, step: Step): boolean {
    const known = this.#steps.get(chain);
    if (this.#count >= LIMITS.keysPerEntry * 2) {
      this.#cut.add(chain);
      return false;
    }
    if (known !== undefined) known.push(step);
    else if (!putBounded(this.#steps, chain, [step])) return false;
    this.#count++;
    return true;
  }

  /** Marks a chain of which something could not be read. */
  cut(chain: string): void {
    if (this.#cut.size < LIMITS.keysPerEntry) this.#cut.add(chain);
  }

  /** Whether another step may be walked. */
  mayWalk(): boolean {
    return ++this.#walked <= MAX_STEPS;
  }

  /** All that a step leads to, through whatever chains. */
  reached(step: Step | null): Reached {
    if (step === null) return NOWHERE;
    if ("target" in step) return { targets: [step.target], cut: step.target.cut };
    const reached = this.#followed.get(step.to) ?? this.#follow(step.to);
    this.#followed.set(step.to, reached);
    return reached;
  }

  /** Follows a chain; loops end because no chain is entered twice. */
  #follow(from: string): Reached {
    const targets: Target[] = [];
    const seen = new Set([from]);
    for (const name of seen)
      for (const step of this.#steps.get(name) ?? []) {
        if (!this.mayWalk()) return { targets, cut: true };
        if ("target" in step) targets.push(step.target);
        else seen.add(step.to);
      }
    return { targets, cut: [...seen].some((name) => this.#cut.has(name)) };
  }
}
