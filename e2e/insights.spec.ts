import { expect, type Page, test } from "@playwright/test";
import { demo, signInAsDemo } from "./people";

const title = "What goes together with visits that reach the aim, or with those that do not?";
const insights = (page: Page) => page.getByRole("region", { name: title, exact: true }).first();
const findingOf = (page: Page, name: string | RegExp) =>
  insights(page)
    .getByRole("listitem")
    .filter({ has: page.getByRole("heading", { level: 3, name }) });

const open = async (page: Page): Promise<void> => {
  await page.getByRole("navigation", { name: "Pages" }).getByRole("link", { name: "Insights" }).click();
  await expect(page).toHaveURL(new RegExp(`${demo.base}/insights$`));
};

test.beforeEach(async ({ page }) => {
  await signInAsDemo(page);
});

test("the leak on phones is found, with what it costs, who they are and the funnel behind it", async ({
  page,
}) => {
  await open(page);
  const leak = findingOf(page, "Mobile after Checkout started");
  await expect(leak).toContainText("go together with Purchase less often");
  await expect(leak).toContainText(/€[\d.]+K? a week/);
  await expect(leak).toContainText(/Chance alone would do this .* questions counted in/);
  await expect(insights(page)).toContainText("Association, not effect.");

  await leak.getByRole("button", { name: /^See who/ }).click();
  const drawer = page.getByRole("dialog", { name: "Mobile after Checkout started" });
  await expect(drawer.getByRole("listitem").first()).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(drawer).toBeHidden();

  await leak.getByRole("link", { name: /^Open the funnel/ }).click();
  await expect(page).toHaveURL(/\/funnels\?.*unit=session.*by=device/);
  await expect(page.getByRole("heading", { name: "Checkout started" }).first()).toBeVisible();
});

test("what people press in vain on the way is named, with something to try", async ({ page }) => {
  await open(page);
  const dead = findingOf(page, /Clicks without effect on “Continue to payment”/);
  await expect(dead).toContainText("when they first saw /checkout");
  await expect(dead).toContainText("What to try");
});

test("an answer that is not wanted any more is stopped, and asked again", async ({ page }) => {
  let release = (): void => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route("**/insights/stream", async (route) => {
    await held;
    await route.continue().catch(() => {});
  });
  await open(page);
  await expect(page.getByRole("progressbar")).toBeVisible();
  await page.getByRole("button", { name: "Cancel" }).click();
  await expect(page.getByRole("heading", { name: "Stopped" })).toBeVisible();
  release();
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(findingOf(page, "Mobile after Checkout started")).toBeVisible();
});

test("without data of a kind it says what to send, and where nothing differs that is a good answer", async ({
  page,
}) => {
  await page.goto(`${demo.base}/insights?range=1d`);
  await expect(insights(page)).toContainText(
    /Nothing stands out|Nothing to ask about yet|differ by more than chance/,
  );
  await expect(page.getByRole("region", { name: "Not asked about" })).toContainText(
    "a question needs 30 visits on both sides",
  );
});
