// for what runs within the page; the build of src/ does not see it
/// <reference lib="dom" />
import type { Page } from "playwright-core";

/** A4 in CSS pixels less margins of 2 cm, the widest in use: what fits here fits with smaller ones. */
export const PAPER = { width: 642, height: 971 };

/** Figures that a printer would cut: higher than the paper, or free to be broken. */
export const brokenFigures = (page: Page): Promise<string[]> =>
  page.evaluate((most) => {
    return [...document.querySelectorAll("figure")].flatMap((figure) => {
      const height = Math.round(figure.getBoundingClientRect().height);
      const { breakInside } = getComputedStyle(figure);
      const faults = [
        ...(height >= most ? [`${height} px high`] : []),
        ...(/^avoid/.test(breakInside) ? [] : [`break-inside ${breakInside}`]),
      ];
      return faults.map((fault) => `${fault}: ${figure.outerHTML.slice(0, 120)}`);
    });
  }, PAPER.height);

/**
 * Prints the document to A4, and answers which figures begin on one sheet and end on another.
 *
 * The marks at a figure's upper and lower edge become named destinations of the PDF, whose page objects
 * stand in it as plain text.
 *
 * @throws Error when the browser made no PDF, or one without the marks
 */
export async function figuresOverTwoSheets(page: Page): Promise<string[]> {
  const figures = await page.evaluate(() => {
    const shown = [...document.querySelectorAll("figure")].filter((one) => one.checkVisibility());
    for (const [at, figure] of shown.entries()) {
      figure.style.position = "relative";
      for (const edge of ["top", "bottom"]) {
        const name = `figure-${at}-${edge}`;
        const mark = Object.assign(document.createElement("a"), { id: name, href: `#${name}` });
        Object.assign(mark.style, { position: "absolute", left: "0", [edge]: "0" });
        mark.textContent = ".";
        figure.append(mark);
      }
    }
    return shown.map((figure) => figure.outerHTML.slice(0, 120));
  });
  const margin = "2cm";
  const pdf = (
    await page.pdf({
      format: "A4",
      margin: { top: margin, right: margin, bottom: margin, left: margin },
    })
  ).toString("latin1");
  if (!/^%PDF-/.test(pdf)) throw new Error("the browser made no PDF");
  const sheets = new Map(
    [...pdf.matchAll(/\/(figure-\d+-\w+) \[(\d+) 0 R/g)].map(([, name, sheet]) => [name, sheet]),
  );
  if (sheets.size !== 2 * figures.length) throw new Error("the PDF does not hold the marks");
  return figures.filter(
    (_, at) => sheets.get(`figure-${at}-top`) !== sheets.get(`figure-${at}-bottom`),
  );
}
