import { type Browser, expect, type Page } from "@playwright/test";
import { runCommand } from "./command-line";
import { enterCredentials, type Person } from "./people";

/** A colleague of the owner who may only look, signed in somewhere else. */
export const viewerOf = async (owner: Person, browser: Browser): Promise<Page> => {
  const viewer = { email: `viewer-${owner.email}`, password: "may-only-look" };
  await runCommand(
    ...["user", "create", "--email", viewer.email, "--password", viewer.password],
    ...["--org", owner.organisation, "--role", "viewer"],
  );
  const page = await (await browser.newContext()).newPage();
  await page.goto("/sign-in");
  await enterCredentials(page, viewer);
  await expect(page).toHaveURL(`${owner.base}/overview`);
  return page;
};
