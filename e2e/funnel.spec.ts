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

  // Windows that are open close while we look, so only who entered must come back.
  const entered = async () =>
    (await groups.getByRole("row").allTextContents()).map((row) => row.split(": show who", 1)[0]);
  const [labels, rows] = [await steps(page).allTextContents(), await entered()];
  await page.reload();
  await expect(steps(page)).toHaveText(labels);
  await expect.poll(entered).toEqual(rows);

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

test("the builder stands beside the result: order, optional steps and conditions change it and the address", async ({
  page,
}) => {
  await funnel(page).getByRole("button", { name: "More options" }).click();
  const builder = page.getByRole("region", { name: "Funnel builder" });
  await builder.getByRole("combobox", { name: "Order" }).selectOption("In this order, nothing else between");
  await expect(funnel(page)).toContainText("All steps in this order with nothing else between");
  await builder
    .getByRole("combobox", { name: "Order" })
    .selectOption("In this order, others may lie between");
  await expect(page).not.toHaveURL(/order=/);

  await builder.locator("summary").nth(1).click();
  await builder.getByRole("checkbox", { name: "Optional" }).check();
  await expect(steps(page).nth(1)).toContainText("optional");
  await expect(funnel(page)).toContainText("took it");

  await builder.getByRole("button", { name: "Exclude an event" }).click();
  await page.getByRole("combobox", { name: "Find a goal, event or page" }).fill("Newsletter");
  await page.getByRole("option", { name: /^Newsletter signed up/ }).click();
  await expect(funnel(page)).toContainText("without Newsletter signed up between 1 and 4");
  expect(Object.fromEntries(new URL(page.url()).searchParams)).toEqual({
    steps: "goal:product-viewed~optional,goal:add-to-cart~goal:checkout~goal:purchase",
    exclude: "1-4,goal:newsletter",
  });
  await builder.getByRole("button", { name: "Done" }).click();
  await expect(builder).toHaveCount(0);
});

test("who dropped out is listed, can be shared, and Escape leads back to the number", async ({ page }) => {
  const dropped = funnel(page)
    .getByRole("button", { name: /dropped/ })
    .last();
  const count = /^[\d,]+/.exec((await dropped.textContent()) ?? "")?.[0] ?? "";
  await dropped.press("Enter");
  const drawer = page.getByRole("dialog", { name: "Left before Purchase" });
  await expect(drawer).toContainText(new RegExp(`(of )?${count} visitors, latest activity first`));
  const people = drawer.getByRole("listitem");
  await expect(people.first()).toContainText("First seen");
  await expect(page).toHaveURL(/people=4\.dropped/);
  await drawer.getByRole("button", { name: "Show more" }).click();
  await expect.poll(() => people.count()).toBeGreaterThan(50);

  await page.reload();
  await expect(drawer).toContainText("latest activity first");
  await page.keyboard.press("Escape");
  await expect(drawer).toHaveCount(0);
  await expect(page).not.toHaveURL(/people=/);

  await devices(page)
    .getByRole("row", { name: "mobile" })
    .getByRole("button", { name: /left/ })
    .last()
    .click();
  await expect(drawer).toContainText("Device mobile");
  await expect(people.first()).toContainText("mobile");
});

test("a funnel is saved, opened by its link, renamed and deleted", async ({ page }) => {
  const name = `Quick buyers ${Date.now()}`;
  await funnel(page).getByRole("combobox", { name: "Within" }).selectOption("1 hour");
  await expect(funnel(page)).toContainText("within 1 hour of the first");
  await funnel(page).getByRole("button", { name: "Saved funnels" }).click();
  await page.getByRole("button", { name: "Save as new" }).click();
  await page.getByRole("textbox", { name: "Name of the funnel" }).fill(name);
  await page.getByRole("button", { name: "Save funnel" }).click();
  await expect(page).toHaveURL(/\?funnel=quick-buyers-\d+$/);
  const menu = (current: string) => funnel(page).getByRole("button", { name: current });
  await expect(menu(name)).toBeVisible();
  await page.reload();
  await expect(funnel(page)).toContainText("within 1 hour of the first");

  await funnel(page).getByRole("combobox", { name: "Within" }).selectOption("1 day");
  await expect(menu(`${name} changed`)).toBeVisible();
  await menu(name).click();
  await page.getByRole("button", { name: "Save changes" }).click();
  await expect(menu(`${name} changed`)).toHaveCount(0);
  await expect(funnel(page)).toContainText("within 1 day of the first");

  await menu(name).click();
  await page.getByRole("button", { name: "Rename" }).click();
  await page.getByRole("textbox", { name: "New name" }).fill(`Renamed ${name}`);
  await page.getByRole("button", { name: "Rename" }).click();
  await expect(menu(`Renamed ${name}`)).toBeVisible();
  await menu(`Renamed ${name}`).click();
  await page.getByRole("button", { name: "Delete", exact: true }).click();
  await page.getByRole("button", { name: "Delete funnel" }).click();
  await expect(menu("Saved funnels")).toBeVisible();
  await expect(page).not.toHaveURL(/funnel=/);
});
