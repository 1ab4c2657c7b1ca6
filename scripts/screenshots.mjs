// npm run screenshots: every screen of the demo in three widths and both themes, into screenshots/. Needs a running server.
import fs from "node:fs";
import path from "node:path";
import { chromium } from "@playwright/test";
import { findChromium } from "./steps/chromium.mjs";
import { enterRoot, root } from "./steps/root.mjs";

enterRoot();
const base = process.env.PUBLIC_URL ?? `http://localhost:${process.env.PORT ?? 3000}`;
const folder = path.join(root, "screenshots");
const widths = [1440, 768, 375];
const themes = ["light", "dark"];
const publicScreens = { "sign-in": "/sign-in", "sign-up": "/sign-up" };
const screens = {
  overview: "/demo/shop/overview",
  funnels: "/demo/shop/funnels",
  "compare-start": "/demo/shop/compare",
  compare: "/demo/shop/compare?segments=device:desktop|device:mobile|device:tablet",
  matrix: "/demo/shop/matrix",
  insights: "/demo/shop/insights",
  journeys: "/demo/shop/journeys?start=goal:product-viewed",
  "journeys-goals": "/demo/shop/journeys?end=goal:purchase&by=goal",
  "journeys-retention": "/demo/shop/journeys?view=retention&range=90d",
  "journeys-people": "/demo/shop/journeys?view=people",
  attribution: "/demo/shop/attribution",
  "attribution-markov": "/demo/shop/attribution?model=markov&by=campaign&sort=costPer",
  segments: "/demo/shop/segments",
  "segment-new": "/demo/shop/segments/new",
  goals: "/demo/shop/goals",
  "goal-new": "/demo/shop/goals/new",
  data: "/demo/shop/data?range=7d",
  setup: "/demo/shop/setup",
  settings: "/demo/shop/settings",
};

const signIn = async (page) => {
  await page.goto(`${base}/sign-in`);
  await page.getByLabel("E-mail").fill("demo@tributary.example");
  await page.getByLabel("Password", { exact: true }).fill("demo-tributary");
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL(/\/demo\/shop/);
};

fs.rmSync(folder, { recursive: true, force: true });
fs.mkdirSync(folder, { recursive: true });
const browser = await chromium.launch({
  executablePath: findChromium(),
  chromiumSandbox: false,
  args: ["--disable-gpu"],
});
try {
  for (const colorScheme of themes) {
    const context = await browser.newContext({ colorScheme, reducedMotion: "reduce" });
    const page = await context.newPage();
    const take = async (name, address) => {
      for (const width of widths) {
        await page.setViewportSize({ width, height: width === 375 ? 812 : 900 });
        await page.goto(base + address, { waitUntil: "networkidle" });
        await page.screenshot({
          path: path.join(folder, `${name}-${width}-${colorScheme}.png`),
          fullPage: true,
        });
      }
    };
    for (const [name, address] of Object.entries(publicScreens)) await take(name, address);
    await signIn(page);
    for (const [name, address] of Object.entries(screens)) await take(name, address);
    await context.close();
  }
} finally {
  await browser.close();
}
console.log(`Screenshots are in ${folder}.`);
