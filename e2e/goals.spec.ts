import AxeBuilder from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";
import { send } from "./http";
import { readWriteKey } from "./keys";
import { type Person, signUp } from "./people";
import { viewerOf } from "./viewer-of";

const orders = [40, 80, 160].map((revenue, i) => ({
  type: "track",
  event: "Order Completed",
  anonymousId: `visitor-${i}`,
  properties: { order_id: `100${i}`, revenue, currency: "EUR" },
}));

const preview = (page: Page) => page.getByRole("region", { name: "Preview", exact: true });
const conversions = (page: Page) => preview(page).locator("dl > div").filter({ hasText: "Conversions" });
const goalRow = (page: Page, name: string) => page.getByRole("row").filter({ hasText: name });

/** An owner whose shop has sold three times, on the form for a new goal. */
const ownerOnNewGoal = async (page: Page, request: Parameters<typeof send>[0]): Promise<Person> => {
  const owner = await signUp(page);
  await send(request, await readWriteKey(page), orders);
  await page.goto(`${owner.base}/goals`);
  await page.getByRole("link", { name: "New goal" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "New goal" })).toBeVisible();
  return owner;
};

/** Fills in the form: orders worth more than so much, the aim of a shop. */
const fillBigOrder = async (page: Page, least: string): Promise<void> => {
  await page.getByLabel("Name", { exact: true }).fill("Big order");
  await page.getByRole("radio", { name: "Macro" }).check();
  await page.getByLabel("Event name").fill("Order Completed");
  await page.getByRole("button", { name: "And a condition" }).click();
  await page.getByLabel("Property or field").fill("property.revenue");
  await page.getByLabel("Comparison").selectOption("is greater than");
  await page.getByLabel("Value", { exact: true }).fill(least);
};

test("a goal is previewed, saved, shown, changed and deleted", async ({ page, request }) => {
  const { base } = await ownerOnNewGoal(page, request);
  await fillBigOrder(page, "100");
  await expect(preview(page)).toContainText(
    "Event is Order Completed and property.revenue is greater than 100",
  );
  await expect(conversions(page).getByRole("definition")).toHaveText("1");
  await expect(preview(page)).toContainText("1 of 3 visitors");
  await expect(page.getByLabel("Key", { exact: true })).toHaveValue("big-order");
  await page.getByRole("button", { name: "Save goal" }).click();

  await expect(page).toHaveURL(`${base}/goals`);
  await expect(goalRow(page, "Big order").getByRole("cell", { name: "1", exact: true })).toBeVisible();
  await page.goto(`${base}/overview`);
  const headline = page.getByRole("region", { name: "Big order", exact: true });
  await expect(headline.getByText("1 conversion")).toBeVisible();

  await page.goto(`${base}/goals`);
  await page.getByRole("link", { name: "Big order" }).click();
  await expect(page.getByLabel("Key", { exact: true })).not.toBeEditable();
  await page.getByLabel("Value", { exact: true }).fill("50");
  await expect(conversions(page)).toContainText("saved: 1 (+1)");
  await page.getByRole("button", { name: "Save goal" }).click();
  await expect(goalRow(page, "Big order").getByRole("cell", { name: "2", exact: true })).toBeVisible();

  await page.getByRole("link", { name: "Big order" }).click();
  await page.getByRole("button", { name: "Delete", exact: true }).click();
  const question = page.getByRole("dialog", { name: "Delete “Big order”?" });
  await question.getByRole("button", { name: "Keep goal" }).click();
  await expect(question).toBeHidden();
  await page.getByRole("button", { name: "Delete", exact: true }).click();
  await question.getByRole("button", { name: "Delete goal" }).click();
  await expect(page).toHaveURL(`${base}/goals`);
  await expect(goalRow(page, "Purchase")).toBeVisible();
  await expect(goalRow(page, "Big order")).toHaveCount(0);
});

test("a goal that fires twice says so, and its fix opens filled in", async ({ page, request }) => {
  const { base } = await signUp(page);
  const twice = orders
    .flatMap((order) => [order, order])
    .map(({ properties: { order_id: _, ...properties }, ...order }) => ({
      ...order,
      properties,
    }));
  await send(request, await readWriteKey(page), twice);
  await page.goto(`${base}/goals`);
  await expect(goalRow(page, "Added to cart").getByText("Never reached")).toBeVisible();
  // A purchase counts once per order id; without one each event counts.
  await page.getByRole("link", { name: "New goal" }).click();
  await page.getByLabel("Name", { exact: true }).fill("Checkout done");
  await page.getByRole("radio", { name: "Macro" }).check();
  await page.getByLabel("Event name").fill("Order Completed");
  await page.getByRole("button", { name: "Save goal" }).click();
  await expect(page).toHaveURL(`${base}/goals`);
  await goalRow(page, "Checkout done")
    .getByRole("button", { name: /^Broken/ })
    .click();
  const health = page.getByRole("dialog", { name: "Health of Checkout done" });
  await expect(health).toContainText("Fires twice");
  const { violations } = await new AxeBuilder({ page }).withTags(["wcag2a", "wcag2aa", "wcag22aa"]).analyze();
  expect(violations.map(({ id }) => id)).toEqual([]);
  await health.getByRole("link", { name: "Apply fix" }).click();
  await expect(page.getByRole("radio", { name: "Once a session" })).toBeChecked();
  await page.getByRole("button", { name: "Save goal" }).click();
  await expect(page).toHaveURL(`${base}/goals`);
  await expect(goalRow(page, "Checkout done").getByText("Too early to tell")).toBeVisible();
});

test("what is wrong is said at its field, by the form and by the server", async ({ page, request }) => {
  const { base } = await ownerOnNewGoal(page, request);
  await page.getByRole("button", { name: "Save goal" }).click();
  await expect(page.getByLabel("Name", { exact: true })).toHaveAccessibleDescription("Give the goal a name.");
  await expect(page.getByLabel("Name", { exact: true })).toBeFocused();
  await expect(page.getByLabel("Event name")).toHaveAccessibleDescription("Name the event.");

  await fillBigOrder(page, "a lot");
  const value = page.getByLabel("Value", { exact: true });
  await expect(value).toHaveAccessibleDescription("Enter a number.");

  // Only the server knows what its expressions may hold, and which keys are taken.
  await page.getByLabel("Comparison").selectOption("matches the expression");
  await value.fill("(unfinished");
  await page.getByRole("button", { name: "Save goal" }).click();
  await expect(value).toHaveAttribute("aria-invalid", "true");
  await expect(value).toHaveAccessibleDescription(/expression/);
  await value.fill("^1");
  const key = page.getByLabel("Key", { exact: true });
  await key.fill("purchase");
  await page.getByRole("button", { name: "Save goal" }).click();
  await expect(key).toHaveAccessibleDescription(/purchase/);
  await expect(page).toHaveURL(`${base}/goals/new`);
});

test("a viewer may look and nothing else, whatever the browser sends", async ({ page, request, browser }) => {
  const owner = await ownerOnNewGoal(page, request);
  const viewer = await viewerOf(owner, browser);
  await viewer.goto(`${owner.base}/goals`);
  await viewer.getByRole("link", { name: "Purchase", exact: true }).click();
  await expect(viewer.getByText("changing it needs the role admin")).toBeVisible();
  await expect(viewer.getByLabel("Name", { exact: true })).toBeDisabled();
  await expect(viewer.getByRole("button", { name: /Save|Delete/ })).toHaveCount(0);
  await viewer.goto(`${owner.base}/goals/new`);
  await expect(viewer).toHaveURL(`${owner.base}/goals`);
  await expect(goalRow(viewer, "Purchase")).toBeVisible();
  await expect(viewer.getByRole("link", { name: "New goal" })).toHaveCount(0);
  await viewer.goto(`${owner.base}/setup`);
  await expect(viewer.getByRole("region", { name: "Arrival" })).toContainText("Events are arriving.");
  await expect(viewer.getByRole("button", { name: /New key|Revoke/ })).toHaveCount(0);

  await fillBigOrder(page, "100");
  await expect(conversions(page).getByRole("definition")).toHaveText("1");
  const saving = page.waitForRequest((sent) => sent.method() === "POST" && sent.url().endsWith("/goals/new"));
  await page.getByRole("button", { name: "Save goal" }).click();
  const saved = await saving;
  await expect(goalRow(page, "Big order")).toBeVisible();

  const { cookie: _, ...headers } = await saved.allHeaders();
  const replayed = await viewer.request.post(saved.url(), {
    headers: Object.fromEntries(
      Object.entries(headers).filter(([name]) => !/^(:|content-length)/.test(name)),
    ),
    data: (saved.postData() ?? "").replaceAll("big-order", "bigger-order"),
  });
  expect(await replayed.text()).toContain("This needs the role admin; yours is viewer.");
  await page.reload();
  await expect(goalRow(page, "Big order")).toHaveCount(1);
  await viewer.context().close();
});
