import { ensureChromium } from "./steps/chromium.mjs";
import { ensureInstalled } from "./steps/install.mjs";
import { enterRoot } from "./steps/root.mjs";
import { verify } from "./steps/verify.mjs";

enterRoot();
await ensureInstalled();
await ensureChromium();
process.exitCode = (await verify()) ? 0 : 1;
