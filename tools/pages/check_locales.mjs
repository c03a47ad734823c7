// Compares our locale tables with Intl (CLDR): python locale_samples.py | node check_locales.mjs. Exit status 1 on a difference.
import { readFileSync } from "node:fs";

const problems = [];
let compared = 0;
for (const [language, ours] of Object.entries(JSON.parse(readFileSync(0, "utf8")))) {
  const { locale } = ours;
  const decimals = (text) => (text.split(".")[1] ?? "").length;
  const digits = (text) => ({ minimumFractionDigits: decimals(text), maximumFractionDigits: decimals(text) });
  const list = (type) => new Intl.ListFormat(locale, { style: "long", type });
  const letters = (k) => [..."ABCD"].slice(0, k);
  const theirs = {
    numbers: (n) => new Intl.NumberFormat(locale, digits(n)).format(Number(n)),
    percentages: (n) => new Intl.NumberFormat(locale, { style: "percent", ...digits(n) }).format(Number(n) / 100),
    days: (d) => new Intl.DateTimeFormat(locale, { dateStyle: "long", timeZone: "UTC" }).format(new Date(d)),
    plurals: (n) => new Intl.PluralRules(locale).select(Number(n)),
    lists: (k) => list("conjunction").format(letters(k)),
    alternatives: (k) => list("disjunction").format(letters(k)),
  };
  for (const [what, expected] of Object.entries(theirs))
    for (const [input, text] of Object.entries(ours[what])) {
      compared += 1;
      if (text !== expected(input)) problems.push(`${language} ${what} ${input}: ${JSON.stringify(text)}, Intl ${JSON.stringify(expected(input))}`);
    }
}
console.log(`${compared} locale samples compared with Intl ${process.versions.icu}`);
for (const p of problems) console.error(p);
process.exit(problems.length ? 1 : 0);
