import type { Attribution } from "../attribution/attribution.ts";
import { noTable } from "./absent.ts";
import { at, type Reading, reading, type Signal, type SignalContext } from "./signal.ts";
import { commandsOf } from "./use-commands.ts";

type Outside = Attribution["outside"];

const outside = (context: SignalContext, read: (outside: Outside) => number): Reading => {
  const { attribution } = context;
  if (attribution === null) return noTable(context);
  const place = attribution.uses["unanswered-syn"].place ?? at(context.tables[0]!.entry, 1);
  return reading(read(attribution.outside), place);
};

/** By hand, addresses of private networks are told by their first numbers. */
const COMMAND = `${commandsOf("unanswered-syn").endpoint}   # but those of 10, 172.16-31, 192.168, 100.64-127`;

/** Connection attempts to addresses of the Internet. */
export const OUTSIDE_SIGNALS = {
  "outside.unanswered.entries": {
    unit: "entries",
    title: "unanswered connection attempts to the Internet",
    command: COMMAND,
    read: (context) => outside(context, ({ unanswered }) => unanswered),
  },
  "outside.unanswered.share": {
    unit: "share",
    title: "share of the unanswered attempts that goes to the Internet",
    command: COMMAND,
    read: (context) =>
      outside(
        context,
        ({ unanswered, unansweredInside: inside }) => unanswered / Math.max(1, unanswered + inside),
      ),
  },
  "outside.partly": {
    unit: "destinations",
    title: "destinations on the Internet that answer only some attempts",
    command: COMMAND,
    read: (context) => outside(context, ({ partly }) => partly),
  },
} as const satisfies Record<string, Signal>;
