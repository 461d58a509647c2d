import type { Measured } from "./measures.ts";

/** A column of samples by the moments of its rows. */
export interface Column extends Measured {
  title: string;
  zone: "utc" | "unknown";
  samples: Sample[];
}

export interface Sample {
  at: number;
  value: number;
  rounding: number;
  isPercent: boolean;
  line: number;
}

/** What a file of samples holds, or why nothing of it is used. */
export type SeriesFile = { columns: Column[]; notes: string[] } | { reason: string };

/** Rows of one file, and samples of one answer: a day at two a second. */
export const MOST_ROWS = 200_000;
