/** The public API: analyse a bundle, render the analysis, check it against its schema. */
export { type AnalyzeOptions, analyze } from "./analyze.ts";
export { type WhatIf, whatIf } from "./analyze-what-if.ts";
export { AnalyzerError, type ErrorCode, type Place } from "./errors.ts";
export { type Analysis, analysisSchema } from "./report/contract.ts";
export { renderHtml } from "./report/html/index.ts";
export { renderMarkdown } from "./report/markdown/index.ts";
export { renderText } from "./report/text/index.ts";
export type { Settings } from "./what-if/predict.ts";
