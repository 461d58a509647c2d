import type { Described, DescribedOption } from "./described.ts";

/** The collector's own help, as it stands in its script. */
export const helpIn = (script: string): string =>
  /^ +cat <<'END'\n([\s\S]*?)^END$/m.exec(script)?.[1] ?? "";

const OPTION = /^ {2}((?:-\w, )?-{1,2}[\w-]+)(?: (\S+))? {2,}(\S.*)$/;
const MORE = /^ {20,}(\S.*)$/;

/** Options that a command hands to the collector, which commander does not know. */
export function withCollector(conntriage: Described, script: string): Described {
  const options = optionsIn(helpIn(script));
  const commands = conntriage.commands.map((one) =>
    one.name === "collect" ? { ...one, options: [...one.options, ...options] } : one,
  );
  return { ...conntriage, commands };
}

function optionsIn(help: string): DescribedOption[] {
  const options: DescribedOption[] = [];
  let last: DescribedOption | undefined;
  for (const line of help.split("\n")) {
    const [, flags, value, about] = OPTION.exec(line) ?? [];
    const more = MORE.exec(line)?.[1];
    if (flags !== undefined) {
      const term = value === undefined ? flags : `${flags} ${value}`;
      const takes = value !== undefined;
      last = { flags: flags.split(", "), term, about: about!, takes, values: null };
      options.push(last);
    } else if (more !== undefined && last !== undefined) last.about += ` ${more}`;
    else last = undefined;
  }
  return options;
}
