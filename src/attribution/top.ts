/** Somebody who holds part of a use: a destination, an endpoint, a source. */
export interface Offender {
  /** `10.96.0.20:80/tcp`, `10.244.1.7:8080`, `10.244.3.4`. */
  name: string;
  /** `namespace/name:port` of the Service behind it, where the ruleset names it. */
  service: string | null;
  entries: number;
}

/** How many offenders are kept of each kind. */
export const TOP = 10;

/** Keeps the `TOP` largest of what it is offered; of equals, the one that is named first in order. */
export function keepTop(
  top: { key: number; entries: number }[],
  key: number,
  entries: number,
): void {
  if (top.length === TOP && entries <= top[TOP - 1]!.entries) return;
  let at = top.length;
  while (at > 0 && top[at - 1]!.entries < entries) at--;
  top.splice(at, 0, { key, entries });
  if (top.length > TOP) top.pop();
}
