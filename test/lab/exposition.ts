/** The text format in which Prometheus reads metrics. */

type Labels = Readonly<Record<string, string>>;

export interface Metric {
  readonly name: string;
  readonly type: "counter" | "gauge" | "histogram";
  readonly help: string;
  readonly samples: readonly (readonly [suffix: string, labels: Labels, value: number])[];
}

export interface Histogram {
  observe(seconds: number): void;
  samples(labels?: Labels): Metric["samples"];
}

/** A histogram with cumulative buckets below each of `bounds`. */
export function histogram(bounds: readonly number[]): Histogram {
  const counts = new Array<number>(bounds.length + 1).fill(0);
  let sum = 0;
  return {
    observe(seconds) {
      sum += seconds;
      const place = bounds.findIndex((bound) => seconds <= bound);
      counts[place < 0 ? bounds.length : place]! += 1;
    },
    samples(labels = {}) {
      let below = 0;
      const buckets = [...bounds.map(number), "+Inf"].map((le, place) => {
        below += counts[place]!;
        return ["_bucket", { ...labels, le }, below] as const;
      });
      return [...buckets, ["_sum", labels, sum] as const, ["_count", labels, below] as const];
    },
  };
}

/** One sample without labels. */
export const plain = (value: number): Metric["samples"] => [["", {}, value]];

export function exposition(metrics: readonly Metric[]): string {
  return metrics
    .flatMap(({ name, type, help, samples }) => [
      `# HELP ${name} ${help}`,
      `# TYPE ${name} ${type}`,
      ...samples.map(
        ([suffix, labels, value]) => `${name}${suffix}${braces(labels)} ${number(value)}`,
      ),
    ])
    .map((line) => `${line}\n`)
    .join("");
}

function braces(labels: Labels): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${value}"`);
  return pairs.length ? `{${pairs.join(",")}}` : "";
}

/** As Go's %g prints it: 1.79e+09 beyond 21 digits is not needed, but a large gauge is shortened. */
function number(value: number): string {
  return Math.abs(value) >= 1e6 && !Number.isInteger(value)
    ? value.toExponential().replace(/e\+(\d)$/, "e+0$1")
    : String(value);
}
