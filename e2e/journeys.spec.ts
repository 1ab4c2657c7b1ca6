import AxeBuilder from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";
import { demo, signInAsDemo } from "./people";

// Colours that are still moving have no contrast to measure.
test.use({ contextOptions: { reducedMotion: "reduce" } });

const after = "Which ways do they go after Product viewed?";
const panel = (page: Page, name: string) => page.getByRole("region", { name, exact: true });

/** 1204 of "… 1,204 visitors …". */
const countIn = (text: string | null): number =>
  Number(/([\d,]+) visitors?/.exec(text ?? "")?.[1]?.replaceAll(",", ""));

test.beforeEach(async ({ page }) => {
  await signInAsDemo(page);
  await page.getByRole("navigation", { name: "Pages" }).getByRole("link", { name: "Journeys" }).click();
  await expect(page).toHaveURL(new RegExp(`${demo.base}/journeys$`));
});

test("which way do people go after a product view, who are they, and what did one of them do", async ({
  page,
}) => {
  await page.getByRole("button", { name: /^Start: the first step/ }).click();
  await page.getByRole("combobox", { name: "Find a goal, event or page" }).fill("Product viewed");
  await page.keyboard.press("Enter");
  const paths = panel(page, after);
  await expect(paths).toBeVisible();
  await expect(page).toHaveURL(/start=goal:product-viewed/);

  const start = paths.getByRole("button", { name: /^Start, Product viewed/i });
  const seen = countIn(await start.getAttribute("aria-label"));
  expect(seen).toBeGreaterThan(100);
  const cart = paths.getByRole("button", { name: /^Step 2, Product Added:/ });
  expect(countIn(await cart.getAttribute("aria-label"))).toBeLessThan(seen);

  await cart.press("Enter");
  const details = panel(page, "Product Added");
  await expect(details).toContainText("Came from");
  await expect(details).toContainText("Went on to");
  await details.getByRole("button", { name: "Who did this" }).click();
  const people = page.getByRole("dialog", { name: "Product Added" });
  await expect(people.getByRole("status")).toHaveText(/^Showing 50 of [\d,]+ visitors/);
  const one = people.getByRole("listitem").first().getByRole("link");
  const id = await one.textContent();
  await one.press("Enter");

  await expect(page.getByRole("heading", { level: 1, name: id ?? "", exact: true })).toBeVisible();
  const timeline = panel(page, "Timeline");
  await expect(timeline.getByText("Product Added", { exact: true }).first()).toBeVisible();
  await expect(panel(page, "About the visitor")).toContainText("Added to cart");
  const { violations } = await new AxeBuilder({ page }).withTags(["wcag2a", "wcag2aa", "wcag22aa"]).analyze();
  expect(violations).toEqual([]);
});

test("ways to the aim are read backwards, and the table says the same", async ({ page }) => {
  await page.getByText("Ways to", { exact: true }).click();
  const paths = panel(page, "Which ways lead to Purchase?");
  const end = (name: string) => paths.getByRole("button", { name: new RegExp(`^End, ${name}:`) });
  await expect(end("Order Completed")).toBeVisible();
  const buyers = countIn(await end("Order Completed").getAttribute("aria-label"));
  await paths.getByText("Goals", { exact: true }).click();
  await expect(paths.getByRole("button", { name: /^1 before, Checkout started:/ })).toBeVisible();
  expect(countIn(await end("Purchase").getAttribute("aria-label"))).toBe(buyers);
  await paths.getByRole("button", { name: "Table" }).click();
  await expect(paths.getByRole("row", { name: /Checkout started Purchase/ }).first()).toBeVisible();
});

test("who comes back is told by week or day, and what is not over is marked", async ({ page }) => {
  await page.getByRole("navigation", { name: "Journeys" }).getByRole("link", { name: "Retention" }).click();
  const retention = panel(page, "Do they come back?").first();
  await expect(retention.getByRole("rowheader", { name: "Average" })).toBeVisible();
  const note = retention.getByRole("button", { name: /of [\d,]+ visitors · 95/ }).first();
  await expect(note).toBeVisible();
  await expect(retention).toContainText("so far: the week is not over");
  await retention.getByText("Days", { exact: true }).click();
  await expect(retention.getByRole("columnheader", { name: "Day 1", exact: true })).toBeVisible();
  await expect(page).toHaveURL(/interval=day/);
});

test("a visitor is found by id, and nobody's id says so", async ({ page }) => {
  await page.getByRole("navigation", { name: "Journeys" }).getByRole("link", { name: "People" }).click();
  const people = panel(page, "Who was here?");
  const first = people.getByRole("listitem").first().getByRole("link");
  const id = (await first.textContent()) ?? "";
  await people.getByLabel("Find a visitor by id").fill(id);
  await people.getByRole("button", { name: "Find" }).click();
  await expect(page.getByRole("heading", { level: 1, name: id, exact: true })).toBeVisible();
  await expect(page).toHaveURL(`${demo.base}/journeys/${encodeURIComponent(id)}`);

  await page.getByLabel("Find a visitor by id").fill("no such visitor");
  await page.getByRole("button", { name: "Find" }).click();
  await expect(page.getByRole("heading", { name: "There is no visitor with this id" })).toBeVisible();
});
