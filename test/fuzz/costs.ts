import { type Input, sizeOf } from "./input.ts";
import { faultOf, type Target } from "./targets.ts";

/** Milliseconds of processor time that any input may take, and further ones for each KiB of it. */
const BASE = 2_000;
const PER_KIB = 25;
/** MiB by which the process may grow for one input: what zstd may look back, and a zip that is held, have room. */
const GROWTH = 400;

export interface Verdict {
  fault: string;
  stack: string;
}

const cpu = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};
const mostMemory = (): number => process.resourceUsage().maxRSS / 1024;

/** Runs a target on one input; answers what it did wrong, time and memory included, or null. */
export async function execute(target: Target, input: Input): Promise<Verdict | null> {
  const [time, memory] = [cpu(), mostMemory()];
  const fault = await faultOf(target, input);
  if (fault !== null) return fault;
  const allowed = BASE + (PER_KIB * sizeOf(input)) / 1024;
  if (cpu() - time > allowed) {
    // a garbage collection, or another thread: what is slow is so twice
    const again = cpu();
    await faultOf(target, input);
    const took = cpu() - again;
    if (took > allowed)
      return { fault: `Slow: more than ${Math.round(allowed / 1000)} s`, stack: "" };
  }
  if (mostMemory() - memory > GROWTH) return { fault: `Large: more than ${GROWTH} MiB`, stack: "" };
  return null;
}

/** What makes two faults one: the words without their numbers and quotes, and where it was thrown. */
export function kindOf({ fault, stack }: Verdict): string {
  const place = /\/src\/([\w/.-]+\.ts:\d+)/.exec(stack)?.[1] ?? "";
  return `${fault.replace(/"[^"]*"|\d+/g, "…").slice(0, 120)} ${place}`;
}
