import { printable } from "../format.ts";
import type { Asked } from "../report/ask-list.ts";
import { wrap } from "../report/text/width.ts";

/** Seconds between the two samples of what is judged by its rise. */
const APART = 10;
/** Seconds after which a command is ended, where the node can do that. */
const PATIENCE = 60;

/** The script: POSIX, one paste, reads only; before each output stands its command, by which it is known. */
export function scriptOf(asked: readonly Asked[], bundle: string, host: string | null): string {
  const twice = asked.filter((one) => one.twice);
  const once = asked.filter((one) => !one.twice);
  const sample = twice.length === 0 ? [] : ["sample() {", "date -u +%Y-%m-%dT%H:%M:%SZ"];
  return [
    ...comment(`What would settle ${printable(bundle, 200)}, to run as root on its node.`),
    ...(host === null ? [] : comment(`The node: ${printable(host, 253)}`)),
    ...comment("It reads only. Keep what it prints, and analyze both as one case:"),
    "#   conntriage ask BUNDLE | ssh NODE sudo sh > answer.txt",
    "#   conntriage analyze BUNDLE answer.txt",
    "(",
    'export LC_ALL=C PATH="$PATH:/usr/local/sbin:/usr/sbin:/sbin"',
    `t() { if command -v timeout >/dev/null; then timeout ${PATIENCE} "$@"; else "$@"; fi; }`,
    ...sample,
    ...twice.flatMap(linesOf),
    ...(twice.length === 0
      ? ["date -u +%Y-%m-%dT%H:%M:%SZ"]
      : ["}", `sample; sleep ${APART}; sample`]),
    ...once.flatMap(linesOf),
    ") </dev/null 2>&1",
    "",
  ].join("\n");
}

const comment = (text: string): string[] => wrap(text, "# ", "#   ");

function linesOf({ command, only, each, why }: Asked): string[] {
  const run = command.replace(/^(?!echo )/, "t ").replaceAll("$(", "$(t ");
  const title = quoted(`$ ${command}`).replace("$x", `'"$x"'`);
  // head has its own titles
  const lines = command.startsWith("head ")
    ? [run, "echo"]
    : [`printf '%s\\n' ${title}`, run, "echo"];
  const body = each === undefined ? lines : [`for x in $(t ${each}); do`, ...lines, "done"];
  return [...comment(why), ...(only === undefined ? body : [`if ${only}; then`, ...body, "fi"])];
}

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
