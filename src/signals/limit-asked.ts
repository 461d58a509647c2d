import { BY_COMMAND, type FileSetting, type SysctlFilesFact } from "../parsers/sysctl-files.ts";
import { fromFact } from "./from-facts.ts";
import type { Reading, SignalContext } from "./signal.ts";
import { PREFIX } from "./table-limit.ts";

/** The line that asks for a limit: of several files the one that is read last wins. */
function asked({ settings }: SysctlFilesFact): { file: FileSetting; value: number } | null {
  const file = settings.get(`${PREFIX}nf_conntrack_max`) ?? settings.get("net.nf_conntrack_max");
  const value = Number(file?.value ?? Number.NaN);
  return file === undefined || file.file === BY_COMMAND || Number.isNaN(value)
    ? null
    : { file, value };
}

/** The limit that a sysctl file asks for, whatever the live one is. */
export const limitAsked = (context: SignalContext): Reading =>
  fromFact(context, "sysctl-files", ({ fact }) => {
    const one = asked(fact);
    return one === null ? null : { value: one.value, line: one.file.line };
  });

/** What the advice calls its own file. */
export const OWN_FILE = "/etc/sysctl.d/90-conntrack.conf";

/** A file that asks for a limit and is read after the advice's own, whose value would not last. */
export const laterFile = (context: SignalContext): Reading =>
  fromFact(context, "sysctl-files", ({ fact }) => {
    const file = asked(fact)?.file;
    return file === undefined || !isLater(file.file) ? null : { value: file.file, line: file.line };
  });

/** Files are read in the order of their names, whatever folder they are in, and /etc/sysctl.conf after all of them. */
const isLater = (path: string): boolean =>
  path === "/etc/sysctl.conf" || nameOf(path) >= nameOf(OWN_FILE);
const nameOf = (path: string): string => path.slice(path.lastIndexOf("/") + 1);
