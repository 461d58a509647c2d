import { tag } from "./charts/svg.ts";
import { unbroken } from "./unbroken.ts";

/** Commands, each of which one click selects, whole and without the others: a page without scripts has no button. */
export function commandBlock(commands: readonly string[]): string {
  const list = commands.map((command) => {
    const kind = command.includes("\n") ? "language-sh" : "language-sh one";
    return tag("code", { class: kind }, unbroken(command));
  });
  return `${tag("pre", {}, list.join("\n"))}\n`;
}
