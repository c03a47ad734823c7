// Checks published pages in a browser: node check_pages.mjs DIR [CHROMIUM]
//
// For every index.html below DIR: no request but the page itself, no message on the console, no axe-core violation
// (WCAG 2.0 and 2.1 A and AA, best practices), no overflow at 320 px, nothing cut off in print. Exit status 1 on any.
import { readFileSync, readdirSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const [directory, executable = "/usr/bin/chromium"] = process.argv.slice(2);
if (!directory) {
  console.error("usage: node check_pages.mjs DIR [CHROMIUM]");
  process.exit(2);
}
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"];
const problems = [];

function pages(folder) {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? pages(path) : name === "index.html" ? [path] : [];
  });
}

async function overflow(page) {
  return page.evaluate(() => {
    const root = document.documentElement;
    const wide = [...document.querySelectorAll("body *")].filter(
      (e) => !e.closest(".scroll, svg, .skip") && e.getBoundingClientRect().right > root.clientWidth + 1,
    );
    return { page: root.scrollWidth - root.clientWidth, elements: wide.slice(0, 3).map((e) => e.outerHTML.slice(0, 90)) };
  });
}

async function check(browser, path) {
  const url = pathToFileURL(resolve(path)).href;
  const report = (text) => problems.push(`${path}: ${text}`);
  const context = await browser.newContext({ viewport: { width: 1200, height: 900 }, bypassCSP: true });
  const page = await context.newPage();
  page.on("request", (r) => r.url() !== url && report(`requests ${r.url()}`));
  page.on("console", (m) => report(`console: ${m.text()}`));
  await page.goto(url);
  await page.evaluate(() => document.querySelectorAll("details").forEach((d) => (d.open = true)));
  await page.evaluate(axe);
  const result = await page.evaluate((values) => window.axe.run({ runOnly: { type: "tag", values } }), tags);
  for (const v of result.violations)
    report(`axe ${v.id} (${v.impact}), ${v.nodes.length} times: ${v.help}; ${v.nodes[0].target} ${v.nodes[0].failureSummary}`);
  for (const width of [320, 768]) {
    await page.setViewportSize({ width, height: 900 });
    const found = await overflow(page);
    if (found.page > 0 || found.elements.length) report(`${width} px: ${found.page} px too wide ${found.elements.join(" | ")}`);
  }
  await page.emulateMedia({ media: "print" });
  await page.setViewportSize({ width: 680, height: 900 });
  const printed = await overflow(page);
  if (printed.page > 0) report(`print: ${printed.page} px too wide`);
  console.log(`${path}: ${result.passes.length} axe rules passed, ${result.incomplete.length} to look at`);
  for (const i of result.incomplete) console.log(`  look at ${i.id}: ${i.nodes.length} times, ${i.nodes[0].target}`);
  await context.close();
}

const browser = await chromium.launch({
  executablePath: executable,
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync"],
});
for (const path of pages(directory)) await check(browser, path);
await browser.close();
for (const p of problems) console.error(p);
process.exit(problems.length ? 1 : 0);
