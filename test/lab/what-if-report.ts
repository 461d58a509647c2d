/** The outcome of the what-if lab as a line and as a page. */
import { formatNumber } from "../../src/format.ts";
import type { Result } from "./what-if-run.ts";

/** Of a prediction that must be right. */
export const TOLERANCE = 0.1;

/** What the page says about how it came to be. */
export interface Origin {
  readonly kernel: string;
  readonly date: string;
  readonly seed: number;
}

const part = (share: number, digits = 1): string => `${(share * 100).toFixed(digits)} %`;

const signed = (share: number): string => {
  const text = part(share);
  return share > 0 && text !== part(0) ? `+${text}` : text.replace(/^-(0\.0 )/, "$1");
};

const isRight = ({ experiment, error }: Result): boolean =>
  experiment.exception !== undefined || Math.abs(error) <= TOLERANCE;

const isLimitRight = ({ limited }: Result): boolean =>
  limited === null ||
  (limited.refused === 0 &&
    limited.predicted >= limited.measured.least * (1 - TOLERANCE) &&
    limited.predicted <= limited.measured.most * (1 + TOLERANCE));

/** The experiments whose prediction is wrong, and not for a known reason. */
export const wrongOnes = (results: readonly Result[]): string[] =>
  results
    .filter((one) => !isRight(one) || !isLimitRight(one))
    .map(({ experiment }) => experiment.id);

/** One line for the terminal. */
export function line(result: Result): string {
  const { experiment, how, before, predicted, after, error, limited, noticed } = result;
  const { id, timeout, from, to, exception } = experiment;
  const verdict = exception ? "known" : isRight(result) && isLimitRight(result) ? "right" : "WRONG";
  return [
    `${verdict} ${id}: ${timeout} ${from} -> ${to} s, ${before.governed} -> ${predicted} ${how}`,
    `${after.governed} measured, ${signed(error)}`,
    `rows ${before.rows} -> ${after.rows}, count ${before.count} -> ${after.count}`,
    ...(limited ? [limitLine(result)] : []),
    ...(noticed ? [noticed] : []),
  ].join("; ");
}

function limitLine({ limited }: Result): string {
  if (limited === null) return "";
  const { limit, predicted, measured, refused } = limited;
  const range = `${part(measured.least)} to ${part(measured.most)} measured`;
  return `under a limit of ${formatNumber(limit)}: ${part(predicted)} in use predicted, ${range}, ${refused} drops`;
}

/** The page that is kept: `reports/what-if.md`. */
export function page(
  results: readonly Result[],
  demand: string,
  { kernel, date, seed }: Origin,
): string {
  const tested = results.filter(({ experiment }) => experiment.exception === undefined);
  const known = results.filter(({ experiment }) => experiment.exception !== undefined);
  const worst = Math.max(...tested.map(({ error }) => Math.abs(error)));
  const excess = Math.max(...results.map(({ after }) => after.count / after.rows - 1));
  return `${[
    "# What-if predictions against a real kernel",
    `Linux ${kernel}, ${date}, seed ${seed}. Written by \`npx tsx test/lab/what-if.ts\`, which says so when a prediction is off by more than ${part(TOLERANCE, 0)}. The largest error here: ${part(worst)}.`,
    METHOD,
    table(tested),
    ["## The loads", "", ...tested.map(about)].join("\n"),
    ["## The limit", "", ...tested.flatMap(limitOf)].join("\n"),
    `The part in use is told from the kernel's count, which has expired entries until the kernel collects them, now and then. Dumps do not show these: at the end of these experiments the count was up to ${part(excess, 0)} above the dump. As many as waited at the capture are taken to wait afterwards.`,
    ["## Known exceptions", "", "The same counted where a prediction cannot be right:"].join("\n"),
    table(known),
    known.map((one) => `${about(one)}: ${one.experiment.exception}.`).join("\n"),
    UNMEASURED,
    demand,
  ].join("\n\n")}\n`;
}

const METHOD = `Each experiment has network namespaces and a table of its own. A load of a constant rate runs until the table has settled: longer than the old timeout. Settings and \`conntrack -L\` are captured, and the bundle is asked what the new timeout would leave. Then that timeout is really set while the load goes on, and after both timeouts have passed the entries that it governs are counted again. The limit is far above every table, so only timeouts let entries go. The seed draws rates and times of silence.`;

const UNMEASURED = `Not measured here:

- A bundle captured within one old timeout after a timeout was changed: entries made under a longer one are left as they are.
- Entries under another timeout than their state's (unacknowledged data, retransmissions, a reset) count as if they had their state's.
- The load is taken to go on as it was within the old timeout before the capture, a burst included.`;

function table(results: readonly Result[]): string {
  const rows = results.map(({ experiment, how, before, predicted, after, error }) =>
    [
      experiment.id,
      `\`nf_conntrack_${experiment.timeout}\``,
      `${experiment.from} → ${experiment.to} s`,
      formatNumber(before.governed),
      `${formatNumber(predicted)} (${how})`,
      formatNumber(after.governed),
      signed(error),
    ].join(" | "),
  );
  return [
    "| Experiment | Setting | From → to | Entries before | Predicted after | Measured after | Error |",
    "|---|---|---|---:|---:|---:|---:|",
    ...rows.map((row) => `| ${row} |`),
  ].join("\n");
}

const about = ({ experiment, noticed }: Result): string =>
  `- **${experiment.id}**: ${experiment.about}${noticed ? ` (${noticed})` : ""}`;

function limitOf(result: Result): string[] {
  const { experiment, limited } = result;
  if (limited === null) return [];
  return [
    `In \`${experiment.id}\` the limit was then set to one that the table before would have filled to ${part(limited.before, 0)}: ${limitLine(result)}.`,
  ];
}
