import { fromFact } from "./from-facts.ts";
import type { Signal } from "./signal.ts";

export const KERNEL_VERSION_SIGNALS = {
  "kernel.version": {
    unit: "version",
    title: "kernel version",
    command: "uname -r",
    read: (context) =>
      fromFact(context, "kernel-version", ({ fact }) => ({
        value: fact.major + fact.minor / 100,
        line: fact.line,
      })),
  },
} as const satisfies Record<string, Signal>;
