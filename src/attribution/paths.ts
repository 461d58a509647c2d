import type { Place } from "../errors.ts";
import { TOP } from "./offenders.ts";

/** From where packets were sent to where the entry takes them. */
export interface Path {
  /** Address and port that the client asks, such as a Service's. */
  to: Target;
  protocol: "tcp" | "udp";
  /** Where the entry takes the packets, and where the answers would come from. */
  endpoint: Target;
  /** `namespace/name:port` of the Service asked. */
  service: string;
  entries: number;
}
interface Target {
  /** An IPv6 address without brackets. */
  address: string;
  port: number;
}

/** Paths that share a fault, and the rule that shows it of the one that has most entries. */
export interface Paths {
  entries: number;
  top: Path[];
  place: Place | null;
}

export const noPaths = (): Paths => ({ entries: 0, top: [], place: null });

/** Paths of which a table may hold so many that not all are kept. */
const MOST = 20_000;

/** Counts paths by their text, and gives the largest; equals in the order of their text. */
export class PathCounter {
  readonly #paths = new Map<string, Path & { place: Place }>();
  #entries = 0;

  add(path: Omit<Path, "entries">, count: number, place: Place): void {
    this.#entries += count;
    const key = pathText(path);
    const known = this.#paths.get(key);
    if (known !== undefined) known.entries += count;
    else if (this.#paths.size < MOST) this.#paths.set(key, { ...path, entries: count, place });
  }

  /** Those counted so far together with those of other tables. */
  with({ entries, top, place }: Paths): Paths {
    const all = [...this.#paths]
      .sort(([a, { entries: n }], [b, { entries: m }]) => m - n || (a < b ? -1 : 1))
      .map(([, path]) => path)
      .slice(0, TOP);
    const own = all.map(({ place: _, ...path }) => path);
    return {
      entries: entries + this.#entries,
      top: [...top, ...own].sort((a, b) => b.entries - a.entries).slice(0, TOP),
      place: place ?? all[0]?.place ?? null,
    };
  }
}

/** `10.96.0.10:53`, `[fd00::1]:53`. */
export const targetText = ({ address, port }: Target): string =>
  address.includes(":") ? `[${address}]:${port}` : `${address}:${port}`;

/** `10.96.0.10:53/udp to 10.244.0.3:53`. */
export const pathText = ({ to, protocol, endpoint }: Omit<Path, "entries" | "service">): string =>
  `${targetText(to)}/${protocol} to ${targetText(endpoint)}`;
