import { expect, type Page, test } from "@playwright/test";
import { readDivision } from "./division";
import { demo, signInAsDemo } from "./people";

const question = "Which small steps go together with the aim?";
const matrix = (page: Page) => page.getByRole("region", { name: question, exact: true }).first();
const names = (page: Page) => matrix(page).getByRole("heading", { level: 4 });
const row = (page: Page, name: string) =>
  matrix(page)
    .getByRole("listitem")
    .filter({ has: page.getByRole("heading", { level: 4, name, exact: true }) });

/** "9.3×", from the cell of a row. */
const liftOf = async (page: Page, name: string): Promise<number> => {
  const text = (await row(page, name).textContent()) ?? "";
  return Number(/([\d.]+)×/.exec(text)?.[1]);
};

test.beforeEach(async ({ page }) => {
  await signInAsDemo(page);
  await page.getByRole("navigation", { name: "Pages" }).getByRole("link", { name: "Micro → macro" }).click();
  await expect(page).toHaveURL(new RegExp(`${demo.base}/matrix$`));
  await expect(row(page, "Added to cart")).toBeVisible();
});

test("what lies closer to the purchase goes together with it more, and it is called association", async ({
  page,
}) => {
  await expect(matrix(page).getByRole("heading", { level: 3 })).toHaveText([
    "Engagement",
    "Interaction",
    "Cart",
  ]);
  expect(await liftOf(page, "Added to cart")).toBeGreaterThan(await liftOf(page, "Read a page closely"));
  await expect(matrix(page)).toContainText("Association, not effect.");
  await expect(row(page, "Added to cart")).toContainText(
    /After Added to cart [\d,]+ of [\d,]+ visitors reached Purchase within 7 days .* Without it [\d,]+ of [\d,]+ moments/,
  );
});

test("rows are sorted, and the time to look ahead is chosen, in the address", async ({ page }) => {
  await page.getByRole("radio", { name: "Reach" }).check();
  await expect(names(page).first()).toHaveText("Product viewed");
  await page.getByRole("radio", { name: "Value" }).check();
  await expect(names(page).first()).toHaveText("Checkout started");
  await page.getByRole("radio", { name: "1 hour" }).check();
  await expect(matrix(page)).toContainText("within 1 hour after the step");
  await expect(page).toHaveURL(`${demo.base}/matrix?sort=value&window=1h`);
  await page.reload();
  await expect(names(page).first()).toHaveText("Checkout started");
  await expect(page.getByRole("radio", { name: "1 hour" })).toBeChecked();
});

test("a row opens to everything known about it", async ({ page }) => {
  await page.getByRole("button", { name: "Added to wishlist", exact: true }).press("Enter");
  const details = page.getByRole("region", { name: "Added to wishlist and Purchase" });
  const withIt = await readDivision(details.locator("dl > div").filter({ hasText: /^With it/ }));
  expect(withIt.whole).toBeGreaterThan(100);
  await expect(details).toContainText(/[\d,]+ of [\d,]+ moments/);
  await expect(details).toContainText(/strata of channel, device and new or returning/);
  await page.getByRole("button", { name: "Added to wishlist", exact: true }).press("Enter");
  await expect(details).toHaveCount(0);

  await matrix(page).getByRole("button", { name: "Table" }).click();
  const table = page.getByRole("region", { name: question }).getByRole("table");
  await expect(table.getByRole("row", { name: /^Added to wishlist/ })).toContainText("Purchase");
});

test("a range too recent to say anything says so", async ({ page }) => {
  await page.goto(`${demo.base}/matrix?range=1d&window=30d`);
  await expect(page.getByRole("heading", { name: "Too early to say" })).toBeVisible();
  await expect(matrix(page)).toContainText("Choose a shorter time or an earlier range.");
});
