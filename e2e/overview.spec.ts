import { expect, type Page, test } from "@playwright/test";
import { readDivision } from "./division";
import { demo, signInAsDemo } from "./people";

const purchase = (page: Page) => page.getByRole("region", { name: "Purchase", exact: true });
const confluence = (page: Page) =>
  page.getByRole("region", { name: "Which small steps lead to Purchase?", exact: true }).first();

test.beforeEach(async ({ page }) => await signInAsDemo(page));

test("the aim stands first, with the division behind its rate", async ({ page }) => {
  const { part, whole, unit, low, high } = await readDivision(purchase(page));
  const rate = (100 * part) / whole;
  expect(unit).toBe("visitors");
  expect(part).toBeGreaterThan(100);
  expect(low).toBeLessThan(rate);
  expect(high).toBeGreaterThan(rate);
  await expect(purchase(page).getByText(`${rate.toFixed(1)}\u202f%`, { exact: true })).toBeVisible();
  await expect(purchase(page).getByText(/^[\d,]+ conversions$/)).toBeVisible();
  await expect(purchase(page).getByText("in the previous period").first()).toBeVisible();
});

test("sessions and a device filter change the address and both sides of the division", async ({ page }) => {
  const visitors = await readDivision(purchase(page));

  await page.getByRole("radio", { name: "Sessions" }).click();
  await expect(page.getByRole("radio", { name: "Sessions" })).toBeChecked();
  await expect(page).toHaveURL(/unit=session/);
  await expect(purchase(page)).toContainText("sessions");
  const sessions = await readDivision(purchase(page));
  expect(sessions.unit).toBe("sessions");
  expect(sessions.whole).toBeGreaterThan(visitors.whole);

  await page.getByRole("button", { name: "Filter", exact: true }).click();
  const editor = page.getByRole("dialog", { name: "Filter" });
  await editor.getByRole("checkbox", { name: "mobile" }).check();
  await editor.getByRole("button", { name: "Add filter" }).click();
  await expect(page).toHaveURL(/f=device:mobile/);
  await expect(page.getByRole("button", { name: "Device is mobile", exact: true })).toBeVisible();
  await expect(purchase(page)).not.toContainText(`of ${sessions.whole.toLocaleString("en")} sessions`);
  const mobile = await readDivision(purchase(page));
  expect(mobile.whole).toBeLessThan(sessions.whole);
  expect(mobile.part).toBeLessThan(sessions.part);

  await page.getByRole("button", { name: "Remove the filter Device is mobile" }).click();
  await page.getByRole("radio", { name: "Visitors" }).click();
  await expect(page).toHaveURL(new RegExp(`${demo.base}/overview$`));
  await expect(purchase(page)).toContainText(`of ${visitors.whole.toLocaleString("en")} visitors`);
});

test("the confluence can be walked and read as a table with the keyboard alone", async ({ page }) => {
  const streams = confluence(page).getByRole("region", { name: "Streams" }).getByRole("link");
  const table = confluence(page).getByRole("button", { name: "Table" });
  const pressTabUntil = (isThere: () => Promise<boolean>) =>
    expect
      .poll(
        async () => {
          await page.keyboard.press("Tab");
          return await isThere();
        },
        { intervals: [20] },
      )
      .toBe(true);
  await expect(streams.first()).toBeVisible();

  await pressTabUntil(() => table.evaluate((button) => button === document.activeElement));
  await page.keyboard.press("Enter");
  const row = confluence(page).getByRole("row", { name: /^Added to cart/ });
  await expect(row.getByRole("cell")).toHaveCount(13);
  await page.keyboard.press("t");
  await expect(row).toHaveCount(0);

  await pressTabUntil(() => streams.first().evaluate((link) => link === document.activeElement));
  const note = confluence(page).getByRole("definition");
  const first = (await note.allTextContents()).slice(0, 2);
  await page.keyboard.press("ArrowRight");
  await expect(note.first()).not.toHaveText(first[0] ?? "");
  await page.keyboard.press("ArrowLeft");
  await expect(note.first()).toHaveText(first[0] ?? "");
  await expect(streams.first()).toContainText(first[1] ?? "");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/funnels\?range=28d&steps=goal:[a-z-]+~goal:purchase&window=7d$/);
});

test("a leak leads to the funnel of those it is about", async ({ page }) => {
  const leak = page.getByRole("region", { name: "Leaks" }).getByRole("link").filter({ hasText: "on mobile" });
  await leak.first().click();
  await expect(page).toHaveURL(/\/funnels\?.*f=device:mobile/);
  await expect(page.getByRole("button", { name: "Device is mobile", exact: true })).toBeVisible();
});

test("visitors are told apart by where they came from, and a row keeps only its own", async ({ page }) => {
  const sources = page.getByRole("region", { name: "Where do they come from, and who of them converts?" });
  await sources.getByRole("radio", { name: "Landing page" }).check();
  await expect(page).toHaveURL(/src=landing/);
  const rows = sources.getByRole("region", { name: "Landing page, rate to Purchase" }).getByRole("row");
  const home = rows.filter({ has: page.getByRole("link") }).first();
  const { whole } = await readDivision(home);
  await home.getByRole("link").press("Enter");
  await expect(page).toHaveURL(/f=session\.path:/);
  await expect(purchase(page)).toContainText(`of ${whole.toLocaleString("en")} visitors`);
});

test("why revenue moved is told in pieces that add up", async ({ page }) => {
  const why = page.getByRole("region", { name: "Why did revenue from Purchase move?", exact: true }).first();
  const pieces = why.getByRole("region", { name: "Revenue from Purchase, piece by piece" });
  await expect(pieces.getByRole("row")).toHaveCount(10);
  await why.getByRole("button", { name: "Table" }).click();
  const contributions = await why.locator("tbody tr > :nth-child(4)").allTextContents();
  const minors = contributions.map((text) => {
    const [, minus, euros = ""] = /(-)?€([\d,]+\.\d\d)/.exec(text) ?? [];
    return Number(euros.replace(/\D/g, "")) * (minus ? -1 : 1);
  });
  expect(minors).toHaveLength(8);
  expect(minors.slice(0, -1).reduce((sum, minor) => sum + minor, 0)).toBe(minors.at(-1));
  await why.getByRole("button", { name: "Chart" }).click();

  await why.getByRole("button", { name: "See who" }).click();
  await expect(page.getByRole("dialog", { name: /^Behind it: / })).toContainText(/visitor/);
  await page.keyboard.press("Escape");
  await page.goto(`${demo.base}/overview?compare=none`);
  await expect(purchase(page)).toBeVisible();
  await expect(why).toHaveCount(0);
});

test("who is on the way is told with its interval, and how earlier weeks came out", async ({ page }) => {
  const inFlight = page.getByRole("region", { name: "Who is on the way to Purchase?", exact: true }).first();
  await expect(inFlight).toContainText(/On the way now[\d,]+[\d,]+ last [A-Z][a-z]+day at this time/);
  await expect(inFlight).toContainText(/Expected conversions[\d.,]+95 % interval \d+ to \d+/);
  await expect(inFlight).toContainText(/\d of the last 8 weeks came out within the interval/);
  const sources = inFlight.getByRole("region", { name: "On the way to Purchase, by channel" });
  await expect(sources.getByRole("row", { name: /^Organic Search/ })).toContainText("€");
  await inFlight.getByRole("button", { name: "Table" }).click();
  await expect(inFlight.getByRole("row", { name: /^Organic Search/ }).getByRole("cell")).toHaveCount(9);
});

test.describe("a copied link", () => {
  test.use({ permissions: ["clipboard-read", "clipboard-write"] });

  test("shows a colleague the same numbers", async ({ page, browser }) => {
    await page.goto(`${demo.base}/overview?range=7d&unit=session&f=device:mobile`);
    const mine = await readDivision(purchase(page));
    await page.getByRole("button", { name: "Share" }).click();
    await expect(page.getByRole("button", { name: "Link copied" })).toBeVisible();
    const link = await page.evaluate(() => navigator.clipboard.readText());

    const colleague = await browser.newContext();
    const theirs = await colleague.newPage();
    await signInAsDemo(theirs);
    await theirs.goto(link);
    await expect(theirs.getByRole("button", { name: "Device is mobile", exact: true })).toBeVisible();
    expect(await readDivision(purchase(theirs))).toEqual(mine);
    await colleague.close();
  });
});

test("what the address asks and nobody knows is said, never guessed or run", async ({ page }) => {
  const hostile = `<img src=x onerror="document.title='taken over'">`;
  await page.goto(
    `${demo.base}/overview?unit=cookies&range=fortnight&f=${encodeURIComponent(`plan:gold~${hostile}`)}`,
  );
  const notices = page.getByRole("status").filter({ hasText: "is not one we know" });
  await expect(notices).toContainText("The filter “plan:gold” is not one we know, so it was left out");
  await expect(notices).toContainText(`The filter “${hostile}” is not one we know`);
  await expect(notices).toContainText("“cookies” cannot be counted. Counting visitors.");
  await expect(notices).toContainText("There is no range “fortnight”. Showing the last 28 days.");
  await expect(purchase(page)).toBeVisible();
  await expect(page).toHaveTitle("Overview · Tributary");
});
