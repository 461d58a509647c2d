import * as z from "zod";
import { USES, type Use } from "../attribution/uses.ts";
import { HOST_KINDS } from "../signals/host-kind.ts";
import { SIGNALS, type SignalName, type SignalOf, type SignalWith } from "../signals/index.ts";
import type { Signal } from "../signals/signal.ts";
import { type Cause, EQUALITIES, OPERATORS, PARTY_ROLES, REMEDY_CLASSES } from "./cause.ts";
import { goneSince } from "./gone.ts";
import { didYouMean } from "./nearest.ts";
import { templateFault } from "./templates.ts";

const NAMES = Object.keys(SIGNALS) as [SignalName, ...SignalName[]];
const unitOf = (name: SignalName) => (SIGNALS[name] as Signal).unit;
/** The signals whose units pass a test; the types of `SIGNALS` say the same. */
const namesWith = <N extends SignalName>(fits: (unit: Signal["unit"]) => boolean) =>
  NAMES.filter((name) => fits(unitOf(name))) as unknown as [N, ...N[]];
const NUMBERS = namesWith<SignalWith<number>>((unit) => unit !== "yes/no" && unit !== "name");
const FLAGS = namesWith<SignalWith<boolean>>((unit) => unit === "yes/no");
const WORDS = namesWith<SignalWith<string>>((unit) => unit === "name");
const ENTRIES = namesWith<SignalOf<"entries">>((unit) => unit === "entries");

/** As it would be written in JSON, and not without end. */
const quoted = (value: unknown): string => (JSON.stringify(value) ?? "nothing").slice(0, 80);

/** One of some names; of what is none of them it says which is meant. */
const oneOf = <N extends string>(what: string, names: readonly [N, ...N[]]) =>
  z.enum(names, {
    error: ({ input }) =>
      `${quoted(input)} is no ${what}${goneSince(input) || nearest(input, names)}`,
  });
const nearest = (input: unknown, names: readonly string[]): string =>
  didYouMean(String(input), names) || (names.length < 8 ? `: one of ${names.join(", ")}` : "");

/** An object that has these keys and no others. */
const object = <S extends z.ZodRawShape>(shape: S) =>
  z.strictObject(shape, {
    error: (issue) => {
      if (issue.code !== "unrecognized_keys") return undefined;
      const key = issue.keys[0]!;
      const known = Object.keys(shape);
      return `there is no key ${key}${didYouMean(key, known) || `: one of ${known.join(", ")}`}`;
    },
  });

const test = z
  .union(
    [
      z.tuple([z.enum(NUMBERS), z.enum(OPERATORS), z.number()]),
      z.tuple([z.enum(FLAGS), z.enum(EQUALITIES), z.boolean()]),
      z.tuple([z.enum(WORDS), z.enum(EQUALITIES), z.string()]),
    ],
    { error: ({ input }) => testFault(input) },
  )
  .describe("a signal, an operator and the value that it is held against");

/** What is wrong with a test. */
function testFault(input: unknown): string {
  if (!Array.isArray(input) || input.length !== 3)
    return `${quoted(input)} is no test: it is a list of a signal, an operator and a value`;
  const [name, operator, value] = input as [SignalName, string, unknown];
  if (typeof name !== "string" || !Object.hasOwn(SIGNALS, name))
    return `${quoted(name)} is no signal${goneSince(name) || nearest(name, NAMES)}`;
  const unit = unitOf(name);
  const isNumber = unit !== "yes/no" && unit !== "name";
  const operators: readonly string[] = isNumber ? OPERATORS : EQUALITIES;
  if (!operators.includes(operator))
    return `${name} (${unit}) has no operator ${quoted(operator)}: one of ${operators.join(" ")}`;
  const wanted = isNumber ? "a number" : unit === "name" ? "a string" : "true or false";
  return `${name} (${unit}) is held against ${wanted}, not against ${quoted(value)}`;
}

const requirement = z.union([test, object({ any: z.array(test).min(1) })]);
const signal = oneOf("signal", NUMBERS);
const word = oneOf("signal that is a name", WORDS);
const entries = oneOf("signal that counts entries", ENTRIES);
const use = oneOf("use", Object.keys(USES) as [Use, ...Use[]]);
const text = z.string().min(1).max(2000);
/** A text that is filled in: see `fill`. */
const template = (where: "words" | "command") =>
  text.superRefine((words, context) => {
    const fault = templateFault(words, where);
    if (fault !== null)
      context.addIssue({
        code: "custom",
        message: fault.message,
        params: { stands: fault.template },
      });
  });
const words = template("words");

const change = z
  .union([
    object({
      timeout: z.string().regex(/^nf_conntrack_\w{3,64}$/),
      seconds: z.number().int().min(1),
    }),
    object({ avoids: z.array(use).min(1) }),
    object({ clears: use, of: z.literal("source").exactOptional() }),
    object({ limit: signal }),
    object({ frees: entries, of: z.array(use).min(1).exactOptional() }),
    object({ resets: word, to: signal }),
  ])
  .nullable();

const remedy = object({
  title: words,
  class: oneOf("class of remedies", REMEDY_CLASSES).default("fix"),
  commands: z.array(template("command")),
  risk: words,
  undo: words.exactOptional(),
  verify: words.exactOptional(),
  change,
  when: z.array(test).exactOptional(),
  unless: oneOf("signal", NAMES).exactOptional(),
});

const party = object({
  role: oneOf("role of a party", PARTY_ROLES),
  name: oneOf("signal that is a name", WORDS),
  entries: entries.exactOptional(),
  protocol: z.enum(["tcp", "udp"]).exactOptional(),
});

/** One cause, built in or of a file: the same shape for both. */
const causeSchema = object({
  id: z.string().regex(/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/, "an id is kebab-case, such as my-cause"),
  title: words,
  gate: oneOf("gate", ["exhaustion", "none"] as const),
  mechanism: words,
  hosts: z.array(oneOf("kind of host", HOST_KINDS)).min(1).exactOptional(),
  requires: z.array(requirement).default([]),
  weighs: test.exactOptional(),
  evicted: z.array(requirement).min(1).exactOptional(),
  rest: z.literal(true).exactOptional(),
  outside: z.literal(true).exactOptional(),
  supports: z.array(requirement).default([]),
  excludes: z.array(requirement).default([]),
  holds: z.array(entries).default([]),
  names: z.array(party).exactOptional(),
  explains: z.array(z.string()).exactOptional(),
  remedies: z.array(remedy).default([]),
  references: z.array(text).default([]),
}) satisfies z.ZodType<Cause>;

/** A file of causes. */
export const causesFileSchema = object({ causes: z.array(causeSchema).min(1) });
