/** The moment that the name of a file tells. */
export interface Moment {
  at: number;
  zone: "utc" | "unknown";
}

const DATE =
  /(?<!\d)(\d{4})[-_.]?(\d\d)[-_.]?(\d\d)[T_. -]?(\d\d)[h:._-]?(\d\d)[m:._-]?(\d\d)(?:[.,_](\d{1,9}))?(?: ?(Z|UTC|[+-]\d\d:?\d\d)(?![\d]))?/;
const EPOCH = /(?<!\d)(1\d{9})(?:\.(\d{1,9})|(\d{3}))?(?!\d)/;

/** The last of a path's names that tells a second, by its date or by the seconds since 1970. */
export function momentIn(path: string): Moment | null {
  for (const name of path.split(/[/!]/).reverse()) {
    const found = dateIn(name) ?? epochIn(name);
    if (found !== null) return found;
  }
  return null;
}

function dateIn(name: string): Moment | null {
  const found = DATE.exec(name);
  if (found === null) return null;
  const [year, month, day, hour, minute, second] = found.slice(1, 7).map(Number);
  const at = Date.UTC(year!, month! - 1, day!, hour!, minute!, second!);
  const back = new Date(at);
  if (back.getUTCMonth() + 1 !== month || back.getUTCDate() !== day || hour! > 23) return null;
  const fraction = Math.floor(Number(`0.${found[7] ?? "0"}`) * 1000);
  return { at: at + fraction - ahead(found[8]), zone: found[8] === undefined ? "unknown" : "utc" };
}

function ahead(zone: string | undefined): number {
  const found = /^([+-])(\d\d):?(\d\d)$/.exec(zone ?? "");
  if (found === null) return 0;
  const minutes = Number(found[2]) * 60 + Number(found[3]);
  return (found[1] === "-" ? -minutes : minutes) * 60_000;
}

function epochIn(name: string): Moment | null {
  const found = EPOCH.exec(name);
  if (found === null) return null;
  const fraction = found[3] ?? found[2]?.padEnd(3, "0").slice(0, 3) ?? "0";
  return { at: Number(found[1]) * 1000 + Number(fraction), zone: "utc" };
}

export const iso = (at: number): string => new Date(Math.round(at)).toISOString();
