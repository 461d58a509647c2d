/** A whole number as people's locales write it, in groups of digits or without. */
export const NUMBER = "\\d{1,3}(?:[ ,.'_]\\d{3}){1,6}|\\d{1,20}";

export const ungrouped = (number: string): string => number.replace(/[ ,.'_]/g, "");
