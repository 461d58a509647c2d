/** How people say what an output is of: a prompt with the command, a title, a fence. */
import { framing, type Line } from "./line.ts";
import type { Output } from "./outputs.ts";

/** An output between what is written around it. */
export type Head = (output: Output, host: string) => Line[];

const own = (output: Output): Line[] =>
  output.lines.map((text) => ({ text, of: output, own: text }));

const prompt =
  (words: (host: string) => string): Head =>
  (output, host) => [...framing(`${words(host)}${output.command}`), ...own(output)];

const titled =
  (title: (what: string) => string): Head =>
  (output) => [...framing("", title(output.command)), ...own(output)];

const between =
  (before: (output: Output, host: string) => string[], after: string): Head =>
  (output, host) => [...framing(...before(output, host)), ...own(output), ...framing(after)];

/** The file that it is, or one that it was saved as. */
const pathOf = ({ path, kind }: Output): string => path ?? `node/${kind.replace(/\.gz$/, "")}`;

export const HEADS: Readonly<Record<string, Head>> = {
  "prompt of Red Hat": prompt((host) => `[root@${host} ~]# `),
  "prompt of Debian": prompt((host) => `root@${host}:~# `),
  "prompt of a user": prompt((host) => `ops@${host}:~$ sudo `),
  "prompt of SUSE": prompt((host) => `${host}:~ # `),
  "bare dollar": prompt(() => "$ "),
  "bare hash": prompt(() => "# "),
  "shell trace": prompt(() => "+ "),
  "path between arrows": (output) => [...framing("", `==> ${pathOf(output)} <==`), ...own(output)],
  "output of": titled((command) => `*** Output of ${command} ***`),
  ruled: titled((command) => `----- ${command} -----`),
  "Markdown title": titled((command) => `### \`${command}\``),
  "fence with prompt": between(
    ({ command }, host) => ["", `\`\`\`console`, `[root@${host} ~]# ${command}`],
    "```",
  ),
  "fence below prose": between(
    ({ command }) => ["", "I ran this on the node just now:", "", `\`${command}\`:`, "```"],
    "```",
  ),
  "Jira code": between(({ command }, host) => ["{code}", `[root@${host} ~]# ${command}`], "{code}"),
  "Jira noformat": between(({ command }) => ["", "{noformat}", `$ ${command}`], "{noformat}"),
  // only what shows by itself what it is can be told
  none: (output) => [...own(output), ...framing("")],
};
