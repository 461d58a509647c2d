/** Holds the predicted part in use against the kernel's count under a limit that is really set. */
import type { WhatIf } from "../../src/analyze-what-if.ts";
import { type Picture, pictureOf } from "./picture.ts";
import { sleep } from "./shell.ts";

/** For how long another limit is watched. */
const SECONDS = 20;

/** What became of a limit that was set after the timeout. Parts of it in use, and packets refused. */
export interface Limited {
  readonly limit: number;
  readonly before: number;
  readonly predicted: number;
  /** The least and the most within a while: the kernel collects expired entries now and then. */
  readonly measured: { readonly least: number; readonly most: number };
  readonly refused: number;
}

/** Sets the limit that was predicted for, and watches the table for a while. */
export async function underLimit(
  namespace: string,
  limit: number,
  { utilization }: WhatIf,
  setLimit: (limit: number) => void,
): Promise<Limited> {
  const earlier = pictureOf(namespace);
  setLimit(limit);
  const pictures: Picture[] = [];
  while (pictures.length < SECONDS) {
    await sleep(1000);
    pictures.push(pictureOf(namespace));
  }
  const parts = pictures.map(({ count, max }) => count / max);
  return {
    limit,
    before: (utilization.from! * earlier.max) / limit,
    predicted: utilization.to!,
    measured: { least: Math.min(...parts), most: Math.max(...parts) },
    refused: refusals(pictures.at(-1)!) - refusals(earlier),
  };
}

/** New entries that found no place, and old ones that had to make some. */
const refusals = ({ counters }: Picture): number => counters["drop"]! + counters["early_drop"]!;
