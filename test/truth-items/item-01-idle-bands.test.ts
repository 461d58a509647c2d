import { expect, test } from "vitest";
import { analyzeFull, rowsOf } from "./items.ts";

const row = (left: number) => (n: number) =>
  `tcp      6 ${left} ESTABLISHED src=10.0.0.1 dst=10.0.0.2 sport=${40_000 + n} dport=443 src=10.0.0.2 dst=10.0.0.1 sport=443 dport=${40_000 + n} [ASSURED] use=1`;

test.each([86_400, 432_000, 7_440, 100_003, 864_000])(
  "connections of seconds ago are in the bands of seconds under a timeout of %s s",
  async (timeout) => {
    const rows = [
      ...rowsOf(10, (n) => row(timeout - 1 - (n % 9))(n)),
      ...rowsOf(20, row(timeout - 14)),
      ...rowsOf(30, row(timeout - 59)),
      ...rowsOf(40, row(timeout - 60)),
    ];
    const { table } = await analyzeFull(rows, {}, { tcp_timeout_established: timeout });
    const filled = table.idle.bands.filter(({ entries }) => entries > 0);
    expect(filled.map(({ from, entries }) => [from, entries])).toEqual([
      [0, 10],
      [10, 20],
      [30, 30],
      [60, 40],
    ]);
    expect(table.idle.unknown).toBe(0);
  },
);
