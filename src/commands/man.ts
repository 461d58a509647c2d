import type { Command } from "commander";
import { withCollector } from "./collector-options.ts";
import { type Described, describe } from "./described.ts";
import { examplesOf } from "./examples.ts";
import { EXIT_CODES } from "./exit.ts";
import { collector } from "./packaged.ts";

/** Writes the manual's page, which is the help of every command. */
export async function runMan(conntriage: Command): Promise<void> {
  const described = withCollector(describe(conntriage), await collector());
  const { name, about, options, commands: all } = described;
  const commands = all.filter((one) => one.name !== "help");
  const [version] = conntriage.version()!.split(" ");
  const lines = [
    `.TH CONNTRIAGE 1 "" "conntriage ${version}"`,
    ".SH NAME",
    `${name} \\- ${plain(about.charAt(0).toLowerCase() + about.slice(1).replace(/\.$/, ""))}`,
    ".SH SYNOPSIS",
    ...commands.flatMap(({ usage }) => [plain(usage), ".br"]),
    ".SH OPTIONS",
    ...optionsOf(options),
    ".SH COMMANDS",
    ...commands.flatMap((one) => [
      `.SS ${plain(one.name)}`,
      plain(`${one.about}.`),
      ...optionsOf(one.options),
      ...examples(one.name),
    ]),
    ".SH EXIT STATUS",
    ...EXIT_CODES.flatMap(([code, meaning]) => [".TP", `.B ${code}`, plain(meaning)]),
  ];
  process.stdout.write(`${lines.join("\n")}\n`);
}

const optionsOf = (options: Described["options"]): string[] =>
  options.flatMap(({ term, about }) => [".TP", `.B ${plain(term)}`, plain(about)]);

const examples = (command: string): string[] => {
  const lines = examplesOf(command)
    .split("\n")
    .filter((line) => line.startsWith("  "));
  return lines.length === 0 ? [] : [".PP", ".EX", ...lines.map(plain), ".EE"];
};

/** Text that roff takes as it is: its dashes are those that are typed. */
const plain = (text: string): string =>
  text
    .replaceAll("\\", "\\e")
    .replaceAll("-", "\\-")
    .replace(/^([.'])/, "\\&$1");
