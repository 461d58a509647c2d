/** How groups are captured on each kernel. */
import { type Capture, captureGroup } from "./capture-group.ts";
import type { Group } from "./cases.ts";
import type { KernelName } from "./kernels.ts";
import { captureInUml, processors } from "./uml/boot.ts";
import { compileLab } from "./uml/compile.ts";

interface Way {
  /** Makes `code`, a folder with whatever the captures need. */
  prepare(code: string): void;
  capture(group: Group, folder: string, code: string, processor: number): Promise<Capture[]>;
  /** On which processors a group runs at a time: a machine has only one kernel of its own. */
  places(): number[];
}

export const WAYS: Readonly<Record<KernelName, Way>> = {
  host: { prepare: () => undefined, capture: captureGroup, places: () => [0] },
  uml: { prepare: compileLab, capture: captureInUml, places: () => processors().slice(0, 2) },
};
