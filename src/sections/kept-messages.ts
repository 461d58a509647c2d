import { hostOf } from "../parsers/log-host.ts";
import { isKernelLine } from "./forms/kernel.ts";
import type { Respelt } from "./respelt.ts";

/** A record's message as a line of a log. */
export interface Kept {
  line: Respelt;
  time: number | null;
  isKernels: boolean;
}

/** A message as a line of a log, of the machine that its store names where it names none itself. */
export function keptLine(
  said: string,
  time: number | null,
  where: string | null,
  isWall = false,
): Kept {
  const whole = said.replace(/\s+/g, " ").trim();
  // what a server collected tells its own machine, which is not the server
  const host = hostOf(whole, () => false) ?? where;
  const message = whole.replace(/^(?:.{0,160}? )?kernel(?:\[\d{1,10}\])?: /, "");
  const stamp =
    time === null ? "" : `${new Date(time).toISOString().replace("Z", isWall ? "" : "+00:00")} `;
  const text = stamp === "" ? message : `${stamp}${host ?? "localhost"} kernel: ${message}`;
  const line = host === null ? { text } : { text, host };
  return { line, time, isKernels: isKernelLine(message) && !isRetold(message) };
}

/** Whether words of a sentence stand before the kernel's, as in a program's own log. */
const isRetold = (message: string): boolean =>
  /^[A-Za-z][\w.,'-]{0,64} [\w.,' -]{1,200}: (?:nf_|ip_)conntrack: /.test(message);

/** Those of the kernel, by time: a store gives the latest first. Null without any. */
export function kernelsOf(lines: readonly Kept[]): Respelt[] | null {
  const kernels = lines.filter(({ isKernels }) => isKernels);
  return kernels.length === 0
    ? null
    : kernels.sort((a, b) => (a.time ?? 0) - (b.time ?? 0)).map(({ line }) => line);
}
