import { expect, type Page, test } from "@playwright/test";
import { readDivision } from "./division";
import { demo, signInAsDemo } from "./people";

const funnel = (page: Page) =>
  page.getByRole("region", { name: "Where do visitors leave on the way?", exact: true }).first();
const steps = (page: Page) => funnel(page).getByRole("heading", { level: 3 });
const breakdown = (page: Page) => page.getByRole("region", { name: "Breakdown", exact: true });
const devices = (page: Page) => breakdown(page).getByRole("region", { name: "Funnel by Device" });

test.beforeEach(async ({ page }) => {
  await signInAsDemo(page);
  await page.getByRole("navigation", { name: "Pages" }).getByRole("link", { name: "Funnels" }).click();
  await expect(page).toHaveURL(new RegExp(`${demo.base}/funnels$`));
});

test("the funnel begins with the goals and loses visitors on the way, never gains them", async ({ page }) => {
  await expect(steps(page)).toHaveText([/Product viewed/, /Added to cart/, /Checkout started/, /Purchase/]);
  const shares = funnel(page).locator("dl > div").filter({ hasText: "From entry" });
  const reached = await Promise.all(
    (await shares.all()).map(async (share) => (await readDivision(share)).part),
  );
  expect(reached).toEqual(reached.toSorted((a, b) => b - a));
  expect(reached.at(-1)).toBeGreaterThan(100);
});

test("a step, the window and the breakdown are changed in place and live in the address", async ({
  page,
}) => {
  await funnel(page).getByRole("button", { name: "Add step" }).click();
  await page.getByRole("combobox", { name: "Find a goal, event or page" }).fill("newsletter");
  await page.getByRole("option", { name: /^Newsletter signed up/ }).click();
  await expect(steps(page)).toHaveText([
    /Product viewed/,
    /Added to cart/,
    /Checkout started/,
    /Purchase/,
    /Newsletter signed up/,
  ]);

  await funnel(page).getByRole("combobox", { name: "Within" }).selectOption("1 hour");
  await expect(funnel(page)).toContainText("within 1 hour of the first");

  await breakdown(page).getByRole("combobox", { name: "Break down by" }).selectOption("Channel");
  const groups = breakdown(page).getByRole("region", { name: "Funnel by Channel" });
  await expect(groups.getByRole("cell", { name: "Paid Search", exact: true })).toBeVisible();
  const address = new URL(page.url()).searchParams;
  expect(Object.fromEntries(address)).toEqual({
    steps: "goal:product-viewed~goal:add-to-cart~goal:checkout~goal:purchase~goal:newsletter",
    window: "1h",
    by: "channel",
  });

  const [before, rows] = [
    await steps(page).allTextContents(),
    await groups.getByRole("row").allTextContents(),
  ];
  await page.reload();
  await expect(steps(page)).toHaveText(before);
  await expect(groups.getByRole("row")).toHaveText(rows);

  await page.goBack();
  await expect(devices(page)).toBeVisible();
});

test("by device, mobile visitors clearly reach the purchase less often than those at a desk", async ({
  page,
}) => {
  await breakdown(page).getByRole("combobox", { name: "Break down by" }).selectOption("No breakdown");
  await expect(devices(page)).toHaveCount(0);
  await breakdown(page).getByRole("combobox", { name: "Break down by" }).selectOption("Device");
  const toPurchase = async (device: string) =>
    await readDivision(devices(page).getByRole("row", { name: device }).getByRole("cell").nth(-3));
  const [mobile, desktop] = [await toPurchase("mobile"), await toPurchase("desktop")];
  expect(mobile.high).toBeLessThan(desktop.low);

  await devices(page).getByRole("link", { name: "mobile" }).click();
  await expect(page.getByRole("button", { name: "Device is mobile", exact: true })).toBeVisible();
  await expect(funnel(page)).toContainText(`${mobile.whole.toLocaleString("en")} visitors entered`);
});

test("an unknown step in the address is said and left out", async ({ page }) => {
  await page.goto(
    `${demo.base}/funnels?steps=goal:teleported~goal:add-to-cart~goal:purchase&window=1y&by=mood`,
  );
  const notices = page.getByRole("status").filter({ hasText: "teleported" });
  await expect(notices).toContainText("There is no goal “teleported”, so the funnel goes without that step.");
  await expect(notices).toContainText("There is no window “1y”.");
  await expect(notices).toContainText("There is no field “mood”");
  await expect(steps(page)).toHaveText([/Added to cart/, /Purchase/]);
});
