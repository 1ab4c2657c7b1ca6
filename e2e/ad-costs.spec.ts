import { expect, test } from "@playwright/test";
import { signUp } from "./people";

test("an admin imports what advertising cost, and is told which lines are wrong", async ({ page }) => {
  const { base } = await signUp(page);
  await page.goto(`${base}/settings`);
  const costs = page.getByRole("region", { name: "Advertising costs" });
  await expect(costs.getByText("No costs yet")).toBeVisible();
  await costs.getByRole("button", { name: "Import costs" }).click();
  const dialog = page.getByRole("dialog", { name: "Import advertising costs" });
  const csv = "Day,Campaign,Cost\n2026-10-01,Brand,12.30\n2026-10-01,Generic,4\n2026-10-01,Generic,free\n";
  await dialog
    .getByLabel("CSV file")
    .setInputFiles({ name: "costs.csv", mimeType: "text/csv", buffer: Buffer.from(csv) });
  await dialog.getByLabel("Source").fill("google");
  await dialog.getByRole("button", { name: "Import", exact: true }).click();
  await expect(dialog.getByText("Costs: 2 new.")).toBeVisible();
  await expect(dialog.getByText("Line 4: “free” is no amount")).toBeVisible();
  await dialog.getByRole("button", { name: "Done" }).click();
  await expect(costs.getByRole("row").filter({ hasText: "2026-10-01" })).toContainText("google2€16.30");
});
