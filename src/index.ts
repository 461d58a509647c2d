/** The public API: open a bundle, analyse it, render the analysis, check it against its schema. */
export { type AnalyzeOptions, analyze } from "./analyze.ts";
export { compare } from "./analyze-compare.ts";
export { type TimelineOptions, timeline } from "./analyze-timeline.ts";
export { type WhatIf, whatIf } from "./analyze-what-if.ts";
export type { Blocks, Bundle, BundleEntry } from "./archive/entry.ts";
export type { Cause, Remedy, Requirement, Test } from "./causes/cause.ts";
export { readCauses, withCauses } from "./causes/custom.ts";
export { CAUSES } from "./causes/index.ts";
export { AnalyzerError, type ErrorCode, type Place } from "./errors.ts";
export { openBundle } from "./node/open.ts";
export { openInThread } from "./node/thread.ts";
export { type Comparison, comparisonSchema } from "./report/comparison.ts";
export { type Analysis, analysisSchema } from "./report/contract.ts";
export { renderHtml } from "./report/html/index.ts";
export { renderMarkdown } from "./report/markdown/index.ts";
export { renderText } from "./report/text/index.ts";
export { type Timeline, timelineSchema } from "./report/timeline-contract.ts";
export type { Settings } from "./what-if/predict.ts";
