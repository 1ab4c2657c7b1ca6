import { expect, test } from "@playwright/test";
import { bearer } from "./http";
import { keyIn, readWriteKey } from "./keys";
import { signUp } from "./people";

const event = { event: "Seen", anonymousId: "ada" };

test("a write key is meant for some pages, and rotated without losing an event", async ({
  page,
  request,
}) => {
  await signUp(page);
  const old = await readWriteKey(page);
  const keys = page.getByRole("region", { name: "Keys" });
  const send = async (key: string, origin: string) =>
    (await request.post("/v1/track", { headers: { ...bearer(key), origin }, data: event })).status();

  await keys.getByRole("button", { name: /^Pages of / }).click();
  const pages = page.getByRole("dialog", { name: /^Pages that may send/ });
  await pages.getByLabel("Pages it may send from").fill("shop.example");
  await pages.getByRole("button", { name: "Save" }).click();
  await expect(pages.getByText("Write it like https://shop.example")).toBeVisible();
  await pages.getByLabel("Pages it may send from").fill("https://shop.example, https://www.shop.example/");
  await pages.getByRole("button", { name: "Save" }).click();
  await expect(keys.getByText("from https://shop.example, https://www.shop.example")).toBeVisible();
  expect(await send(old, "https://www.shop.example")).toBe(200);
  expect(await send(old, "https://evil.example")).toBe(403);

  await keys.getByRole("button", { name: /^Rotate / }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Make new key" }).click();
  const made = page.getByRole("dialog", { name: "Your new key" });
  const fresh = keyIn((await made.getByRole("code").textContent()) ?? "");
  await made.getByRole("button", { name: "I have stored it" }).click();
  await expect(keys.getByText(/^Ends \d+ \w+ \d{4}$/)).toHaveCount(1);
  await expect(keys.getByRole("button", { name: /^Rotate / })).toHaveCount(1);
  for (const key of [old, fresh]) expect(await send(key, "https://shop.example")).toBe(200);
  expect(await send(fresh, "https://evil.example")).toBe(403);
});
