import type { Command } from "commander";

/** An option, as commander knows it. */
export interface DescribedOption {
  /** With their dashes; the long one last. */
  flags: string[];
  /** As the help has them: `-o, --output <path>`. */
  term: string;
  about: string;
  /** Whether a value follows, and which there are; null where it may be anything, such as a file. */
  takes: boolean;
  values: readonly string[] | null;
}

/** A command with all that its help shows, from which completions and the manual are made. */
export interface Described {
  name: string;
  usage: string;
  about: string;
  options: DescribedOption[];
  /** What its arguments may be; null where they may be anything. */
  values: readonly string[] | null;
  commands: Described[];
}

/** Values that commander does not know, since they are known only to what is loaded late: by command or option. */
export type Late = Readonly<Record<string, readonly string[]>>;

export function describe(command: Command, late: Late = {}): Described {
  const help = command.createHelp();
  const name = command.name();
  const args = command.registeredArguments;
  return {
    name,
    usage: help.commandUsage(command),
    about: help.commandDescription(command),
    options: help.visibleOptions(command).map((option) => ({
      flags: [option.short, option.long].filter((flag) => flag !== undefined),
      term: help.optionTerm(option),
      about: help.optionDescription(option),
      takes: option.required || option.optional,
      values: late[`${name} ${option.long}`] ?? option.argChoices ?? null,
    })),
    values: late[name] ?? args.find(({ argChoices }) => argChoices)?.argChoices ?? null,
    commands: help.visibleCommands(command).map((one) => describe(one, late)),
  };
}
