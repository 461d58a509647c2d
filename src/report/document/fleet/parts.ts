import type { FleetOf } from "../../fleet-contract.ts";
import type { Words } from "../document.ts";
import { code, joined, number, says } from "../inline.ts";

/** A node as it is called; one without a name by its bundle. */
export function nodeName({ host, namespace, bundle }: FleetOf): Words {
  const machine = host === null ? says`(no name) ${code(bundle)}` : [code(host)];
  return namespace === null ? machine : says`${machine}, ${code(namespace)}`;
}

/** The first of some nodes, and how many more there are. */
export function fewNodes(on: readonly FleetOf[], nodes: number, most: number): Words {
  const shown = on.slice(0, most);
  const names = joined(shown.map(nodeName), ", ");
  const more = nodes - shown.length;
  return more > 0 ? says`${names} and ${number(more)} more` : names;
}
