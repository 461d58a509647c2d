/** What is done to a sample, drawn by a seed: one way of each kind. */
import { AS_BYTES } from "./bytes.ts";
import { LOGS, SETTINGS } from "./contents.ts";
import { AROUND_ALL, AROUND_ONE, WITHIN } from "./dress.ts";
import { HEADS } from "./heads.ts";
import { ARRANGEMENTS } from "./parts.ts";
import type { Choice } from "./random.ts";

export interface Plan {
  host: string;
  /** How the settings and the log are written: they come from one hand. */
  settings: string;
  log: string;
  /** What stands before each output. */
  head: string;
  arrangement: string;
  /** Around the lines of each output, and around all lines. */
  each: string;
  all: string;
  within: string;
  bytes: string;
  /** The part of the outputs that is left out. */
  without: number;
  /** For what is drawn within each of these. */
  seed: number;
}

const HOSTS = ["worker-1", "node7", "ip-10-0-1-23", "k8s-worker-03.example.com", "db1", "gw-fra2"];

/** Nothing but outputs under prompts in one file: what each way is told apart from. */
export const PLAIN: Plan = {
  host: "worker-1",
  settings: "as sysctl prints them",
  log: "whole",
  head: "prompt of Red Hat",
  arrangement: "in the order of one file",
  each: "nothing",
  all: "nothing",
  within: "nothing",
  bytes: "line feeds",
  without: 0,
  seed: 1,
};

export function planFrom(choice: Choice): Plan {
  const some = (share: number, ways: object, usual = "nothing") =>
    choice.chance(share) ? choice.of(Object.keys(ways)) : usual;
  return {
    host: choice.of(HOSTS),
    settings: choice.of(Object.keys(SETTINGS)),
    log: some(0.3, LOGS, "whole"),
    head: choice.of(Object.keys(HEADS)),
    arrangement: choice.of(Object.keys(ARRANGEMENTS)),
    each: some(0.3, AROUND_ONE),
    all: some(0.6, AROUND_ALL),
    within: some(0.5, WITHIN),
    bytes: choice.of(Object.keys(AS_BYTES)),
    without: choice.chance(0.45) ? choice.of([0.1, 0.3, 0.6]) : 0,
    seed: choice.below(2 ** 31),
  };
}

export const wordsOf = (plan: Plan): string =>
  Object.entries(plan)
    .filter(([key, value]) => value !== PLAIN[key as keyof Plan])
    .map(([key, value]) => `${key} ${value}`)
    .join(", ");
