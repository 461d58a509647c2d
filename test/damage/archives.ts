import { readLayoutSamples } from "../layouts/sample-folders.ts";
import { bundleOf, readSamples } from "../truth/samples.ts";

/** The archives of all samples, our own collector's and others', by the sample. */
export const sampleArchives = (): [id: string, path: string][] => [
  ...readSamples().map(({ id }): [string, string] => [id, bundleOf(id)]),
  ...readLayoutSamples().map(({ id, archive }): [string, string] => [`layouts/${id}`, archive]),
];
