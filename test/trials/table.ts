import { table } from "../../src/report/markdown/table.ts";
import type { Half } from "./additions.ts";
import { CHECKS, type Check } from "./checks.ts";
import type { Said } from "./says.ts";

export type Tried = Half & Said;

/** Characters of a line that a reader of the table needs; types that tsc prints have no end. */
const MOST = 160;

const commandOf = (check: Check): string => {
  const [program, ...args] = CHECKS[check];
  const shown = args.filter((arg) => !/incremental|tsBuildInfoFile|tsbuildinfo/.test(arg));
  return [program, ...shown.map((arg) => (arg.includes(" ") ? `"${arg}"` : arg))].join(" ");
};

const code = (text: string): string => `\`${text.replaceAll("`", "'")}\``;
/** Without what vitest adds of its own, and cut. */
function short(line: string): string {
  const own = line.replace(/^AssertionError: /, "").replace(/: expected .*$/, "");
  return own.length > MOST ? `${own.slice(0, MOST)}…` : own;
}

/** The page of what says what is missing. */
export function renderTrials(tried: readonly Tried[]): string {
  const rows = tried.map(({ addition, half, check, faults, line }) => [
    addition,
    half,
    code(commandOf(check)),
    line === null ? "**nothing**" : code(short(line)),
    String(faults),
  ]);
  const unsaid = tried.filter(({ line }) => line === null).length;
  return `${[
    "# Additions by halves",
    "Each addition that `CONTRIBUTING.md` tells of, made but for one half in a copy of the checkout: the check that fails, and the line of its first fault that names what is missing. `npm run trials` renews this page.",
    table(
      [
        ...["Addition", "Half", "Check", "It says"].map((title) => ({ title })),
        { title: "Faults", right: true },
      ],
      rows,
    ),
    unsaid === 0
      ? `All ${tried.length} say what is missing.`
      : `${unsaid} of ${tried.length} do not say what is missing.`,
  ].join("\n\n")}\n`;
}
