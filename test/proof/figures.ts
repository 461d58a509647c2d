/** The report with the figures in place of those of the same name. */
export function withFigures(name: string, report: string, figures: string): string {
  const [from, to] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const own = `${from}\n${figures.trim()}\n${to}\n`;
  const [start, end] = [report.indexOf(from), report.indexOf(to)];
  return start < 0 || end < start
    ? `${report.trimEnd()}\n\n${own}`.trimStart()
    : `${report.slice(0, start)}${own}${report.slice(end + to.length).replace(/^\n/, "")}`;
}
