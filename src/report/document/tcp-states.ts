import type { Analysis } from "../contract.ts";
import type { Content } from "./document.ts";
import { counts, part, terminalCounts } from "./parts.ts";

export function tcpStates({ table }: Analysis): Content[] {
  const states = Object.entries(table.byTcpState);
  if (states.length === 0) return [];
  const title = "TCP states";
  const whole = states.reduce((sum, [, entries]) => sum + entries, 0);
  return [
    {
      title,
      blocks: [
        {
          kind: "chart",
          chart: "tcp-states",
          tables: [counts("State", states, whole, "Share of TCP")],
        },
      ],
      terminal: whole === 0 ? [] : [part(title, terminalCounts("State", states, whole))],
    },
  ];
}
