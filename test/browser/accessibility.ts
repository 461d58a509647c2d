// for what runs within the page; the build of src/ does not see it
/// <reference lib="dom" />
import axe, { type AxeResults } from "axe-core";
import type { Page } from "playwright-core";

/**
 * What axe-core finds wrong with a page as it is shown, with everything opened: the rule, why, and where. By some of its
 * rules only, where another colour scheme changes nothing else.
 * The page must have been opened without its content policy, which rightly keeps scripts out.
 */
export async function violations(page: Page, rules: readonly string[] = []): Promise<string[]> {
  await page.evaluate(() => {
    for (const one of document.querySelectorAll("details")) one.open = true;
  });
  if (!(await page.evaluate(() => "axe" in globalThis))) await page.evaluate(axe.source);
  const options = {
    resultTypes: ["violations"],
    ...(rules.length === 0 ? {} : { runOnly: rules }),
  };
  const results = (await page.evaluate(`axe.run(${JSON.stringify(options)})`)) as AxeResults;
  return results.violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, any }) => `${id}: ${any[0]?.message ?? help} (${target.join(" ")})`),
  );
}

/** Charts that say nothing to those who cannot see them, and figures that are not one chart. */
export const unnamedCharts = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const isEmpty = (svg: Element, child: string) =>
      (svg.querySelector(`:scope > ${child}`)?.textContent ?? "").trim() === "";
    const charts = [...document.querySelectorAll('svg[role="img"]')].flatMap((svg) =>
      ["title", "desc"]
        .filter((child) => isEmpty(svg, child))
        .map((child) => `no ${child}: ${svg.outerHTML}`),
    );
    const figures = [...document.querySelectorAll("figure")]
      .filter((figure) => figure.querySelectorAll('svg[role="img"]').length !== 1)
      .map((figure) => `not one chart: ${figure.outerHTML}`);
    const strays = [...document.querySelectorAll("svg")]
      .filter((svg) => svg.closest('figure, [aria-hidden="true"]') === null)
      .map((svg) => `not in a figure: ${svg.outerHTML}`);
    return [...charts, ...figures, ...strays].map((fault) => fault.slice(0, 160));
  });
