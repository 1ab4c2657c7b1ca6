import fs from "node:fs";
import path from "node:path";
import { run } from "./run.mjs";

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const macApps = ["Google Chrome", "Chromium"].map((app) => `/Applications/${app}.app/Contents/MacOS/${app}`);

/** The path of an installed Chromium or Chrome; undefined leaves the choice to Playwright. */
export const findChromium = () => {
  const onPath = (process.env.PATH ?? "").split(path.delimiter);
  const folders = [...new Set(["/usr/bin", ...onPath])].filter(Boolean);
  const places = [
    process.env.CHROMIUM_PATH,
    ...folders.flatMap((folder) => names.map((name) => path.join(folder, name))),
    ...macApps,
  ];
  return places.find((place) => place && fs.existsSync(place));
};

const playwrightHasOne = async () => {
  const { chromium } = await import("@playwright/test");
  return fs.existsSync(chromium.executablePath());
};

/** Makes sure that the browser tests find a browser: an installed one, Playwright's own, or Debian's. */
export const ensureChromium = async () => {
  if (findChromium() || (await playwrightHasOne())) return;
  if (process.getuid?.() === 0 && fs.existsSync("/etc/debian_version")) {
    console.error("Installing Chromium …");
    const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
    await run("apt-get", ["update"], { env });
    await run("apt-get", ["install", "-y", "--no-install-recommends", "chromium"], { env });
    if (findChromium()) return;
  }
  console.error(
    "No Chromium was found, so the browser tests will fail. Install one (Debian: apt-get install chromium), or set CHROMIUM_PATH.",
  );
};
