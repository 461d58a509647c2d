import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

/** What a test cannot do without. */
export interface Needs {
  linux?: boolean;
  root?: boolean;
  /** Names on the PATH; of a list of names any one will do. */
  commands?: readonly (string | readonly string[])[];
}

/**
 * Says why this machine cannot run a test, or null when it can.
 *
 * For `describe.skipIf(missing)`, with the reason in the title. On a person's machine such tests are
 * skipped; in CI (`CI=true`) nothing may be missing that can be installed, so there it throws and the file
 * fails.
 */
export function needs(what: Needs, platform: string = process.platform): string | null {
  if (what.linux && platform !== "linux") return `needs Linux, and this is ${platform}`;
  const missing = (what.commands ?? [])
    .map((command) => [command].flat())
    .filter((names) => findCommand(names) === null);
  const reasons = [
    ...(what.root && process.getuid?.() !== 0 ? ["needs root"] : []),
    ...(missing.length > 0
      ? [`needs ${missing.map((names) => names.join(" or ")).join(", ")}`]
      : []),
  ];
  if (reasons.length === 0) return null;
  const reason = reasons.join("; ");
  if (process.env["CI"] === "true") throw new Error(`${reason}, and CI must run every test`);
  return reason;
}

/** The path of the first of these commands that is installed, or null. */
export function findCommand(names: readonly string[]): string | null {
  const folders = [...(process.env["PATH"] ?? "").split(delimiter), "/usr/sbin", "/sbin"];
  const paths = names.flatMap((name) => folders.map((folder) => join(folder, name)));
  return paths.find(isExecutable) ?? null;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
