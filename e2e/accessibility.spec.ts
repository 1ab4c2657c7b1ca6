import AxeBuilder from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";
import { demo, signInAsDemo } from "./people";

const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
const themes = ["light", "dark"] as const;
const widths = [1280, 375];

// Colours that are still moving have no contrast to measure.
test.use({ contextOptions: { reducedMotion: "reduce" } });

/** What the browser complains about on any page from now on. */
const complaintsOf = (page: Page): string[] => {
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  return complaints;
};

/** Reads the open page in every theme and width as a machine that knows WCAG 2.2 AA; a theme only changes colours. */
const expectAccessible = async (page: Page): Promise<void> => {
  for (const width of widths) {
    await page.setViewportSize({ width, height: 812 });
    const overflow = () =>
      page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    await expect.poll(overflow, `scrolls sideways at ${width} px`).toBe(0);
    for (const colorScheme of themes) {
      await page.emulateMedia({ colorScheme });
      const axe = new AxeBuilder({ page });
      const { violations } = await (colorScheme === "light"
        ? axe.withTags(rules)
        : axe.withRules("color-contrast")
      ).analyze();
      const found = violations.flatMap(({ id, nodes }) =>
        nodes.map(({ target, failureSummary }) => `${id} at ${target.join(" ")}: ${failureSummary}`),
      );
      expect(found, `${colorScheme}, ${width} px`).toEqual([]);
    }
  }
};

for (const [name, address] of [
  ["Sign in", "/sign-in"],
  ["Create an account", "/sign-up"],
] as const)
  test(`${name} is for everybody, in both themes and on phones`, async ({ page }) => {
    const complaints = complaintsOf(page);
    await page.goto(address);
    await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
    await expectAccessible(page);
    expect(complaints).toEqual([]);
  });

for (const [name, address, last] of [
  ["Overview", "overview", /^Includes everything received until/],
  ["Funnels", "funnels", /^Includes everything received until/],
  ["Compare", "compare", /^Devices$/],
  [
    "Compare",
    "compare?segments=device:desktop|device:mobile|visitor.isNew:true",
    /^Includes everything received until/,
  ],
  ["Micro → macro", "matrix", /^Includes everything received until/],
  ["Journeys", "journeys?start=goal:product-viewed", /^Includes everything received until/],
  ["Journeys", "journeys?view=retention", /^Includes everything received until/],
  ["Journeys", "journeys?view=people", /^Showing 50 of/],
  ["Attribution", "attribution?sort=costPer", /accounts for most on the way: [^ ]+ of [^ ]+ conversions/],
  ["Insights", "insights", /^Includes everything received until/],
  ["Goals", "goals", /^Order Completed$/],
  ["Segments", "segments", /^Left a cart$/],
  ["New segment", "segments/new", /^Finish the conditions to see/],
  ["New goal", "goals/new", /^Finish the rule to see/],
  ["Data health", "data", /^Adds up/],
  ["Set-up", "setup", /^Website$/],
  ["Settings", "settings", /^Save settings$/],
] as const)
  test(`${name} (${address}) is for everybody, in both themes and on phones`, async ({ page }) => {
    await signInAsDemo(page);
    const complaints = complaintsOf(page);
    await page.goto(`${demo.base}/${address}`);
    await expect(page.getByRole("heading", { level: 1, name })).toBeAttached();
    await expect(page.getByText(last).first()).toBeVisible();
    await expectAccessible(page);
    expect(complaints).toEqual([]);
  });
