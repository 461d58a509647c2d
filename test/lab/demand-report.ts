/** What became of the demand experiments, as a line and as a part of the page. */
import { formatNumber, formatShare } from "../../src/format.ts";
import { PART } from "./demand-experiments.ts";
import { type DemandResult, isHeld, MOST_ABOVE } from "./demand-run.ts";

const range = ({ demand }: DemandResult): string =>
  demand === null ? "not told" : `${formatNumber(demand.low)} to ${formatNumber(demand.high)}`;

const above = ({ demand, rows }: DemandResult): string =>
  demand === null ? "–" : (demand.high / rows).toFixed(2);

export function demandLine(result: DemandResult): string {
  const { experiment, limit, rows, count, reason } = result;
  const held = isHeld(result);
  const verdict = held === null ? "untold" : held ? "right" : "WRONG";
  return `${verdict} ${experiment.id}: limit ${limit}, ${range(result)}; ${rows} measured, count ${count}; ${reason}`;
}

/** Ranges that do not hold what was measured, and all that are not told when there is more than one. */
export function wrongDemands(results: readonly DemandResult[]): string[] {
  const untold = results.filter(({ demand }) => demand === null);
  const wrong = results.filter((one) => isHeld(one) === false);
  return [...wrong, ...(untold.length > 1 ? untold : [])].map(({ experiment }) => experiment.id);
}

export function demandPart(results: readonly DemandResult[]): string {
  const rows = results.map((result) =>
    [
      result.experiment.id,
      formatNumber(result.limit),
      range(result),
      formatNumber(result.rows),
      formatNumber(result.count),
      above(result),
    ].join(" | "),
  );
  return [
    "## What a full table would hold",
    METHOD,
    [
      "| Experiment | Limit | Told | Measured | Kernel's count | Upper end to measured |",
      "|---|---:|---:|---:|---:|---:|",
      ...rows.map((row) => `| ${row} |`),
    ].join("\n"),
    results
      .map(({ experiment, reason }) => `- **${experiment.id}**: ${experiment.about}. ${reason}.`)
      .join("\n"),
    LIMITS,
  ].join("\n\n");
}

const METHOD = `Each of these runs under a limit of ${formatShare(PART)} of what its rate and its timeouts come to, until the table has been full for one and a half lives of an entry. The collector runs, and the analysis says what the table would hold if nothing were refused. Then the limit is raised while the load goes on, and when a life has passed the rows of \`conntrack -L\` are counted. The range must hold them, its upper end may be ${MOST_ABOVE} times as many, and at most one experiment may go untold.`;

const LIMITS = `What decides how wide a range is: flows that nothing answers or that are asked once are told within a sixth, since each of their packets is an attempt. An attempt of TCP repeats its first packet, and how often is not seen in the table: the upper end takes two, or two and a half from Linux 6.5 on, the lower end 24, since clients may try again from new ports. Clients that wait for longer than some three seconds send more packets, and the upper end is then further off: twice the truth for four packets. A flow with a fixed source port that is evicted again and again counts as a new one each time. In a table that is full since a short while entries come and go in waves of one timeout, and a window of ten seconds sees a part of them. Closed connections may then have the table to themselves, and nothing shows what else is refused: the upper end takes half of it for UDP.`;
