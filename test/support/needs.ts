import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

/**
 * Says why this machine cannot run a test, or null when it can.
 *
 * For `describe.skipIf(missing)`, with the reason in the title. On a person's machine such tests are
 * skipped; in CI (`CI=true`) nothing may be missing, so there it throws and the file fails.
 */
export function needs(what: { root?: boolean; commands?: string[] }): string | null {
  const missing = (what.commands ?? []).filter((command) => !isInstalled(command));
  const reasons = [
    ...(what.root && process.getuid?.() !== 0 ? ["needs root"] : []),
    ...(missing.length > 0 ? [`needs ${missing.join(", ")}`] : []),
  ];
  if (reasons.length === 0) return null;
  const reason = reasons.join("; ");
  if (process.env["CI"] === "true") throw new Error(`${reason}, and CI must run every test`);
  return reason;
}

function isInstalled(command: string): boolean {
  const folders = [...(process.env["PATH"] ?? "").split(delimiter), "/usr/sbin", "/sbin"];
  return folders.some((folder) => {
    try {
      accessSync(join(folder, command), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
