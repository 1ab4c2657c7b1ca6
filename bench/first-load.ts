// npm run bench -- first-load: JavaScript that a first visit loads, compressed as sent. Needs a running server with the demo.
import { chromium, type Page } from "@playwright/test";
import { findChromium } from "@/scripts/steps/chromium.mjs";

const base = process.env.PUBLIC_URL ?? `http://localhost:${process.env.PORT ?? 3000}`;

/** Bytes on the wire of every script until the network is quiet, each page from an empty cache. */
const scriptsOf = async (page: Page, address: string): Promise<{ files: number; bytes: number }> => {
  const client = await page.context().newCDPSession(page);
  await client.send("Network.enable");
  await client.send("Network.clearBrowserCache");
  const scripts = new Set<string>();
  let bytes = 0;
  client.on("Network.responseReceived", ({ requestId, type }) => {
    if (type === "Script") scripts.add(requestId);
  });
  client.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    if (scripts.has(requestId)) bytes += encodedDataLength;
  });
  await page.goto(base + address, { waitUntil: "networkidle" });
  await client.detach();
  return { files: scripts.size, bytes };
};

const browser = await chromium.launch({
  executablePath: findChromium(),
  chromiumSandbox: false,
  args: ["--disable-gpu", "--disable-background-networking"],
});
try {
  const page = await browser.newPage();
  const report = async (address: string): Promise<void> => {
    const { files, bytes } = await scriptsOf(page, address);
    console.log(`${address.padEnd(22)} ${(bytes / 1024).toFixed(0).padStart(5)} KB in ${files} files`);
  };
  await report("/sign-in");
  await report("/sign-up");
  await page.goto(`${base}/sign-in`);
  await page.getByLabel("E-mail").fill("demo@tributary.example");
  await page.getByLabel("Password", { exact: true }).fill("demo-tributary");
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL(/\/demo\/shop/);
  for (const screen of ["overview", "funnels", "goals", "goals/new", "setup"])
    await report(`/demo/shop/${screen}`);
} finally {
  await browser.close();
}
