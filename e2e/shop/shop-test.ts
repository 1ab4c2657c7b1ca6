import { test as base } from "@playwright/test";
import { runCommand } from "../command-line";
import { openShop, type Shop } from "./open-shop";

type ShopOptions = Omit<Parameters<typeof openShop>[0], "app" | "key">;

/** Tests that open shops; all shops of one file's run send to one project, and each sees only what it sent itself. */
export const test = base.extend<{ open: (options?: ShopOptions) => Promise<Shop> }, { writeKey: string }>({
  writeKey: [
    // Playwright reads from the pattern what a fixture needs.
    // biome-ignore lint/correctness/noEmptyPattern: nothing
    async ({}, use) => {
      const words = ["project", "create", "--org", "Tracker", "--project", "Web"];
      await use((await runCommand<{ writeKey: string }>(...words)).writeKey);
    },
    { scope: "worker" },
  ],
  open: async ({ baseURL, writeKey }, use) => {
    const shops: Shop[] = [];
    await use(async (options = {}) => {
      const shop = await openShop({ app: baseURL ?? "", key: writeKey, ...options });
      shops.push(shop);
      return shop;
    });
    for (const shop of shops) shop.close();
  },
});
