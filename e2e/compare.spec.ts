import { expect, type Page, test } from "@playwright/test";
import { readDivision } from "./division";
import { demo, signInAsDemo } from "./people";

const question = "Do these segments really differ?";
const plot = (page: Page) => page.getByRole("region", { name: question, exact: true }).first();
const row = (page: Page, name: string) =>
  plot(page)
    .getByRole("listitem")
    .filter({ has: page.getByRole("heading", { level: 3, name, exact: true }) });
const chips = (page: Page) => page.getByRole("list", { name: "Segments compared" });

test.beforeEach(async ({ page }) => {
  await signInAsDemo(page);
  await page.goto(`${demo.base}/compare`);
  await expect(page.getByRole("heading", { name: "Choose whom to compare" })).toBeVisible();
});

test("mobile visitors clearly buy less often than those at a desk, whichever is the baseline", async ({
  page,
}) => {
  await page.getByRole("button", { name: /^Devices/ }).click();
  await expect(row(page, "Mobile")).toContainText(
    /Mobile is lower: −[\d.]+ points \(−[\d.]+ to −[\d.]+\), adjusted p\s<\s0\.001/,
  );
  await expect(row(page, "Desktop")).toContainText("Baseline");
  const [mobile, desktop] = [
    await readDivision(row(page, "Mobile")),
    await readDivision(row(page, "Desktop")),
  ];
  expect(mobile.high).toBeLessThan(desktop.low);

  await chips(page).getByRole("button", { name: "Mobile: make it the baseline" }).click();
  await expect(row(page, "Desktop")).toContainText(/Desktop is higher: \+[\d.]+ points/);
  const address = new URL(page.url()).searchParams;
  expect(Object.fromEntries(address)).toEqual({ segments: "device:desktop|device:mobile", base: "2" });
  const before = await plot(page).getByRole("listitem").allTextContents();
  await page.reload();
  await expect(plot(page).getByRole("listitem")).toHaveText(before);

  await plot(page).getByRole("button", { name: "Table" }).click();
  const table = page.getByRole("region", { name: question }).getByRole("table");
  await expect(table.getByRole("columnheader", { name: "Difference to Mobile" })).toBeVisible();
  await expect(table.getByRole("row", { name: /^Desktop/ })).toContainText("Desktop is higher");
});

test("a segment and a measure are added in place", async ({ page }) => {
  await page.getByRole("button", { name: /^New and returning/ }).click();
  await expect(row(page, "New visitors")).toContainText(/New visitors is (higher|lower)|Cannot tell/);

  await chips(page).getByRole("button", { name: "Add segment" }).click();
  await page.getByRole("button", { name: "A condition of my own …" }).click();
  await page.getByLabel("Field").selectOption("Channel");
  await page.getByRole("checkbox", { name: "Email" }).check();
  await page.getByRole("button", { name: "Add filter" }).click();
  await expect(row(page, "Email")).toContainText(/visitors? (is|are) in both and left out of the test/);
  await expect(page.getByRole("region", { name: "Every pair" }).getByRole("listitem")).toHaveCount(3);

  await plot(page).getByRole("combobox", { name: "By" }).selectOption("Revenue per visitor");
  await expect(plot(page)).toContainText("By revenue per visitor.");
  await expect(row(page, "Email")).toContainText(/€[\d,.]+ of [\d,]+ visitors/);

  await chips(page).getByRole("button", { name: "Remove New visitors" }).click();
  await expect(row(page, "New visitors")).toHaveCount(0);
  await page.goBack();
  await expect(row(page, "New visitors")).toBeVisible();
});

test("steps of one's own are a measure too", async ({ page }) => {
  await page.getByRole("button", { name: /^Devices/ }).click();
  await plot(page).getByRole("combobox", { name: "By" }).selectOption("Steps of my own …");
  for (const step of ["Added to cart", "Purchase"]) {
    await page.getByRole("button", { name: "Add step" }).click();
    await page.getByRole("combobox", { name: "Find a goal, event or page" }).fill(step);
    await page.getByRole("listbox", { name: "Steps" }).getByRole("option", { name: step }).first().click();
    await expect(page.getByRole("list", { name: "Steps" })).toContainText(step);
  }
  await expect(plot(page)).toContainText("By the completion of 2 steps within 7 days.");
  await expect(row(page, "Mobile")).toContainText(/[\d,]+ of [\d,]+ visitors/);
});

test("what the address cannot have is said and left out", async ({ page }) => {
  await page.goto(
    `${demo.base}/compare?segments=device:mobile|device:desktop|@gone|mood:good&metric=goal:gone&base=9`,
  );
  const notices = page.getByRole("status").filter({ hasText: "gone" });
  await expect(notices).toContainText("There is no segment “gone”, so it is not compared.");
  await expect(notices).toContainText("“mood:good” is not a segment we know, so it is not compared.");
  await expect(notices).toContainText("There is no goal “gone” to compare by. Comparing by Purchase.");
  await expect(notices).toContainText("There is no row 9 to compare with.");
  await expect(row(page, "Mobile")).toContainText("Baseline");
});
