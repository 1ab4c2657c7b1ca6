import { expect, test } from "@playwright/test";
import { signUp } from "./people";

test("an admin sets the rate of a currency and takes it back", async ({ page }) => {
  const { base } = await signUp(page);
  await page.goto(`${base}/settings`);
  const rates = page.getByRole("region", { name: "Currency rates" });
  await expect(rates.getByText("No rate yet")).toBeVisible();
  await rates.getByRole("button", { name: "Add rate" }).click();
  const dialog = page.getByRole("dialog", { name: "Add a rate" });
  await dialog.getByLabel("Currency").fill("usd");
  await dialog.getByLabel("Day").fill("2026-10-01");
  await dialog.getByLabel("Rate").fill("0,92");
  await dialog.getByRole("button", { name: "Add rate" }).click();
  await expect(dialog.getByLabel("Rate")).toHaveAccessibleDescription(/plain number/);
  await dialog.getByLabel("Rate").fill("0.92");
  await dialog.getByRole("button", { name: "Add rate" }).click();
  await expect(rates.getByRole("row").filter({ hasText: "2026-10-01" })).toContainText("USD0.92");
  await rates.getByRole("button", { name: "Remove the rate of USD on 2026-10-01" }).click();
  await page.getByRole("button", { name: "Remove rate" }).click();
  await expect(rates.getByText("No rate yet")).toBeVisible();
});
