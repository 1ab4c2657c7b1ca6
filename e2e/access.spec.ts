import { expect, test } from "@playwright/test";
import { demo, enterCredentials, signInAsDemo, signUp } from "./people";

test("who is not signed in signs in first and then gets the page that was asked for", async ({ page }) => {
  const asked = `${demo.base}/funnels?range=7d&window=1h`;
  await page.goto(asked);
  await expect(page).toHaveURL(`/sign-in?to=${encodeURIComponent(asked)}`);
  await enterCredentials(page, demo);
  await expect(page).toHaveURL(asked);
  await expect(page.getByRole("combobox", { name: "Within" })).toHaveValue("1h");
});

test("a wrong password is said in words, and what is right then still works", async ({ page }) => {
  await page.goto("/sign-in");
  await enterCredentials(page, { email: demo.email, password: "demo-tributaries" });
  await expect(page.getByRole("alert").filter({ hasText: "password" })).toHaveText(
    "The e-mail address or the password is not right.",
  );
  await expect(page.getByLabel("E-mail")).toHaveValue(demo.email);
  await page.getByLabel("Password").fill(demo.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL(`${demo.base}/overview`);
});

test("somebody else's project and one that does not exist are the same page", async ({ page }) => {
  const { base } = await signUp(page);
  const look = async (address: string) => {
    const answer = await page.goto(address);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("There is nothing at this address");
    return [answer?.status(), await page.title(), await page.getByRole("main").ariaSnapshot()];
  };
  for (const rest of ["shop/overview", "shop/goals/edit/purchase"]) {
    const missing = await look(`/nobody/${rest}`);
    expect(missing[0]).toBe(404);
    expect(await look(`/demo/${rest}`)).toEqual(missing);
  }
  await page.getByRole("link", { name: "Go to your project" }).click();
  await expect(page).toHaveURL(`${base}/overview`);
});

test("signing out ends the session, also for a copy of its cookies", async ({ page, context, browser }) => {
  await signInAsDemo(page);
  const cookies = await context.cookies();
  await page.getByRole("button", { name: `Account of ${demo.email}` }).click();
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Sign in" })).toBeVisible();
  await page.goto(`${demo.base}/overview`);
  await expect(page).toHaveURL(/\/sign-in\?to=/);

  const thief = await browser.newContext();
  await thief.addCookies(cookies);
  const stolen = await thief.newPage();
  await stolen.goto(`${demo.base}/overview`);
  await expect(stolen).toHaveURL(/\/sign-in\?to=/);
  await thief.close();
});

for (const elsewhere of [
  "https://evil.example/",
  "//evil.example/",
  "/\\evil.example/",
  "/.//evil.example/",
  "/%09/evil.example/",
  "javascript:alert(1)",
])
  test(`signing in never leads to ${elsewhere}`, async ({ page }) => {
    const asked: string[] = [];
    page.on("request", (request) => asked.push(new URL(request.url()).host));
    await page.goto(`/sign-in?to=${encodeURIComponent(elsewhere)}`);
    await enterCredentials(page, demo);
    await expect(page).toHaveURL(/^http:\/\/127\.0\.0\.1:\d+\/(?!sign-in)/);
    expect(new Set(asked)).toEqual(new Set([new URL(page.url()).host]));
  });
