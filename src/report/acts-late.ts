import type { AnalysisFinding } from "./contract.ts";

/** A step whose entries end later than after so many seconds does not stop the loss now. */
const SOON = 300;

/** Whether a step acts later than a loss can wait. */
export const actsLate = ({ frees }: Pick<AnalysisFinding["remedies"][number], "frees">): boolean =>
  frees?.when === "never" || (frees?.withinSeconds ?? 0) > SOON;
