import { expect, type Page } from "@playwright/test";

/** The key in the line of HTML that the set-up page, which has to be open, offers. */
export const readWriteKey = async (page: Page): Promise<string> => {
  const snippet = page.getByRole("figure").filter({ hasText: "HTML" }).getByRole("code");
  await expect(snippet).toContainText("data-key=");
  return keyIn((await snippet.textContent()) ?? "");
};

/** The first key that stands in a text. */
export const keyIn = (text: string): string => {
  const [key] = /tb_[a-z]+_\w+/.exec(text) ?? [];
  if (key === undefined) throw new Error(`There is no key in: ${text}`);
  return key;
};

/** Makes a secret key that may send events and ask reports, on the set-up page. */
export const makeSecretKey = async (page: Page): Promise<string> => {
  await page.getByRole("button", { name: "New key" }).click();
  const asked = page.getByRole("dialog", { name: "New key" });
  await asked.getByLabel("Name").fill("Nightly report");
  await asked.getByLabel("Ask reports").check();
  await asked.getByRole("button", { name: "Create key" }).click();
  const made = page.getByRole("dialog", { name: "Your new key" });
  const key = keyIn((await made.getByRole("code").textContent()) ?? "");
  await made.getByRole("button", { name: "I have stored it" }).click();
  await expect(page.getByRole("region", { name: "Keys" }).getByText("Nightly report")).toBeVisible();
  return key;
};
