import { randomUUID } from "node:crypto";
import { expect, type Page } from "@playwright/test";

export const demo = { email: "demo@tributary.example", password: "demo-tributary", base: "/demo/shop" };

/** `base` is where the person's project lives: "/acme/acme-shop". */
export type Person = { email: string; password: string; organisation: string; base: string };

/** A newcomer with an organisation of their own, on the page that sign-up leads to. Money in EUR, days in UTC. */
export const signUp = async (page: Page): Promise<Person> => {
  const name = randomUUID().slice(0, 8);
  const person = {
    email: `${name}@shop.example`,
    password: "three-small-streams",
    organisation: `Shop ${name}`,
  };
  await page.goto("/sign-up");
  await page.getByLabel("E-mail").fill(person.email);
  await page.getByLabel("Password").fill(person.password);
  await page.getByLabel("Organisation").fill(person.organisation);
  await page.getByLabel("Site or app").fill("Web");
  await page.getByLabel("Timezone").selectOption("UTC");
  await page.getByLabel("Currency").selectOption("EUR");
  await page.getByRole("button", { name: "Create account" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Set-up" })).toBeVisible();
  return { ...person, base: new URL(page.url()).pathname.replace(/\/setup$/, "") };
};

/** Types an account into the sign-in form, which has to be open. */
export const enterCredentials = async (
  page: Page,
  { email, password }: { email: string; password: string },
): Promise<void> => {
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
};

export const signInAsDemo = async (page: Page): Promise<void> => {
  await page.goto("/sign-in");
  await page.getByRole("button", { name: "Try the demo" }).click();
  await page.waitForURL(`**${demo.base}/overview`);
};
