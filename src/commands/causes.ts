import type { Cause, Requirement } from "../causes/cause.ts";
import { didYouMean } from "../causes/nearest.ts";
import { AnalyzerError } from "../errors.ts";
import { commandLines } from "../report/text/command.ts";
import { wrap } from "../report/text/width.ts";
import { loadCauses } from "./custom-causes.ts";
import { meaningOf } from "./signals.ts";

/** Lists the cause table, explains one of its rows, or writes the schema of a file of causes. */
export async function runCauses(
  id: string | undefined,
  options: { causes?: string; schema?: true },
): Promise<void> {
  if (options.schema) {
    const { runSchema } = await import("./schema.ts");
    runSchema("causes");
    return;
  }
  const causes = await loadCauses(options.causes);
  const cause = causes.find((one) => one.id === id);
  if (id !== undefined && cause === undefined)
    throw new AnalyzerError(
      "USAGE",
      `no cause is called ${id}${
        didYouMean(
          id,
          causes.map((one) => one.id),
        ) || ': see "conntriage causes"'
      }`,
    );
  const lines = cause === undefined ? causes.flatMap(list) : explain(cause);
  process.stdout.write(`${lines.join("\n")}\n`);
}

const list = ({ id, title }: Cause): string[] => wrap(title, id.padEnd(26), " ".repeat(26));

function explain(cause: Cause): string[] {
  const tests = (title: string, requirements: readonly Requirement[]): string[] =>
    requirements.length === 0 ? [] : ["", title, ...requirements.flatMap(sayWhole)];
  return [
    ...wrap(cause.title),
    "",
    ...wrap(plain(cause.mechanism)),
    ...([cause.mechanism, ...cause.remedies.flatMap(({ commands }) => commands)].some((text) =>
      text.includes("{"),
    )
      ? ["", ...wrap("A report has values where braces are: conntriage signals NAME explains one.")]
      : []),
    ...(cause.gate === "exhaustion"
      ? ["", ...wrap("Judged only where the table is under pressure.")]
      : []),
    ...(cause.hosts === undefined ? [] : ["", ...wrap(`Occurs on: ${cause.hosts.join(", ")}.`)]),
    ...(cause.rest === true
      ? ["", ...wrap("Found where no fault holds enough of the table to be the cause.")]
      : []),
    ...(cause.explains === undefined
      ? []
      : ["", ...wrap(`Brings about: ${cause.explains.join(", ")}.`)]),
    ...tests("Requires", [
      ...(cause.weighs === undefined ? [] : [cause.weighs]),
      ...cause.requires,
    ]),
    ...tests("Or, where the kernel evicted its entries, likely if", cause.evicted ?? []),
    ...tests("Confirmed by", cause.supports),
    ...tests("Ruled out by", cause.excludes),
    "",
    "Remedies",
    ...cause.remedies.flatMap(({ title, class: of, risk, commands }) => [
      ...wrap(`${of}: ${title}. Risk: ${risk}`, "  - ", "    "),
      ...commands.flatMap((command) => commandLines(plain(command), "      ")),
    ]),
    "",
    "References",
    ...cause.references.flatMap((one) => wrap(one, "  - ", "    ")),
  ];
}

/** Without the marks of what falls away where a value is unknown. */
const plain = (text: string): string => text.replaceAll(/\[\?|\?\]/g, "");

/** What is tested, and below it what the signals are. */
const sayWhole = (one: Requirement): string[] => [
  ...wrap(say(one), "  ", "    "),
  ...("any" in one ? one.any : [one]).flatMap(([name]) =>
    wrap(meaningOf(name), "      ", "        "),
  ),
];

const say = (one: Requirement): string =>
  "any" in one ? one.any.map(say).join(" or ") : one.join(" ");
