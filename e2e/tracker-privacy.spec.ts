import { expect, type Page } from "@playwright/test";
import type { Message, Shop } from "./shop/open-shop";
import { test } from "./shop/shop-test";

/** Everything the site keeps in the browser. */
const kept = async (page: Page): Promise<string[]> => {
  const stored = await page.evaluate(() => Object.keys(localStorage));
  const cookies = await page.context().cookies(page.url());
  return [...stored, ...cookies.map(({ name }) => name)].sort();
};

const call = async (page: Page, name: string, ...args: unknown[]): Promise<void> =>
  await page.evaluate(([method, rest]) => Object(window).tributary[method](...rest), [name, args] as const);

const views = (shop: Shop): Message[] => shop.messages.filter(({ type }) => type === "page");

const nobody = (message?: Message): void => {
  expect(message?.context.cookieless).toBe(true);
  expect(message).not.toHaveProperty("anonymousId");
  expect(message).not.toHaveProperty("userId");
};

test("a visitor has one id, in a cookie that lasts and in the storage, until they sign out", async ({
  page,
  open,
}) => {
  const shop = await open();
  await page.goto(`${shop.url}/p/rain-jacket`);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect.poll(shop.story).toEqual(expect.arrayContaining(["/p/rain-jacket", "identify"]));
  const [cookie] = await page.context().cookies();
  const lasts = (cookie?.expires ?? 0) - Date.now() / 1_000;
  expect(cookie).toMatchObject({ name: "_tb", value: shop.messages[0]?.anonymousId, sameSite: "Lax" });
  expect(lasts / 86_400).toBeCloseTo(400, 1);

  await page.evaluate(() => localStorage.removeItem("tb_id"));
  await page.goto(shop.url);
  await expect.poll(() => views(shop)).toHaveLength(2);
  await page.context().clearCookies();
  await page.goto(shop.url);
  await expect.poll(() => views(shop)).toHaveLength(3);
  expect(new Set(views(shop).map(({ anonymousId }) => anonymousId)).size).toBe(1);
  expect(views(shop).at(-1)?.userId).toBe("customer-17");

  await call(page, "reset");
  await page.goto(`${shop.url}/thanks`);
  await expect.poll(() => views(shop)).toHaveLength(4);
  expect(views(shop)[3]?.anonymousId).not.toBe(views(shop)[2]?.anonymousId);
  expect(views(shop)[3]).not.toHaveProperty("userId");
});

test("before consent nothing is kept and nobody is named; consent holds until it is withdrawn", async ({
  page,
  open,
}) => {
  const shop = await open({ attributes: 'data-consent="required"' });
  await page.goto(`${shop.url}/p/rain-jacket`);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("button", { name: "Add to cart" }).click();
  await expect.poll(shop.story).toEqual(expect.arrayContaining(["/p/rain-jacket", "Product Added"]));
  for (const message of shop.messages) nobody(message);
  expect(shop.story()).not.toContain("identify");
  expect(await kept(page)).toEqual([]);

  await call(page, "consent", true);
  await expect.poll(shop.story).toContain("identify");
  expect(await kept(page)).toEqual(["_tb", "tb_consent", "tb_id", "tb_user"]);
  await page.goto(`${shop.url}/thanks`);
  await expect.poll(() => views(shop)).toHaveLength(2);
  expect(views(shop)[1]).toMatchObject({ anonymousId: expect.any(String), userId: "customer-17" });

  await call(page, "consent", false);
  expect(await kept(page)).toEqual(["tb_consent"]);
  await page.goto(`${shop.url}/checkout`);
  await expect.poll(() => views(shop)).toHaveLength(3);
  nobody(views(shop)[2]);
});

test("Global Privacy Control is a refusal, and so is a site that wants no ids", async ({ page, open }) => {
  const before = "<script>Object.defineProperty(navigator, 'globalPrivacyControl', { value: true })</script>";
  for (const options of [{ before }, { attributes: 'data-mode="cookieless"' }]) {
    const shop = await open(options);
    await page.goto(shop.url);
    await expect.poll(() => views(shop)).toHaveLength(1);
    nobody(views(shop)[0]);
    expect(await kept(page)).toEqual([]);
  }
});

test("who opts out is not heard of again, until they opt in", async ({ page, open }) => {
  const shop = await open();
  await page.goto(shop.url);
  await expect.poll(() => views(shop)).toHaveLength(1);
  await call(page, "optOut");
  expect(await kept(page)).toEqual(["tb_out"]);
  const before = shop.messages.length;
  await page.goto(`${shop.url}/p/rain-jacket`);
  await page.getByRole("button", { name: "Add to cart" }).click();
  await page.goto(`${shop.url}/checkout`);
  await call(page, "optOut", false);
  await page.goto(`${shop.url}/thanks`);
  await expect.poll(shop.story).toContain("/thanks");
  expect(views(shop).map(({ context }) => context.page.path)).toEqual(["/", "/thanks"]);
  expect(before).toBe(1);
});

test("people of the site itself mark their browser once", async ({ page, open }) => {
  const shop = await open();
  for (const path of ["/?tributary=internal", "/thanks", "/?tributary=external"]) {
    await page.goto(shop.url + path);
    await expect.poll(() => views(shop).at(-1)?.context.page.url).toBe(shop.url + path);
  }
  expect(views(shop).map(({ context }) => context.internal)).toEqual([true, true, undefined]);
});

/** Passes visitors on as the app does for the domains of a project; no project may claim the names of this computer. */
const linker = ({ path, body }: { path: string; body: string }) => {
  if (path !== "/v1/linker") return undefined;
  const { anonymousId, token } = JSON.parse(body);
  const answer = token ? { anonymousId: atob(token) } : { token: btoa(anonymousId) };
  return { status: 200, body: JSON.stringify(answer) };
};

test("a visitor stays the same from one domain of the owner to another", async ({ page, open }) => {
  const options = { attributes: 'data-domains="localhost,127.0.0.1"', standIn: linker };
  const other = await open({ ...options, host: "127.0.0.1" });
  const shop = await open({ ...options, other: other.url });
  await page.goto(shop.url);
  const link = page.getByRole("link", { name: "Our other shop" });
  const token = page.waitForResponse("**/v1/linker");
  await link.hover();
  await token;
  await link.click();
  await expect(page).toHaveURL(`${other.url}/?basket=1`);
  await expect.poll(() => views(other)).toHaveLength(1);
  expect(views(other)[0]?.anonymousId).toBe(views(shop)[0]?.anonymousId);
  expect(views(other)[0]?.context.page.url).toBe(`${other.url}/?basket=1`);
  expect(shop.propertiesOf("Outbound Link Clicked")).toEqual([]);
});

test("a domain that knows the visitor keeps its own id, and one that cannot ask goes on alone", async ({
  page,
  open,
}) => {
  const shop = await open({
    attributes: 'data-domains="127.0.0.1"',
    standIn: ({ path }) => (path === "/v1/linker" ? { status: 403 } : undefined),
  });
  await page.goto(`${shop.url}/?_tb=forged&basket=1`);
  await expect.poll(() => views(shop)).toHaveLength(1);
  await page.goto(`${shop.url}/?_tb=forged`);
  await expect.poll(() => views(shop)).toHaveLength(2);
  expect(new Set(views(shop).map(({ anonymousId }) => anonymousId)).size).toBe(1);
  expect(views(shop).map(({ context }) => context.page.search)).toEqual(["?basket=1", ""]);
  expect(shop.refused).toHaveLength(1);
});
