import type { Command } from "commander";
import { CAUSES } from "../causes/index.ts";
import { SIGNALS } from "../signals/index.ts";
import { withCollector } from "./collector-options.ts";
import { type Described, type DescribedOption, describe } from "./described.ts";
import { FAIL_ON } from "./fail-on.ts";
import { OF_FLEETS } from "./fleet-formats.ts";
import { collector } from "./packaged.ts";
import { ROW_STATES } from "./rows.ts";
import type { Shell } from "./shells.ts";

/** Writes the script by which a shell completes the command line. */
export async function runCompletion(shell: Shell, conntriage: Command): Promise<void> {
  const ids = CAUSES.map(({ id }) => id);
  const described = describe(conntriage, {
    causes: ids,
    signals: Object.keys(SIGNALS),
    "analyze --fail-on": [...FAIL_ON, ...ids],
    "fleet --fail-on": [...FAIL_ON, ...OF_FLEETS, ...ids],
    "rows --state": ROW_STATES,
    help: conntriage.commands.map((command) => command.name()),
  });
  process.stdout.write(SCRIPTS[shell](withCollector(described, await collector())));
}

const SCRIPTS: Record<Shell, (conntriage: Described) => string> = { bash, zsh, fish };

const flagsOf = ({ options }: Described): string => options.flatMap(({ flags }) => flags).join(" ");

/** `*` is any word: where no values are known, the shell offers files. */
function bash(conntriage: Described): string {
  const { commands } = conntriage;
  const names = commands.map(({ name }) => name);
  const values = commands.flatMap(({ name, options }) =>
    options
      .filter(({ takes }) => takes)
      .map(
        ({ flags, values: of }) =>
          `    ${flags.map((flag) => `${name}:${flag}:*`).join(" | ")}) words=${quote(of?.join(" ") ?? "")} ;;\n`,
      ),
  );
  const words = commands.flatMap((one) => [
    `    ${one.name}:*:-*) words=${quote(flagsOf(one))} ;;\n`,
    ...(one.values === null
      ? []
      : [`    ${one.name}:*) words=${quote(one.values.join(" "))} ;;\n`]),
  ]);
  return `# conntriage: completion for bash; eval "$(conntriage completion bash)"
_conntriage() {
  local cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD - 1]} command='' word words=''
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD - 1}"; do
    case $word in ${names.join(" | ")}) command=$word && break ;; esac
  done
  case $command:$prev:$cur in
    :*:-*) words=${quote(flagsOf(conntriage))} ;;
    :*) words=${quote(names.join(" "))} ;;
${values.join("")}${words.join("")}  esac
  COMPREPLY=($(compgen -W "$words" -- "$cur"))
}
complete -o default -F _conntriage conntriage
`;
}

function zsh(conntriage: Described): string {
  const option = ({ flags, about, takes, values }: DescribedOption): string => {
    const names = flags.length > 1 ? `{${flags.join(",")}}` : flags[0]!;
    const value = values === null ? "_files" : `(${values.join(" ")})`;
    return `${names}${quote(`[${about.replace(/[[\]\\]/g, "\\$&")}]${takes ? `:value:${value}` : ""}`)}`;
  };
  const argument = ({ values }: Described): string =>
    quote(`*:argument:${values === null ? "_files" : `(${values.join(" ")})`}`);
  const list = conntriage.commands.map(
    ({ name, about }) => `    ${quote(`${name}:${about.replaceAll(":", "\\:")}`)}\n`,
  );
  const cases = conntriage.commands.map(
    (one) =>
      `    ${one.name}) _arguments ${[...one.options.map(option), argument(one)].join(" ")} ;;\n`,
  );
  return `#compdef conntriage
# conntriage: completion for zsh; source <(conntriage completion zsh)
_conntriage() {
  local -a commands=(
${list.join("")}  )
  local at=\${words[(I)(${conntriage.commands.map(({ name }) => name).join("|")})]}
  if (( at == 0 || at >= CURRENT )); then
    _arguments ${conntriage.options.map(option).join(" ")} '1: :->command'
    [[ $state == command ]] && _describe command commands
    return
  fi
  local command=$words[at]
  shift $(( at - 1 )) words
  (( CURRENT -= at - 1 ))
  case $command in
${cases.join("")}  esac
}
if [[ $funcstack[1] == _conntriage ]]; then
  _conntriage
elif (( $+functions[compdef] )); then
  compdef _conntriage conntriage
fi
`;
}

function fish(conntriage: Described): string {
  const option = (of: string, { flags, about, takes, values }: DescribedOption): string =>
    [
      `complete -c conntriage -n ${quote(of)}`,
      ...flags.map((flag) =>
        flag.startsWith("--") ? `-l ${flag.slice(2)}` : `-s ${flag.slice(1)}`,
      ),
      ...(values !== null ? [`-x -a ${quote(values.join(" "))}`] : takes ? ["-r"] : []),
      `-d ${quote(about)}`,
    ].join(" ");
  const lines = conntriage.commands.flatMap((one) => {
    const of = `__fish_seen_subcommand_from ${one.name}`;
    return [
      `complete -c conntriage -f -n __fish_use_subcommand -a ${one.name} -d ${quote(one.about)}`,
      ...(one.values === null
        ? []
        : [`complete -c conntriage -f -n ${quote(of)} -a ${quote(one.values.join(" "))}`]),
      ...one.options.map((each) => option(of, each)),
    ];
  });
  const own = conntriage.options.map((each) => option("__fish_use_subcommand", each));
  return `# conntriage: completion for fish; conntriage completion fish | source
${[...own, ...lines].join("\n")}
`;
}

/** One word of all three shells. */
const quote = (text: string): string => `'${text.replaceAll("'", "’")}'`;
