import { NO_HOST } from "../parsers/log-host.ts";

/** `node7` and `node7.example.com` are one machine. */
export const short = (host: string): string =>
  /^\d+(?:\.\d+){3}$/.test(host) ? host : host.split(".")[0]!.toLowerCase();

/** Whether a name is one that many machines have. */
export const isCommon = (host: string): boolean => NO_HOST.test(short(host));

/** Domains that a machine has by itself, whichever one it is in. */
const OWN_DOMAIN = /\.(?:local|localdomain|lan|internal|novalocal|home)$/;

const isWithin = (name: string, other: string): boolean =>
  name === other || name.startsWith(`${other}.`);

/** Whether two names may be one machine's: two whole names of different domains are not. */
export function isSameMachine(one: string, other: string | null): boolean {
  if (other === null) return false;
  const [a, b] = [one, other].map((name) => name.toLowerCase().replace(OWN_DOMAIN, ""));
  return isWithin(a!, b!) || isWithin(b!, a!);
}

/** What tells machines apart of all that are named: the short name, but the whole one where two domains have it. */
export function keysOf(names: Iterable<string>): (name: string) => string {
  const known = new Map<string, string[]>();
  // each once: they are named by every piece, and are compared by pairs
  for (const name of new Set(names))
    known.set(short(name), [...(known.get(short(name)) ?? []), name]);
  const shared = new Set(
    [...known]
      .filter(([, all]) => all.some((one) => all.some((other) => !isSameMachine(one, other))))
      .map(([key]) => key),
  );
  // what stands behind a blank tells two machines of one name apart
  return (name) =>
    name.includes(" ") ? name : shared.has(short(name)) ? name.toLowerCase() : short(name);
}
