import type { Respelt } from "./respelt.ts";

/** Where a cloud's "run command" keeps what the command printed: Azure's, and AWS Systems Manager's. */
const PRINTED = /^(?:message|StandardOutputContent|Output|stdout)$/;
/** What must be in it for it to be read. */
const WORTH = /conntrack|\bcpu=\d/i;
/** Lines of one answer. */
const MOST_LINES = 20_000;

/** The lines that a command printed on a machine of a cloud, out of the JSON of its answer; null of any other. */
export function printedLines(value: unknown): Respelt[] | null {
  if (typeof value !== "object" || value === null) return null;
  const { InstanceId: host, value: list } = value as { InstanceId?: unknown; value?: unknown };
  const answers: unknown[] = Array.isArray(list) ? list : [value];
  const printed = answers.flatMap((one) =>
    typeof one === "object" && one !== null
      ? Object.entries(one).flatMap(([key, said]) =>
          PRINTED.test(key) && typeof said === "string" && said.includes("\n") ? said : [],
        )
      : [],
  );
  const lines = printed.flatMap((said) => said.split("\n")).filter((line) => line.trim() !== "");
  if (lines.length > MOST_LINES || !lines.some((line) => WORTH.test(line))) return null;
  const of = typeof host === "string" && /^[\w.-]{1,64}$/.test(host) ? { host } : {};
  return lines
    .filter((line) => !/^\[std(?:out|err)\]$|^Enable succeeded:/.test(line.trim()))
    .map((text) => ({ ...of, text }));
}
