/** The fuzzing thread: changes inputs, runs targets, and keeps the inputs by which something of src/ ran first. */
import { parentPort, workerData } from "node:worker_threads";
import { drawFrom } from "../lab/random.ts";
import type { Verdict } from "./costs.ts";
import { Coverage } from "./coverage.ts";
import type { Input } from "./input.ts";
import { Now } from "./shared.ts";

/** What the thread is started with. */
export interface Start {
  memory: SharedArrayBuffer;
  seed: number;
  /** How many executions, and until when in milliseconds since 1970: whatever is reached first. */
  executions: number;
  until: number;
  /** Only targets whose names hold this. */
  only: string;
  /** Kinds of faults that are known. */
  known: readonly string[];
  /** Inputs by which an earlier thread covered more. */
  kept: readonly (readonly [target: string, input: Input])[];
}

/** What it says. */
export type Message =
  | { is: "found"; target: string; input: Input; verdict: Verdict; kind: string }
  | { is: "kept"; target: string; input: Input }
  | { is: "done"; tallies: Tallies; files: [string, number, number][] }
  | { is: "sofar"; tallies: Tallies; files: [string, number, number][] };
/** By target: executions, and inputs that it begins with or that were kept. */
export type Tallies = Record<string, { executions: number; inputs: number }>;

/** Milliseconds between two reports. */
const SAY = 15_000;
/** Inputs of a target that are run as they are. */
const FIRST = 24;

const { memory, seed, executions, until, only, known, kept } = workerData as Start;
const now = new Now(memory);
const say = (message: Message): void => parentPort!.postMessage(message);

// before what is to be covered is loaded
const coverage = new Coverage(new URL("../../src/", import.meta.url).href);
const { readSeeds } = await import("./seeds.ts");
const { targetsOf } = await import("./targets.ts");
const { execute, kindOf } = await import("./costs.ts");
const { mutate } = await import("./mutate.ts");
const { minimize } = await import("./minimize.ts");

const targets = targetsOf(await readSeeds()).filter(({ name }) => name.includes(only));
const inputs = new Map<string, Input[]>(targets.map(({ name, seeds }) => [name, [...seeds]]));
for (const [name, input] of kept) inputs.get(name)?.push(input);
const counts = new Map<string, number>();
const kinds = new Set(known);
const draw = drawFrom(seed);
let total = 0;

type Target = (typeof targets)[number];

async function run(target: Target, input: Input): Promise<void> {
  if (!now.begin(target.name, input)) return;
  const verdict = await execute(target, input);
  now.end();
  total++;
  counts.set(target.name, (counts.get(target.name) ?? 0) + 1);
  if (verdict === null) return;
  const kind = `${target.name}: ${kindOf(verdict)}`;
  if (kinds.has(kind)) return;
  kinds.add(kind);
  const least = await minimize(input, async (smaller) => {
    now.begin(target.name, smaller);
    const other = await execute(target, smaller);
    now.end();
    return other !== null && `${target.name}: ${kindOf(other)}` === kind;
  });
  say({ is: "found", target: target.name, input: least, verdict, kind });
}

/** A target's turn. Of inputs by which something ran first each is run again, to see whose doing it was. */
async function turn(target: Target): Promise<void> {
  const own = inputs.get(target.name)!;
  const some: Input[] = [];
  for (let at = 0; at < target.turn && total + at < executions; at++) {
    const [a, b] = [draw.between(0, own.length - 1), draw.between(0, own.length - 1)];
    // what was kept last is nearest to what is not covered yet
    const base = draw.between(0, 2) === 0 ? own.at(-1 - (a % Math.min(8, own.length)))! : own[a]!;
    some.push(mutate(base, own[b]!, draw.between(0, 2 ** 31)));
  }
  for (const input of some) await run(target, input);
  if (coverage.look() === 0) return;
  for (const input of some) {
    now.begin(target.name, input);
    await execute(target, input);
    now.end();
    if (coverage.take() === 0) continue;
    own.push(input);
    say({ is: "kept", target: target.name, input });
  }
}

const tallies = (): Tallies =>
  Object.fromEntries(
    targets.map(({ name }) => [
      name,
      { executions: counts.get(name) ?? 0, inputs: inputs.get(name)!.length },
    ]),
  );

const state = () => ({ tallies: tallies(), files: coverage.files() });

// what a few of the samples cover as they are is nothing new
for (const target of targets)
  for (let at = 0; at < target.seeds.length; at += Math.ceil(target.seeds.length / FIRST))
    await run(target, target.seeds[at]!);
coverage.take();
let said = Date.now();
while (total < executions && Date.now() < until)
  for (const target of targets) {
    if (total >= executions || Date.now() >= until) break;
    await turn(target);
    if (Date.now() - said < SAY) continue;
    said = Date.now();
    say({ is: "sofar", ...state() });
  }
say({ is: "done", ...state() });
parentPort!.close();
