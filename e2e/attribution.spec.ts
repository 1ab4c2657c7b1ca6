import { expect, type Locator, type Page, test } from "@playwright/test";
import { demo, signInAsDemo, signUp } from "./people";

const channels = (page: Page) =>
  page.getByRole("region", { name: "Which channels bring Purchase?", exact: true }).first();
const models = (page: Page) =>
  page.getByRole("region", { name: "Does it depend on the model?", exact: true });
const stages = (page: Page) =>
  page.getByRole("region", { name: "Over which small steps do they come to Purchase?", exact: true });
const rowOf = (panel: Locator, name: string) =>
  panel.getByRole("row").filter({ has: panel.page().getByRole("cell", { name, exact: true }) });
const names = (panel: Locator) => panel.locator("tbody tr td:first-child");

/** The numbers of a row from its second cell on; what cannot be said is NaN. */
const numbersOf = async (row: Locator): Promise<number[]> =>
  (
    await row.locator("td").evaluateAll((cells) =>
      cells.slice(1).map((cell) => {
        const [shown] = (cell.querySelector("button") ?? cell).childNodes;
        return (shown?.textContent ?? "").replace(/[^\d.−-]/g, "").replace("−", "-");
      }),
    )
  ).map((text) => (text === "" ? Number.NaN : Number(text)));

test.beforeEach(async ({ page }) => await signInAsDemo(page));

test("a person finds which channel brings the purchases and what they cost", async ({ page }) => {
  await page.getByRole("navigation", { name: "Pages" }).getByRole("link", { name: "Attribution" }).click();
  await expect(page).toHaveURL(new RegExp(`${demo.base}/attribution$`));
  const paid = rowOf(channels(page), "Paid Search");
  await expect(paid).toContainText("€");

  const all = (await numbersOf(rowOf(channels(page), "All conversions")))[1];
  const credits = await Promise.all(
    (await channels(page).locator("tbody tr").all())
      .slice(0, -1)
      .map(async (row) => (await numbersOf(row))[1]),
  );
  expect(credits.length).toBeGreaterThan(4);
  expect(credits.reduce((sum = 0, credit = 0) => sum + credit, 0)).toBeCloseTo(all ?? Number.NaN);

  await channels(page).getByRole("button", { name: "Cost per conversion" }).press("Enter");
  await expect(page).toHaveURL(/sort=costPer/);
  await expect(channels(page).getByRole("columnheader", { name: "Cost per conversion" })).toHaveAttribute(
    "aria-sort",
    "ascending",
  );
  await expect(names(channels(page)).first()).toHaveText(/^Paid/);
  const [, conversions = 0, , revenue = 0, cost = 0, costPer, returned] = await numbersOf(paid);
  expect(costPer).toBeCloseTo(cost / conversions, 1);
  expect(returned).toBeCloseTo(revenue / cost, 1);
});

test("a person sees that the answer depends on the model, and chooses another", async ({ page }) => {
  await page.goto(`${demo.base}/attribution`);
  await expect(models(page)).toContainText(/It depends on the model most for [A-Z][\w ]+: [\d.]+\s% by/);
  const direct = rowOf(models(page), "Direct");
  const byModel = (await numbersOf(direct)).slice(1);
  expect(byModel).toHaveLength(8);
  const [, last = 0, lastNonDirect = 0] = byModel;
  expect(last).toBeGreaterThan(lastNonDirect);
  await expect(direct).toContainText("Removal effect:");

  const own = async () => (await numbersOf(rowOf(channels(page), "Direct")))[1] ?? 0;
  const before = await own();
  await channels(page).getByRole("button", { name: "Model: Last non-direct" }).click();
  const menu = page.getByRole("dialog", { name: "Model" });
  await expect(menu.getByRole("button")).toHaveCount(8);
  await menu
    .getByRole("button", { name: /^Last touch All goes to the last visit before the conversion/ })
    .click();
  await expect(page).toHaveURL(/model=last$/);
  await expect(channels(page)).toContainText("Last touch: All goes to the last visit before the conversion.");
  await expect.poll(own).toBeGreaterThan(before);

  await page.reload();
  await expect(channels(page).getByRole("button", { name: "Model: Last touch" })).toBeVisible();
  await channels(page).getByLabel("Told apart by").selectOption("Landing page");
  const landing = page
    .getByRole("region", { name: "Which landing pages bring Purchase?", exact: true })
    .first();
  await expect(landing).toContainText("Advertising is not bought by landing page");
  await expect(rowOf(landing, "/")).toBeVisible();
});

test("small steps on the way add up to the purchases, both ways", async ({ page }) => {
  await page.goto(`${demo.base}/attribution?lookback=7d`);
  await expect(stages(page)).toContainText(/accounts for most on the way/);
  await stages(page).getByRole("button", { name: "Table" }).click();
  const rows = await Promise.all((await stages(page).locator("tbody tr").all()).map(numbersOf));
  const totals = rows.at(-1) ?? [];
  const purchases = (await numbersOf(rowOf(channels(page), "All conversions")))[1];
  expect(totals.at(-1)).toBe(purchases);
  expect(totals.slice(0, -1).reduce((sum, part) => sum + part, 0)).toBeCloseTo(purchases ?? Number.NaN, 0);
  for (const row of rows) {
    const sum = row.slice(0, -1).reduce((all, part) => all + part, 0);
    // Every number is rounded to a tenth by itself.
    expect(Math.abs(sum - (row.at(-1) ?? Number.NaN))).toBeLessThan(0.05 * row.length);
  }
});

test("a range without conversions, and an address that asks for the impossible, are said", async ({
  page,
}) => {
  await page.goto(`${demo.base}/attribution?from=2020-01-01&to=2020-01-08&model=magic`);
  await expect(page.getByRole("heading", { name: "No conversions to Purchase in this range" })).toBeVisible();
  await expect(page.getByRole("status").filter({ hasText: "There is no model “magic”" })).toBeVisible();
  await expect(models(page)).toHaveCount(0);
});

test("a new project is told what it needs first", async ({ browser }) => {
  const context = await browser.newContext();
  const page = await context.newPage();
  const { base } = await signUp(page);
  await page.goto(`${base}/attribution`);
  await expect(page.getByRole("heading", { name: "Three steps to your first numbers" })).toBeVisible();
  await context.close();
});
