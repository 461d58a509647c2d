import type { Setting } from "../incident/model.ts";
import type { KubeProxyLogFact } from "../parsers/kube-proxy-log.ts";
import type { Part, WrittenAt } from "./part.ts";

export const writtenIn = ({ set }: KubeProxyLogFact, entry: string): WrittenAt[] =>
  [...set].flatMap(([name, { value, line, stamp }]) =>
    stamp === null ? [] : { name, value, stamp, place: { entry, line } },
  );

/** `1126 10:11:12` in a year, by a clock of UTC, as containers have it; null of a day that the year has not. */
function momentIn(stamp: string, year: number): number | null {
  const [month, day, clock] = [stamp.slice(0, 2), stamp.slice(2, 4), stamp.slice(5)];
  const at = Date.parse(`${year}-${month}-${day}T${clock}Z`);
  return Number.isNaN(at) || new Date(at).getUTCDate() !== Number(day) ? null : at;
}

/** Parts whose written settings have the years that lie nearest to what else was read; none where nothing has a time. */
export function withYears(parts: readonly Part[]): Part[] {
  const clocks = parts.flatMap(({ series, marks, makeups, settings }) =>
    [...(series?.raw ?? []), ...marks, ...makeups, ...settings].map(({ at }) => at),
  );
  const [clock] = clocks.sort((a, b) => a - b).slice(clocks.length >> 1);
  if (clock === undefined) return [...parts];
  return parts.map((part) =>
    part.written.length === 0
      ? part
      : { ...part, settings: [...part.settings, ...placed(part.written, clock)] },
  );
}

function placed(written: readonly WrittenAt[], clock: number): Setting[] {
  const year = new Date(clock).getUTCFullYear();
  return written.flatMap(({ stamp, ...setting }) => {
    const fits = [year - 1, year, year + 1].flatMap((one) => momentIn(stamp, one) ?? []);
    const [at] = fits.sort((a, b) => Math.abs(a - clock) - Math.abs(b - clock));
    return at === undefined ? [] : { ...setting, at, isWrite: true };
  });
}
