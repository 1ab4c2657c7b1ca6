import { expect, type Page, test } from "@playwright/test";
import { send } from "./http";
import { readWriteKey } from "./keys";
import { type Person, signUp } from "./people";
import { viewerOf } from "./viewer-of";

const visitors = ["ada", "bob", "cleo", "dan"];
const views = visitors.map((anonymousId) => ({ type: "track", event: "Product Viewed", anonymousId }));
const orders = [
  ["ada", "1"],
  ["ada", "2"],
  ["bob", "3"],
].map(([anonymousId, order_id]) => ({
  type: "track",
  event: "Order Completed",
  anonymousId,
  properties: { order_id, revenue: 40, currency: "EUR" },
}));

const preview = (page: Page) => page.getByRole("region", { name: "Preview", exact: true });
const row = (page: Page, name: string) =>
  page.getByRole("row").filter({ has: page.getByRole("link", { name, exact: true }) });
const save = (page: Page) => page.getByRole("button", { name: "Save segment" }).click();

/** An owner whose four visitors looked around and of whom two bought, on the form for a new segment. */
const ownerOnNewSegment = async (page: Page, request: Parameters<typeof send>[0]): Promise<Person> => {
  const owner = await signUp(page);
  await send(request, await readWriteKey(page), [...views, ...orders]);
  await page.goto(`${owner.base}/segments`);
  await expect(page.getByRole("heading", { name: "No segments yet" })).toBeVisible();
  await page.getByRole("link", { name: "New segment" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "New segment" })).toBeVisible();
  return owner;
};

/** Fills in the form: whoever did something so often. */
const fillDid = async (page: Page, name: string, event: string, times = "1"): Promise<void> => {
  await page.getByLabel("Name", { exact: true }).fill(name);
  await page.getByRole("button", { name: "What they did" }).click();
  await page.getByRole("button", { name: "Remove this condition" }).first().click();
  await page.getByLabel("Event", { exact: true }).fill(event);
  await page.getByLabel("How many times").fill(times);
};

test("a segment is previewed, saved, chosen in a report, changed, copied, deleted and brought back", async ({
  page,
  request,
}) => {
  const { base } = await ownerOnNewSegment(page, request);
  await fillDid(page, "Buyers", "Order Completed");
  await expect(preview(page)).toContainText("did Order Completed");
  await expect(preview(page)).toContainText("50.0 % of 4 visitors");
  await expect(page.getByLabel("Key", { exact: true })).toHaveValue("buyers");
  await save(page);
  await expect(page).toHaveURL(`${base}/segments`);
  await expect(row(page, "Buyers")).toContainText("did Order Completed");
  await expect(row(page, "Buyers").getByRole("cell", { name: "2", exact: true })).toBeVisible();

  await page.goto(`${base}/overview`);
  await page.getByRole("button", { name: "All visitors" }).click();
  await page.getByRole("dialog", { name: "Segment" }).getByRole("button", { name: "Buyers" }).click();
  await expect(page).toHaveURL(`${base}/overview?segment=buyers`);
  const headline = page.getByRole("region", { name: "Purchase", exact: true });
  await expect(headline).toContainText("2 of 2 visitors");

  await page.goto(`${base}/segments`);
  await page.getByRole("link", { name: "Buyers", exact: true }).click();
  await expect(page.getByLabel("Key", { exact: true })).not.toBeEditable();
  await page.getByLabel("How many times").fill("2");
  await expect(preview(page)).toContainText("25.0 % of 4 visitors");
  await save(page);
  await expect(row(page, "Buyers")).toContainText("did Order Completed at least 2 times");

  await page.getByRole("link", { name: "Duplicate Buyers" }).click();
  await expect(page.getByText("Begins as a copy of Buyers.")).toBeVisible();
  await page.getByLabel("Name", { exact: true }).fill("Others");
  await page.getByRole("combobox", { name: "Behaviour" }).selectOption("did not do the event");
  await expect(preview(page)).toContainText("75.0 % of 4 visitors");
  await save(page);

  await page.getByRole("button", { name: "Delete Others" }).click();
  const question = page.getByRole("dialog", { name: "Delete “Others”?" });
  await question.getByRole("button", { name: "Keep segment" }).click();
  await expect(question).toBeHidden();
  await page.getByRole("button", { name: "Delete Others" }).click();
  await question.getByRole("button", { name: "Delete segment" }).click();
  await expect(page.getByText("“Others” is deleted.")).toBeVisible();
  await expect(row(page, "Others")).toHaveCount(0);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(row(page, "Others")).toContainText("75.0 %");
});

test("conditions in groups, and what the form has no fields for, come back as they were", async ({
  page,
  request,
}) => {
  const { base } = await ownerOnNewSegment(page, request);
  await fillDid(page, "Lookers", "Product Viewed");
  await page.getByRole("button", { name: "A group" }).first().click();
  const group = page.getByRole("listitem").filter({ has: page.getByLabel("Group: visitors of whom") });
  await group.getByLabel("Field", { exact: true }).selectOption("New or returning");
  await group.getByRole("button", { name: "What they did" }).click();
  await group.getByLabel("Event", { exact: true }).fill("Order Completed");
  await group.getByLabel("When").selectOption("within the last");
  await group.getByLabel("How long").fill("7");
  const sentence =
    "did Product Viewed and (New visitors or did Order Completed within 7 days before the end)";
  await expect(preview(page)).toContainText(sentence);
  await save(page);
  await page.getByRole("link", { name: "Lookers", exact: true }).click();
  await expect(preview(page)).toContainText(sentence);
  await expect(page.getByLabel("How long")).toHaveValue("7");

  const beyond = { did: { any: [{ event: "Order Completed" }, { event: "Refunded" }] }, atLeast: 2 };
  await page.getByRole("button", { name: "Edit as JSON" }).click();
  await page.getByLabel("Filter as JSON").fill(JSON.stringify(beyond));
  await expect(preview(page)).toContainText("(did Order Completed or did Refunded) at least 2 times");
  await expect(preview(page)).toContainText("25.0 % of 4 visitors");
  await page.getByRole("button", { name: "Back to the form" }).click();
  await expect(page.getByText("The form has no fields for this.")).toBeVisible();
  await save(page);
  await page.getByRole("link", { name: "Lookers", exact: true }).click();
  await page.getByLabel("Name", { exact: true }).fill("Buyers of old");
  await page.getByRole("button", { name: "Who they are" }).click();
  await page.getByLabel("Field", { exact: true }).selectOption("New or returning");
  await save(page);
  await page.getByRole("link", { name: "Buyers of old", exact: true }).click();
  expect(JSON.parse(await page.getByLabel("Filter as JSON").inputValue())).toEqual(beyond);
  await expect(page).toHaveURL(`${base}/segments/edit/lookers`);
});

test("what is wrong is said at its field, by the form and by the server", async ({ page, request }) => {
  await ownerOnNewSegment(page, request);
  await save(page);
  const name = page.getByLabel("Name", { exact: true });
  await expect(name).toHaveAccessibleDescription("Give the segment a name.");
  await expect(name).toBeFocused();
  await expect(page.getByLabel("Values")).toHaveAccessibleDescription("Add a value.");

  await name.fill("Odd paths");
  await page.getByLabel("Field", { exact: true }).selectOption({ label: "Landing page" });
  await page.getByLabel("Comparison").selectOption("matches the expression");
  const value = page.getByLabel("Value", { exact: true });
  await value.fill("(unfinished");
  await save(page);
  await expect(value).toHaveAccessibleDescription(/expression/);
  await value.fill("^/p/");
  await save(page);
  await expect(row(page, "Odd paths")).toContainText("Landing page matches the expression ^/p/");

  await page.getByRole("link", { name: "New segment" }).click();
  await fillDid(page, "Odd paths", "Product Viewed");
  await save(page);
  await expect(page.getByLabel("Key", { exact: true })).toHaveAccessibleDescription(
    /^There is a segment with the key odd-paths already\./,
  );
});

test("filters of a report become a segment, and the address says it all", async ({ page, request }) => {
  const { base } = await ownerOnNewSegment(page, request);
  await page.goto(`${base}/funnels?f=visitor.isNew:true`);
  await expect(page.getByRole("button", { name: "New visitors", exact: true })).toBeVisible();
  await page.getByRole("button", { name: "All visitors" }).click();
  await page.getByRole("button", { name: "Save as segment" }).click();
  await page.getByLabel("Name of the segment").fill("Newcomers");
  await save(page);
  await expect(page).toHaveURL(`${base}/funnels?segment=newcomers`);
  await expect(page.getByRole("button", { name: "Newcomers" })).toBeVisible();
  await page.goto(`${base}/funnels?segment=gone`);
  await expect(page.getByText("There is no segment “gone”, so everybody is counted.")).toBeVisible();
});

test("a viewer may look and choose, and nothing else", async ({ page, request, browser }) => {
  const owner = await ownerOnNewSegment(page, request);
  await fillDid(page, "Buyers", "Order Completed");
  await save(page);
  await expect(row(page, "Buyers")).toBeVisible();
  const viewer = await viewerOf(owner, browser);
  await viewer.goto(`${owner.base}/segments`);
  await expect(viewer.getByRole("link", { name: /New segment|Duplicate/ })).toHaveCount(0);
  await expect(viewer.getByRole("button", { name: /Delete/ })).toHaveCount(0);
  await viewer.getByRole("link", { name: "Buyers", exact: true }).click();
  await expect(viewer.getByText("changing it needs the role admin")).toBeVisible();
  await expect(viewer.getByLabel("Name", { exact: true })).toBeDisabled();
  await expect(viewer.getByRole("button", { name: "Save segment" })).toHaveCount(0);
  await viewer.goto(`${owner.base}/segments/new`);
  await expect(viewer).toHaveURL(`${owner.base}/segments`);
  await viewer.goto(`${owner.base}/overview?f=visitor.isNew:true`);
  await viewer.getByRole("button", { name: "All visitors" }).click();
  await expect(viewer.getByRole("button", { name: "Save as segment" })).toHaveCount(0);
  await viewer.context().close();
});
