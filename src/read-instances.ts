/** A sample's line with where it stands. */
interface At {
  text: string;
  line: number;
  /** Milliseconds since 1970; null without a time stamp. */
  time: number | null;
}

/** The samples of one machine: each series as it was first and last. */
export interface Instance {
  name: string;
  samples: { time: number | null; lines: At[] }[];
}

/** Machines of which samples are kept; more are not told apart by a person either. */
const MOST = 10_000;

/**
 * Takes metrics apart by the machine that they were scraped from, as Prometheus itself keeps them: a text of its
 * has all machines, and of each series every moment.
 */
export function byInstance(): {
  /** Whether the line is a sample of a named machine, and was taken. */
  take(text: string, line: number): boolean;
  end(): Instance[];
} {
  const machines = new Map<string, Map<string, { first: At; last: At }>>();
  return {
    take(text, line) {
      const name = /[{,]instance="([^"]{1,253})"/.exec(text)?.[1]?.replace(/:\d{1,5}$/, "");
      if (name === undefined || (machines.size >= MOST && !machines.has(name))) return false;
      const [, key, stamp] = /^(.*\}) \S+(?: (\d{9,13}(?:\.\d+)?))?$/.exec(text) ?? [];
      if (key === undefined) return false;
      const at = { text, line, time: stamp === undefined ? null : timeOf(stamp) };
      const series = machines.get(name) ?? new Map<string, { first: At; last: At }>();
      machines.set(name, series);
      const known = series.get(key);
      if (known === undefined) series.set(key, { first: at, last: at });
      else if ((at.time ?? 0) < (known.first.time ?? 0)) known.first = at;
      else known.last = at;
      return true;
    },
    end: () =>
      [...machines].map(([name, series]) => {
        const all = [...series.values()];
        const isOne = all.every(({ first, last }) => first === last);
        const samples = (isOne ? (["first"] as const) : (["first", "last"] as const)).map(
          (which) => {
            const lines = all.map((one) => one[which]);
            return { time: lines[0]!.time, lines };
          },
        );
        return { name, samples };
      }),
  };
}

/** Seconds with a fraction in OpenMetrics, milliseconds in Prometheus' own format. */
const timeOf = (stamp: string): number =>
  /^\d{12,}$/.test(stamp) ? Number(stamp) : Math.round(Number(stamp) * 1000);
